// A shift as a calendar file (RFC 5545), so that the phone's own calendar reminds of it. Times as UTC, so that no time zone table is needed;
// the same shift always has the same UID, so that adding it again replaces it. Text only: no clock, no file.

import type { Id } from "./event.ts";

export interface CalendarEvent {
  readonly shift: Id;
  readonly start: number;
  readonly end: number;
  readonly title: string;
  readonly place: string | null;
  readonly description: string | null;
  /** When it was made, ms: DTSTAMP, and what makes a later one the newer. */
  readonly madeAt: number;
  readonly cancelled: boolean;
  /** Minutes before the start, and before the end, at which to remind. */
  readonly beforeStartMinutes: number;
  readonly beforeEndMinutes: number;
  /** What the two alarms say. */
  readonly startAlarm: string;
  readonly endAlarm: string;
}

/** 3.3.11: backslash, semicolon and comma are escaped, a line break is `\n`; other control characters have no place in a text. */
export const escapeIcsText = (text: string): string =>
  text
    .replace(/\r\n?/g, "\n")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 5545 3.1 allows none of them but the tab
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "")
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\n/g, "\\n");

/** Octets of one character in UTF-8. */
function octetsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** 3.1: no line is longer than 75 octets; what follows begins with a space, which counts. Never within a character. */
export function foldIcsLine(line: string): string {
  let folded = "";
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character);
    if (octets + size > 75) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}

const two = (n: number): string => String(n).padStart(2, "0");

/** 3.3.5, form 2: `20261121T233000Z`. */
export function icsMoment(ms: number): string {
  const date = new Date(ms);
  const day = `${String(date.getUTCFullYear()).padStart(4, "0")}${two(date.getUTCMonth() + 1)}${two(date.getUTCDate())}`;
  return `${day}T${two(date.getUTCHours())}${two(date.getUTCMinutes())}${two(date.getUTCSeconds())}Z`;
}

const alarm = (trigger: string, text: string): readonly string[] => [
  "BEGIN:VALARM",
  "ACTION:DISPLAY",
  `TRIGGER${trigger}`,
  `DESCRIPTION:${escapeIcsText(text)}`,
  "END:VALARM",
];

/** The whole file of one shift. `productId`: who made it. */
export const shiftToIcs = (event: CalendarEvent, productId: string): string => shiftsToIcs([event], productId);

/** Several in one file: a calendar takes all of them at once. Cancelled ones only by themselves: the method is the file's. */
export function shiftsToIcs(events: readonly CalendarEvent[], productId: string): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:${productId}`,
    "CALSCALE:GREGORIAN",
    `METHOD:${events.every(({ cancelled }) => cancelled) ? "CANCEL" : "PUBLISH"}`,
    ...events.flatMap(eventLines),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${foldIcsLine(line)}\r\n`).join("");
}

function eventLines(event: CalendarEvent): readonly string[] {
  return [
    "BEGIN:VEVENT",
    `UID:${event.shift}@daogang`,
    `DTSTAMP:${icsMoment(event.madeAt)}`,
    // A later file of the same shift is the newer one.
    `SEQUENCE:${Math.max(0, Math.floor(event.madeAt / 1000) - 1_700_000_000)}`,
    `DTSTART:${icsMoment(event.start)}`,
    `DTEND:${icsMoment(event.end)}`,
    `SUMMARY:${escapeIcsText(event.title)}`,
    ...(event.place === null ? [] : [`LOCATION:${escapeIcsText(event.place)}`]),
    ...(event.description === null ? [] : [`DESCRIPTION:${escapeIcsText(event.description)}`]),
    `STATUS:${event.cancelled ? "CANCELLED" : "CONFIRMED"}`,
    ...(event.cancelled
      ? []
      : [
          ...alarm(`:-PT${event.beforeStartMinutes}M`, event.startAlarm),
          ...alarm(`;RELATED=END:-PT${event.beforeEndMinutes}M`, event.endAlarm),
        ]),
    "END:VEVENT",
  ];
}
