// What the status line of 今日 says about a duty: how far the record has come, what GPS says, who has to do something.
// Pure: from the duty and what this run knows to sentences.

import type { Duty } from "../../device/view-types.ts";
import { type Band, type Entry, entriesOf } from "../../domain/event.ts";
import { problemText, type Words } from "../../words/words.ts";
import { clockOf } from "../saying.tsx";
import type { Fixing } from "../session.ts";
import type { Phase } from "./phase.ts";

export interface Told {
  readonly text: string;
  readonly tone: "plain" | "good" | "warn" | "bad";
}

const plain = (text: string): Told => ({ text, tone: "plain" });

function distanceText(words: Words, distanceDm: number): string {
  const metres = Math.round(distanceDm / 10);
  return metres < 1000 ? words.place.metres(metres) : words.place.kilometres(Math.round(metres / 100) / 10);
}

function bandTold(words: Words, band: Band, distanceDm: number | null, accuracyDm: number | null, isOut: boolean): Told {
  if (band === "inside") return { text: words.place.inside(Math.round((accuracyDm ?? 0) / 10)), tone: "good" };
  if (band === "uncertain") return plain(words.place.uncertain);
  const distance = distanceText(words, distanceDm ?? 0);
  return { text: isOut ? words.place.outsideAtEnd(distance) : words.place.outside(distance), tone: "warn" };
}

const needsSomebody = ({ attendance: { state } }: Duty): boolean => state === "unconfirmed" || state === "disputed" || state === "absent";

/** What is known of the tap shown, beside the duty. */
export interface TapKnowledge {
  /** Of this run only. */
  readonly fixing: Fixing | null;
  /** Fixes and codes recorded about it. */
  readonly about: readonly Entry[];
  readonly hasConsent: boolean;
}

/** The endpoint judged the fix otherwise than this phone had claimed. */
const isReviewed = (about: readonly Entry[]): boolean =>
  entriesOf(about, "positionFixed").some(({ event, receipt }) => receipt?.verdict != null && receipt.verdict.band !== event.facts.band);

/**
 * What GPS says, above the button: the device's claim until the endpoint has judged it, 已重新核对 where the two differ. A
 * disagreement between leaders matters more than any place, and a code that was read more than a missing place.
 */
export function placeTold(words: Words, duty: Duty, phase: Phase, { fixing, about, hasConsent }: TapKnowledge): Told | null {
  const { band, distanceDm, accuracyDm, state } = duty.attendance;
  if (phase !== "on" && phase !== "off") return null;
  const isOut = phase === "off";
  if (state === "disputed" && !isOut) return { text: words.standing.disputed, tone: "warn" };
  if (fixing?.type === "locating") return plain(words.place.locating);
  if (band !== null && fixing?.type !== "silent") {
    const told = bandTold(words, band, distanceDm, accuracyDm, isOut);
    return isReviewed(about) ? { ...told, text: `${told.text} · ${words.place.reviewed}` } : told;
  }
  if (entriesOf(about, "codeSeen").length > 0) return state === "unconfirmed" ? plain(words.place.coded) : null;
  if (fixing?.type === "silent") return plain(words.place.silent);
  if (fixing?.type === "fixed") return plain(words.place.noPlace);
  const isWithout = fixing !== null || (!hasConsent && state === "unconfirmed" && !isOut);
  return isWithout ? plain(words.place.refused) : null;
}

function recordTold(words: Words, duty: Duty): Told {
  const { record, problem } = duty;
  if (record === "refused") return { text: words.refusedBecause(problemText(words, problem)), tone: "bad" };
  if (record === "aside") return { text: words.records.aside, tone: "bad" };
  return { text: words.records[record ?? "kept"], tone: record === "uploaded" ? "good" : "plain" };
}

/** How far the record has come and where the person stands: at most two sentences below the button. */
export function statusOf(words: Words, duty: Duty, phase: Phase): readonly Told[] {
  const { attendance } = duty;
  const record = recordTold(words, duty);
  const standing = (): Told => plain(words.standing[attendance.state]);
  const isRefused = record.tone === "bad";
  switch (phase) {
    case "early":
      return attendance.state === "unheard" ? [] : [standing()];
    case "open":
      if (attendance.state === "onLeave") return [plain(words.today.onLeave)];
      if (attendance.state === "present") return [{ text: words.today.leaderSaysPresent, tone: "good" }];
      // A tap that was refused leaves no trace in the attendance: say it here, or nobody would know.
      return isRefused ? [record] : [attendance.state === "unheard" ? plain(words.today.canCheckIn) : standing()];
    case "on":
      return [{ text: words.today.signedIn(clockOf(attendance.checkedInAt ?? 0)), tone: "good" }, record];
    case "off":
      return [record, ...(needsSomebody(duty) ? [standing()] : [])];
    case "forgotten":
    case "over":
      return isRefused ? [record] : duty.record === null ? [] : [record];
    case "settled":
      return isRefused ? [record] : [];
  }
}

/** Why the settled minutes are what they are. */
export function whyOf(words: Words, duty: Duty): readonly string[] {
  const { settled, checkedInAt, checkedOutAt, seenAt } = duty.attendance;
  if (settled === null) return [];
  const { start, end, startCause, endCause, state } = settled;
  if (start === null || end === null || startCause === null || endCause === null) {
    const none: Readonly<Partial<Record<typeof state, string>>> = words.whyNone;
    return [none[state] ?? words.standing[state]];
  }
  // The credited start may lie after the tap: name the tap's own time too.
  const named = (cause: typeof startCause, at: number | null, counted: number): string =>
    at === null || at === counted ? words.causes[cause] : `${words.causes[cause]} ${clockOf(at)}`;
  const from = named(startCause, startCause === "ownCheckIn" ? checkedInAt : startCause === "badgeSeen" ? seenAt : null, start);
  const to = named(endCause, endCause === "ownCheckOut" ? checkedOutAt : null, end);
  return [
    words.whyMinutes(clockOf(start), from, clockOf(end), to),
    ...(settled.minutes === 0 ? [words.whyNone.short] : []),
    ...(settled.class === null ? [] : [words.recognisedAs(words.classes[settled.class])]),
  ];
}
