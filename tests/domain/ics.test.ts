// A shift as a calendar file, against the rules of RFC 5545 and a reader of its own that undoes folding and escaping.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeIcsText, foldIcsLine, icsMoment, shiftsToIcs, shiftToIcs } from "../../src/domain/ics.ts";
import { at, idOf } from "../fixtures/domain-facts.ts";

const event = {
  shift: idOf("shift"),
  start: at("07:30"),
  end: at("08:30"),
  title: "东关十字, 早高峰; 文明劝导",
  place: "东关十字东北角",
  description: "点长 王明\n电话 13800000000",
  madeAt: at("06:00"),
  cancelled: false,
  beforeStartMinutes: 30,
  beforeEndMinutes: 10,
  startAlarm: "快到上岗时间了",
  endAlarm: "快结束了,记得签退",
};
const file = shiftToIcs(event, "-//daogang//zh");
const octets = (text: string): number => new TextEncoder().encode(text).length;
const unfold = (text: string): readonly string[] => text.replace(/\r\n[ \t]/g, "").split("\r\n");
const unescaped = (text: string): string => text.replace(/\\(.)/gs, (_, sign: string) => (sign === "n" || sign === "N" ? "\n" : sign));

describe("RFC 5545", () => {
  test("3.1: lines end with CRLF, none is longer than 75 octets, none is empty", () => {
    const lines = file.split("\r\n");
    expect(lines.pop()).toBe("");
    expect(file.replace(/\r\n/g, "")).not.toMatch(/[\r\n]/);
    for (const line of lines) {
      expect(line).not.toBe("");
      expect(octets(line)).toBeLessThanOrEqual(75);
    }
  });
  test("3.1: the example of the RFC folds and unfolds to itself, never inside a character", () => {
    const long = `DESCRIPTION:${"这是一个很长的说明".repeat(20)}😀`;
    const folded = foldIcsLine(long);
    expect(folded).toContain("\r\n ");
    expect(folded.replace(/\r\n /g, "")).toBe(long);
    for (const line of folded.split("\r\n")) {
      expect(octets(line)).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/[\ud800-\udbff]$|^[\udc00-\udfff]/);
    }
    expect(foldIcsLine("X".repeat(75))).toBe("X".repeat(75));
    expect(foldIcsLine("X".repeat(76))).toBe(`${"X".repeat(75)}\r\n X`);
    expect(foldIcsLine(`${"X".repeat(74)}东`)).toBe(`${"X".repeat(74)}\r\n 东`);
  });
  test("3.3.11: the RFC's own text vector", () => {
    const text = "Project XYZ Final Review\nConference Room - 3B\nCome Prepared.";
    expect(escapeIcsText(text)).toBe("Project XYZ Final Review\\nConference Room - 3B\\nCome Prepared.");
    expect(escapeIcsText("a;b,c\\d:e")).toBe("a\\;b\\,c\\\\d:e");
    expect(escapeIcsText("一\r\n二\r三\u0007")).toBe("一\\n二\\n三");
  });
  test("3.3.5: times are UTC, eight hours behind Shanghai", () => {
    expect(icsMoment(at("07:30"))).toBe("20261120T233000Z");
    expect(icsMoment(Date.UTC(1997, 6, 14, 13, 30, 0))).toBe("19970714T133000Z");
    expect(unfold(file)).toContain("DTSTART:20261120T233000Z");
    expect(unfold(file)).toContain("DTEND:20261121T003000Z");
  });
  test("3.6: one VEVENT with what must be there once, two display alarms, begun and ended in order", () => {
    const lines = unfold(file);
    for (const name of ["UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "VERSION", "PRODID"])
      expect(lines.filter((line) => line.startsWith(`${name}:`))).toHaveLength(1);
    const open: string[] = [];
    for (const line of lines) {
      if (line.startsWith("BEGIN:")) open.push(line.slice(6));
      if (line.startsWith("END:")) expect(open.pop()).toBe(line.slice(4));
    }
    expect(open).toEqual([]);
    expect(lines.filter((line) => line === "BEGIN:VALARM")).toHaveLength(2);
    expect(lines).toContain("TRIGGER:-PT30M");
    expect(lines).toContain("TRIGGER;RELATED=END:-PT10M");
  });
  test("3.8.4.7: the same shift keeps its UID; a later file is the newer one", () => {
    const value = (text: string, name: string) => unfold(text).find((line) => line.startsWith(`${name}:`));
    const later = shiftToIcs({ ...event, start: at("08:00"), madeAt: at("06:30") }, "-//daogang//zh");
    expect(value(later, "UID")).toBe(value(file, "UID"));
    expect(Number(value(later, "SEQUENCE")?.slice(9))).toBeGreaterThan(Number(value(file, "SEQUENCE")?.slice(9)));
  });
  test("a cancelled shift takes itself out of the calendar and reminds of nothing", () => {
    const lines = unfold(shiftToIcs({ ...event, cancelled: true }, "-//daogang//zh"));
    expect(lines).toContain("METHOD:CANCEL");
    expect(lines).toContain("STATUS:CANCELLED");
    expect(lines).not.toContain("BEGIN:VALARM");
  });
  test("any title and place come back as they were, and nothing in them can end the event", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), (title, place) => {
        const lines = unfold(shiftToIcs({ ...event, title, place }, "-//daogang//zh"));
        expect(lines.filter((line) => line === "END:VEVENT")).toHaveLength(1);
        const summary = lines.find((line) => line.startsWith("SUMMARY:"))?.slice(8) ?? "missing";
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what the format cannot carry
        const carried = title.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "");
        expect(unescaped(summary)).toBe(carried);
      }),
    );
  });
  test("3.4, 3.6: several shifts are events of one calendar, each as it would stand alone", () => {
    const other = { ...event, shift: idOf("other"), start: at("14:00"), end: at("15:00") };
    const lines = unfold(shiftsToIcs([event, other], "-//daogang//zh"));
    const starts = lines.filter((line) => line.startsWith("DTSTART") || line.startsWith("UID"));
    expect(starts).toEqual([
      `UID:${event.shift}@daogang`,
      "DTSTART:20261120T233000Z",
      `UID:${other.shift}@daogang`,
      "DTSTART:20261121T060000Z",
    ]);
    expect(lines.filter((line) => line === "BEGIN:VCALENDAR" || line === "METHOD:PUBLISH" || line === "END:VCALENDAR").length).toBe(3);
    expect(lines.filter((line) => line === "BEGIN:VEVENT").length).toBe(2);
    const alone = unfold(shiftToIcs(other, "-//daogang//zh"));
    const bodyOf = (all: readonly string[]) => all.slice(all.lastIndexOf("BEGIN:VEVENT"), all.lastIndexOf("END:VEVENT"));
    expect(bodyOf(lines)).toEqual(bodyOf(alone));
  });
});
