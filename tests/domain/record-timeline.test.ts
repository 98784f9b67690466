// A record opened: every event is shown once with how it was weighed, whatever the order it came in; and the reckoning says what the fold
// computed, step by step.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldAttendance } from "../../src/domain/attendance.ts";
import type { Entry } from "../../src/domain/event.ts";
import { reckoningOf } from "../../src/domain/record-reckoning.ts";
import { recordTimeline } from "../../src/domain/record-timeline.ts";
import { rules } from "../../src/domain/rules.ts";
import {
  anchor,
  at,
  checkIn,
  checkOut,
  closing,
  event,
  fixOf,
  idOf,
  leader,
  mark,
  person,
  receiptOf,
  retraction,
  shift,
  stored,
  unsent,
  verdict,
} from "../fixtures/domain-facts.ts";

const open = (entries: readonly Entry[], asOf = at("09:00")) => {
  const attendance = foldAttendance({ shift, person, entries, asOf, rules });
  const timeline = recordTimeline({ shift, person, entries, attendance, rules });
  return { attendance, timeline, steps: reckoningOf(attendance, timeline, shift, rules) };
};
const only = (entries: readonly Entry[], type: string) => open(entries).timeline.filter(({ facts }) => facts.type === type);

describe("the timeline", () => {
  test("R20: a phone 9 min fast: the tap at 07:41 is 07:32, says by how much the phone was off and how sure the time is", () => {
    const tap = checkIn("07:41", { anchor: anchor(-9 * 60_000) });
    const [line] = open([tap]).timeline;
    expect(line?.at).toBe(at("07:32"));
    expect(line?.facts).toMatchObject({ type: "tap", use: "start", clock: { aheadMs: 540_000, isSkewed: true, isJumped: false } });
    // 100 ms of the round trip and 50 ppm of 101 minutes.
    expect(line?.facts).toMatchObject({ clock: { uncertaintyMs: 403 } });
  });
  test("R20: no anchor ever: the time is not sure at all", () => {
    expect(open([checkIn("07:30", { anchor: null })]).timeline[0]?.facts).toMatchObject({ clock: { uncertaintyMs: null, aheadMs: 0 } });
  });
  test("R20: a tap later than its receipt + 5 min is held for review, and shown as such", () => {
    const tap = event("checkedIn", at("07:41"), { shift: shift.id, post: null });
    const entry = stored(tap, { receivedAt: at("07:30") });
    expect(open([entry]).timeline[0]?.facts).toMatchObject({ use: "held" });
  });
  test("R3: taps outside the window are shown and said not to count; a second press changes nothing", () => {
    const lines = open([
      checkIn("06:50"),
      checkIn("07:25"),
      checkIn("07:28"),
      checkOut("08:20"),
      checkOut("08:31"),
      checkOut("09:31"),
    ]).timeline;
    expect(lines.map(({ facts }) => facts.type === "tap" && facts.use)).toEqual(["outside", "start", "extra", "extra", "end", "outside"]);
  });
  test("R15: the receipt's verdict shows in place of the phone's claim, with 已重新核对 where they differ", () => {
    const tap = checkIn("07:30");
    const fix = fixOf(tap, "strong");
    expect(only([tap, fix], "fix")[0]?.facts).toMatchObject({ band: "inside", distanceDm: 200, accuracyDm: 150, isRejudged: false });
    const judged: Entry = {
      ...fix,
      receipt: receiptOf(fix.event, { verdict: verdict("contrary", { band: "outside", distanceDm: 3100 }) }),
    };
    expect(only([tap, judged], "fix")[0]?.facts).toMatchObject({ band: "outside", distanceDm: 3100, isRejudged: true });
  });
  test.each(["fresh", "stale", "static", "invalid"] as const)("R16: a %s code is shown as that", (freshness) => {
    const tap = checkIn("07:30");
    const code = stored(event("codeSeen", at("07:30"), { of: tap.event.id, kind: "sign", post: idOf("post"), code: "1" }), {
      verdict: verdict("weak", { freshness }),
    });
    expect(only([tap, code], "code")[0]?.facts).toMatchObject({ freshness, kind: "sign" });
  });
  test.each(["typed", "rotating"] as const)("R16: a %s code is told from the sign at the post", (kind) => {
    const tap = checkIn("07:30");
    const code = event("codeSeen", at("07:30"), { of: tap.event.id, kind, post: idOf("post"), code: "1" });
    expect(only([tap, stored(code, { verdict: verdict("strong", { freshness: "fresh" }) })], "code")[0]?.facts).toMatchObject({ kind });
  });
  test("R22: a mark says who, when, bulk, sheet and whose place; one that another had seen is shown as replaced", () => {
    const first = mark("absent", "07:50");
    const second = unsent(
      event(
        "marked",
        at("08:10"),
        {
          shift: shift.id,
          person,
          post: null,
          state: "late",
          at: at("07:40"),
          basis: [first.event.id],
          bulk: true,
          until: at("08:20"),
          insteadOf: idOf("other"),
          sheet: "A-12",
        },
        { author: leader },
      ),
    );
    const lines = only([first, second], "mark");
    expect(lines[0]).toMatchObject({ by: leader, at: at("07:50"), facts: { state: "absent", isReplaced: true } });
    expect(lines[1]).toMatchObject({
      by: leader,
      facts: {
        state: "late",
        from: at("07:40"),
        until: at("08:20"),
        bulk: true,
        sheet: "A-12",
        insteadOf: idOf("other"),
        isReplaced: false,
      },
    });
  });
  test("what was taken back stays, with who and when; only its own author can take it back", () => {
    const tap = checkIn("07:30");
    const back = retraction(tap, "07:31");
    const [line] = open([tap, back]).timeline;
    expect(line).toMatchObject({ takenBack: { by: person, at: at("07:31") }, facts: { type: "tap", use: "unused" } });
    const others = { ...back, event: { ...back.event, author: leader } } as Entry;
    expect(open([tap, others]).timeline[0]).toMatchObject({ takenBack: null, facts: { use: "start" } });
  });
  test("taken back and then said again it stands; R22a: somebody else's taking of the place is shown", () => {
    const tap = checkIn("07:30");
    const back = retraction(tap, "07:31");
    expect(open([tap, back, retraction(back, "07:32")]).timeline[0]).toMatchObject({ takenBack: null, facts: { use: "start" } });
    const facts = { shift: shift.id, person: idOf("other"), post: null, state: "present", at: null, basis: [], bulk: false } as const;
    const taking = unsent(event("marked", at("07:40"), { ...facts, insteadOf: person }, { author: leader }));
    expect(open([taking]).timeline[0]?.facts).toEqual({ type: "replaced", person: idOf("other") });
  });
  test("R14: a tap the endpoint heard of later than 72 h after the end is shown and said not to count", () => {
    const tap = stored(event("checkedIn", at("07:30"), { shift: shift.id, post: null }), { receivedAt: at("08:31", 3) });
    expect(open([tap], at("09:00", 3)).timeline[0]?.facts).toMatchObject({ use: "late" });
  });
  test("what was not accepted is shown with its reason, and counts nothing", () => {
    const tap = stored(event("checkedIn", at("07:30"), { shift: shift.id, post: null }), {
      judgement: "quarantined",
      problem: "forbidden",
    });
    expect(open([tap]).timeline[0]).toMatchObject({ judgement: "quarantined", problem: "forbidden", facts: { use: "unused" } });
  });
  test("R13: leave, make-up, answers, spot check, correction and each settlement stand in it; the earlier settlement as replaced", () => {
    const by = (author: string) => ({ author: idOf(author) });
    const asked = unsent(
      event("makeupAsked", at("10:00"), { shift: shift.id, person, post: null, start: at("07:30"), end: at("08:30"), sheet: null }),
    );
    const settled = (minutes: number, clock: string, n: number) =>
      stored(
        event(
          "settled",
          at(clock),
          {
            shift: shift.id,
            person,
            state: "present",
            minutes,
            class: "attested",
            start: null,
            end: null,
            startCause: null,
            endCause: null,
            basis: [],
          },
          { author: null, n, anchor: null },
        ),
      );
    const lines = open(
      [
        unsent(event("leaveTaken", at("07:00"), { shift: shift.id, seeks: true })),
        unsent(event("spotChecked", at("08:00"), { shift: shift.id, person, post: null, here: false }, by("leader"))),
        closing("08:40", { absent: [person] }),
        settled(60, "08:40", 1),
        asked,
        unsent(event("answered", at("11:00"), { of: asked.event.id, accepted: true, start: at("07:40"), end: at("08:30") }, by("leader"))),
        unsent(
          event(
            "corrected",
            at("12:00"),
            { shift: shift.id, person, state: "present", start: at("07:45"), end: at("08:30"), basis: [] },
            by("branch"),
          ),
        ),
        settled(45, "12:00", 2),
      ],
      at("13:00"),
    ).timeline;
    expect(lines.map(({ facts }) => facts.type)).toEqual([
      "leave",
      "spot",
      "closed",
      "settled",
      "makeup",
      "answer",
      "correction",
      "settled",
    ]);
    expect(lines[2]?.facts).toMatchObject({ saysAbsent: true, end: shift.end });
    expect(lines[3]?.facts).toMatchObject({ isReplaced: true, isFirst: true });
    expect(lines[5]).toMatchObject({ by: leader, facts: { to: "makeup", accepted: true, start: at("07:40") } });
    expect(lines[6]).toMatchObject({ by: idOf("branch") });
    expect(lines[7]?.facts).toMatchObject({ isReplaced: false, isFirst: false });
  });
  test("R19: any order and any repetition give one timeline, and a tap counts there exactly where the fold counted it", () => {
    const ins = fc.constantFrom("06:40", "07:00", "07:20", "07:34:59", "07:38", "08:29", "08:31");
    const outs = fc.constantFrom("07:00", "07:45", "08:10", "08:25", "08:30", "09:30", "09:31");
    const taps = fc.array(
      fc.oneof(
        ins.map((clock) => checkIn(clock)),
        outs.map((clock) => checkOut(clock)),
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(taps, fc.infiniteStream(fc.nat()), (entries, order) => {
        const mixed = entries
          .flatMap((entry) => [entry, entry])
          .map((entry) => ({ entry, key: order.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ entry }) => entry);
        const { timeline, attendance } = open(entries);
        expect(open(mixed).timeline).toEqual(timeline);
        const counted = timeline.filter(({ facts }) => facts.type === "tap" && facts.use !== "outside").map(({ event: id }) => id);
        expect([...counted].sort()).toEqual([...attendance.basis]);
      }),
    );
  });
});
