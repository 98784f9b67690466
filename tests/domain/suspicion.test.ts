// R21, each flag by its worked edge: what is noticed about a set of taps, and what is not. Posts are points at metres east of here.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Coordinate } from "../../src/domain/entity-fields.ts";
import { type Entry, entriesOf, type Id, type SuspicionFlag } from "../../src/domain/event.ts";
import type { Fix } from "../../src/domain/facts.ts";
import type { PostShape } from "../../src/domain/position.ts";
import { shifted } from "../../src/domain/post-shape.ts";
import { rules } from "../../src/domain/rules.ts";
import { suspicionsOf } from "../../src/domain/suspicion.ts";
import { anchor, at, event, idOf, type Over, permutations, person, stored, verdict } from "../fixtures/domain-facts.ts";

const here: Coordinate = [1_057_243_000, 345_809_000];
const post = idOf("post");
const other = idOf("other post");
const far = idOf("far post");
const metresEast: Readonly<Record<Id, number>> = { [post]: 0, [other]: 3_000, [far]: 60_000 };
const shapes = new Map<Id, PostShape>(
  Object.entries(metresEast).map(([id, metres]) => [
    id,
    { kind: "crossing", geometry: { type: "point", at: shifted(here, metres * 10, 0) }, version: idOf(`drawn ${id}`) },
  ]),
);

/** Anchored two minutes before, on the same device unless said otherwise. */
const fresh = (wall: number) => anchor(0, { serverTime: wall - 120_000, wallTimeThen: wall - 120_000 });
interface TapOver extends Over {
  readonly post?: Id | null;
  readonly out?: boolean;
}
const wallOf = (clock: string | number): number => (typeof clock === "string" ? at(clock) : clock);
function tap(clock: string | number, { post: of = post, out = false, ...over }: TapOver = {}): Entry<"checkedIn" | "checkedOut"> {
  const wall = wallOf(clock);
  return stored(
    event(out ? "checkedOut" : "checkedIn", wall, { shift: idOf("shift"), post: of }, { anchor: fresh(wall), ...over }),
  ) as Entry<"checkedIn" | "checkedOut">;
}
const fixes = new Map<Id, Fix>();
/** A fix so many metres east of here. */
function fixAt(of: Entry, metres: number, over: { accuracyDm?: number; late?: number; north?: number; exact?: Coordinate } = {}): Entry {
  const [lngE7, latE7] = over.exact ?? shifted(here, metres * 10, (over.north ?? 0) * 10);
  const wall = of.event.wallTime + (over.late ?? 5_000);
  const accuracyDm = over.accuracyDm ?? 150;
  const claim = { of: of.event.id, band: null, distanceDm: null, accuracyDm, postVersion: null };
  const made = event("positionFixed", wall, claim, { author: of.event.author, anchor: fresh(wall) });
  fixes.set(made.id, { lngE7, latE7, accuracyDm, at: wall });
  return stored(made);
}
const sign = (of: Entry, at: Id = post, freshness: "static" | "invalid" = "static"): Entry =>
  stored(
    event(
      "codeSeen",
      of.event.wallTime + 100,
      { of: of.event.id, kind: "sign", post: at, code: "ab".repeat(16) },
      { author: of.event.author },
    ),
    { verdict: verdict("weak", { freshness }) },
  );

const look = (entries: readonly Entry[]) =>
  suspicionsOf({
    entries,
    fixOf: (id) => fixes.get(id) ?? null,
    shapeOf: (_, of) => shapes.get(of) ?? null,
    postOf: ({ facts }) => facts.post,
    rules,
  });
const flags = (entries: readonly Entry[], of: Entry): readonly SuspicionFlag[] => [...(look(entries).get(of.event.id) ?? [])].sort();
const all = (entries: readonly Entry[]): readonly SuspicionFlag[] =>
  [...new Set([...look(entries).values()].flatMap((set) => [...set]))].sort();

describe("R21 a third person on one phone", () => {
  const by = (name: string, clock: string | number, over: TapOver = {}) => tap(clock, { author: idOf(name), ...over });
  test("R21 the third within five minutes at one post, exactly 5:00 included; the first two are the phone's own", () => {
    const taps = [by("wife", "07:30"), by("husband", "07:31"), by("friend", "07:35")];
    expect(taps.map((one) => flags(taps, one))).toEqual([[], [], ["sharedPhone"]]);
    const later = [by("wife", "07:30"), by("husband", "07:31"), by("friend", at("07:35") + 1_000)];
    expect(all(later)).toEqual([]);
  });
  test("R21 a couple is never flagged, day after day, however often they tap", () => {
    const days = Array.from({ length: 10 }, (_, day) =>
      ["wife", "husband", "wife"].map((name, i) => by(name, at("07:30", day) + i * 30_000)),
    );
    expect(all(days.flat())).toEqual([]);
  });
  test("R21 a fourth is flagged too; another post or another phone is another matter", () => {
    const four = ["a", "b", "c", "d"].map((name, i) => by(name, at("07:30") + i * 20_000));
    expect(four.map((one) => flags(four, one))).toEqual([[], [], ["sharedPhone"], ["sharedPhone"]]);
    expect(all([by("a", "07:30"), by("b", "07:31"), by("c", "07:32", { post: other })])).toEqual([]);
    expect(all([by("a", "07:30"), by("b", "07:31"), by("c", "07:32", { device: "third phone" })])).toEqual([]);
  });
});

describe("R21 two posts at more than 100 km/h", () => {
  test("R21 60 km in half an hour: both taps; in an hour: neither", () => {
    const fast = [tap("07:30"), tap("08:00", { post: far })];
    expect(fast.map((one) => flags(fast, one))).toEqual([["tooFast"], ["tooFast"]]);
    expect(all([tap("07:30"), tap("08:10", { post: far })])).toEqual([]);
  });
  test("R21 where GPS says the person was counts, not the post's name; on two phones as on one", () => {
    const [a, b] = [tap("07:30"), tap("07:45", { post: far, device: "second phone" })];
    expect(all([a, b, fixAt(a, 10), fixAt(b, 60_010)])).toEqual(["tooFast"]);
    expect(all([a, b, fixAt(a, 10), fixAt(b, 900)])).toEqual([]);
  });
  test("R21 accuracy is allowed for: 3 km in two minutes, but the circle is as large", () => {
    const [a, b] = [tap("07:30"), tap(at("07:31"), { post: other })];
    expect(all([a, b, fixAt(a, 0), fixAt(b, 3_000)])).toEqual(["tooFast"]);
    const [c, d] = [tap("07:30"), tap(at("07:31"), { post: other })];
    expect(all([c, d, fixAt(c, 0, { accuracyDm: 20_000 }), fixAt(d, 3_000)])).toEqual([]);
  });
  test("R21 a check-out with nothing that says where is made on the way home; with a sign it says where", () => {
    const [a, b] = [tap("07:30", { out: true, post: far }), tap("07:31")];
    expect(all([a, b])).toEqual([]);
    expect(all([a, b, sign(a, far)])).toEqual(["tooFast"]);
  });
  test("R21 without a trusted time nothing is said of speed; nor of two people", () => {
    expect(all([tap("07:30", { anchor: null }), tap("07:40", { post: far, anchor: null })])).toEqual([]);
    expect(all([tap("07:30"), tap("07:40", { post: far, author: idOf("somebody else") })])).toEqual([]);
  });
});

describe("R21 a fix repeated to the last digit", () => {
  const exact = shifted(here, 123, 45);
  const days = (count: number, over: { accuracyDm?: number; jitter?: boolean } = {}): readonly Entry[] =>
    Array.from({ length: count }, (_, day) => {
      const one = tap(at("07:30", day));
      const [lng, lat] = exact;
      const spot: Coordinate = over.jitter === true ? [lng + day, lat] : exact;
      return [one, fixAt(one, 0, { exact: spot, ...(over.accuracyDm === undefined ? {} : { accuracyDm: over.accuracyDm }) })];
    }).flat();
  test("R21 four occasions on three days: every one of them; three are not yet enough", () => {
    const four = days(4);
    expect(entriesOf(four, "checkedIn").map((one) => flags(four, one))).toEqual(Array.from({ length: 4 }, () => ["repeatedFix"]));
    expect(all(days(3))).toEqual([]);
  });
  test("R21 one digit apart is no repetition; a mast's wide circle proves nothing", () => {
    expect(all(days(10, { jitter: true }))).toEqual([]);
    expect(all(days(10, { accuracyDm: 1_001 }))).toEqual([]);
    expect(all(days(10, { accuracyDm: 1_000 }))).toEqual(["repeatedFix"]);
  });
  test("R21 within two minutes a receiver may repeat itself: a couple's cached fix is one occasion a day", () => {
    const couple = [0, 1].flatMap((day) => {
      const [wife, husband] = [tap(at("07:30", day), { author: idOf("wife") }), tap(at("07:31:59", day), { author: idOf("husband") })];
      return [wife, husband, fixAt(wife, 0, { exact: shifted(exact, day, 0) }), fixAt(husband, 0, { exact: shifted(exact, day, 0) })];
    });
    expect(all(couple)).toEqual([]);
  });
  test("R21 the same fix at two posts kilometres apart is enough twice: the phone has moved, the fix has not", () => {
    const [a, b] = [tap("07:30"), tap("11:30", { post: other })];
    expect(all([a, b, fixAt(a, 0, { exact }), fixAt(b, 0, { exact })])).toEqual(["repeatedFix"]);
  });
});

describe("R21 zeros", () => {
  test("R21 accuracy 0 and position 0,0", () => {
    const [a, b, c] = [tap("07:30"), tap("07:40"), tap("07:50")];
    const entries = [a, b, c, fixAt(a, 5, { accuracyDm: 0 }), fixAt(b, 0, { exact: [0, 0] }), fixAt(c, 5, { accuracyDm: 1 })];
    expect([a, b, c].map((one) => flags(entries, one))).toEqual([["zeroAccuracy"], ["zeroPosition"], []]);
  });
});

describe("R21 a sign seen from elsewhere", () => {
  const scanned = (clock: string | number, metres: number, over: { accuracyDm?: number; late?: number } = {}): readonly Entry[] => {
    const one = tap(clock);
    return [one, sign(one), fixAt(one, metres, over)];
  };
  test("R21 twice, two kilometres away: both; once may be a receiver that remembers", () => {
    expect(all(scanned("07:30", 2_000))).toEqual([]);
    const twice = [...scanned("07:30", 2_000), ...scanned(at("07:30", 1), 2_050)];
    expect(entriesOf(twice, "checkedIn").map((one) => flags(twice, one))).toEqual([["signElsewhere"], ["signElsewhere"]]);
  });
  test("R21 389 m and 1,098 m are another datum, unless the person has been inside: then the post lies where the sign hangs", () => {
    for (const metres of [389, 1_098]) {
      const before = tap(at("07:30", -1));
      const twice = [...scanned("07:30", metres), ...scanned(at("07:30", 1), metres)];
      expect(all(twice)).toEqual([]);
      expect(all([before, ...twice])).toEqual([]);
      expect(all([before, fixAt(before, 20), ...twice])).toEqual(["signElsewhere"]);
    }
  });
  test("R21 street canyon, wide circles and fixes long after the tap prove nothing", () => {
    const before = tap(at("07:30", -1));
    const known = [before, fixAt(before, 20)];
    expect(all([...known, ...scanned("07:30", 250), ...scanned(at("07:30", 1), 250)])).toEqual([]);
    expect(
      all([...known, ...scanned("07:30", 3_000, { accuracyDm: 5_000 }), ...scanned(at("07:30", 1), 3_000, { accuracyDm: 5_000 })]),
    ).toEqual([]);
    expect(all([...known, ...scanned("07:30", 3_000, { late: 91_000 }), ...scanned(at("07:30", 1), 3_000, { late: 91_000 })])).toEqual([]);
  });
  test("R21 a code that failed its check, and a post nobody knows the place of, say nothing", () => {
    const twice = [0, 1].flatMap((day) => {
      const one = tap(at("07:30", day));
      return [one, sign(one, post, "invalid"), fixAt(one, 4_000)];
    });
    expect(all(twice)).toEqual([]);
    const undrawn = [0, 1].flatMap((day) => {
      const one = tap(at("07:30", day), { post: idOf("undrawn") });
      return [one, sign(one, idOf("undrawn")), fixAt(one, 4_000)];
    });
    expect(all(undrawn)).toEqual([]);
  });
});

describe("R20, R21 a clock put back", () => {
  const run = idOf("run of today");
  /** The app was opened at 07:50 true time, and its clock was right. */
  const opened = { serverTime: at("07:50"), wallTimeThen: at("07:50"), roundTripMs: 200, run };
  test("R20 the app open, the clock put back half an hour: the monotonic clock has gone on", () => {
    const late = tap("07:28", { anchor: { ...opened, elapsedMs: 60_000 } });
    expect(flags([late], late)).toEqual(["clockMoved"]);
    const honest = tap("07:51", { anchor: { ...opened, elapsedMs: 60_000 } });
    expect(flags([honest], honest)).toEqual([]);
  });
  test("R20 after an earlier record of the day, in another run: the chain has one order", () => {
    const yesterday = { serverTime: at("08:30", -1), wallTimeThen: at("08:30", -1), roundTripMs: 200, run, elapsedMs: null };
    const first = tap("07:50", { anchor: yesterday, n: 5 });
    const second = tap("07:28", { anchor: yesterday, n: 6 });
    expect([first, second].map((one) => flags([second, first], one))).toEqual([[], ["clockMoved"]]);
    const inOrder = [tap("07:28", { anchor: yesterday, n: 5 }), tap("07:50", { anchor: yesterday, n: 6 })];
    expect(all(inOrder)).toEqual([]);
  });
  test("R20 a wrong clock that is put right, by the network or by hand, is no clock that was moved", () => {
    // Nine minutes fast at the anchor, right at the tap: its corrected time lies nine minutes too early.
    const fast = { serverTime: at("07:50"), wallTimeThen: at("07:59"), roundTripMs: 200, run, elapsedMs: 60_000 };
    const corrected = tap("07:51", { anchor: fast });
    expect(flags([corrected], corrected)).toEqual([]);
    // An hour wrong, as after a wrong zone.
    const hour = { serverTime: at("07:50"), wallTimeThen: at("08:50"), roundTripMs: 200, run, elapsedMs: 60_000 };
    const zone = tap("07:51", { anchor: hour });
    expect(flags([zone], zone)).toEqual([]);
  });
  test("R20 a steadily wrong clock, a phone that slept, and two minutes are nothing", () => {
    const fast = { serverTime: at("07:32"), wallTimeThen: at("07:41"), roundTripMs: 200, run, elapsedMs: 5_000 };
    const steady = tap(at("07:41") + 5_000, { anchor: fast });
    expect(flags([steady], steady)).toEqual([]);
    const slept = tap("08:40", { anchor: { ...opened, elapsedMs: 60_000 } });
    expect(flags([slept], slept)).toEqual([]);
    const little = tap(at("07:51") - 120_000, { anchor: { ...opened, elapsedMs: 60_000 } });
    expect(flags([little], little)).toEqual([]);
  });
  test("R20 an earlier record that claims the future is the one that is wrong", () => {
    const early = { serverTime: at("07:30"), wallTimeThen: at("07:30"), roundTripMs: 200, run, elapsedMs: null };
    const { event: future } = tap("09:50", { n: 1, anchor: early });
    const next = tap("07:45", { n: 2, anchor: early });
    // Received at 07:40: over five minutes before it says it was made (R20).
    expect(flags([stored(future, { receivedAt: at("07:40") }), next], next)).toEqual([]);
    expect(flags([stored(future, { receivedAt: at("09:51") }), next], next)).toEqual(["clockMoved"]);
  });
  test("R20 without an anchor nothing is known of the clock", () => {
    const one = tap("07:28", { anchor: null, n: 6 });
    expect(flags([tap("07:50", { n: 5 }), one], one)).toEqual([]);
  });
});

describe("R19, R21 laws", () => {
  const people = ["a", "b", "c"].map(idOf);
  const one = fc
    .record({
      who: fc.constantFrom(...people),
      on: fc.constantFrom("phone", "other phone"),
      minute: fc.integer({ min: 0, max: 40 }),
      day: fc.integer({ min: 0, max: 3 }),
      where: fc.constantFrom(post, other, far),
      metres: fc.constantFrom(0, 0, 3_000, 60_000),
      accuracyDm: fc.constantFrom(0, 150, 3_000),
      hasSign: fc.boolean(),
      back: fc.constantFrom(0, 0, 900_000),
    })
    .map(({ who, on, minute, day, where, metres, accuracyDm, hasSign, back }) => {
      const wall = at("07:30", day) + minute * 60_000;
      const made = tap(wall - back, {
        author: who,
        device: on,
        post: where,
        anchor: { serverTime: wall - 60_000, wallTimeThen: wall - 60_000, roundTripMs: 100, run: idOf("run"), elapsedMs: 60_000 },
      });
      return [made, fixAt(made, metres, { accuracyDm }), ...(hasSign ? [sign(made, where)] : [])];
    });
  const told = (entries: readonly Entry[]) => [...look(entries)].map(([id, set]) => [id, [...set].sort()]).sort();
  test("R19 R21 order and repetition change nothing", () => {
    fc.assert(
      fc.property(fc.array(one, { maxLength: 10 }), fc.func(fc.integer()), (groups, keyOf) => {
        const entries = groups.flat();
        const shuffled = [...entries].sort((a, b) => keyOf(a.event.id) - keyOf(b.event.id));
        expect(told([...shuffled, ...entries])).toEqual(told(entries));
      }),
    );
  });
  test("R19 R21 every order of one small set", () => {
    const taps = [tap("07:30"), tap("07:32", { author: idOf("b") }), tap("07:33", { author: idOf("c") }), tap("07:50", { post: far })];
    for (const entries of permutations(taps)) expect(told(entries)).toEqual(told(taps));
    expect(all(taps)).toEqual(["sharedPhone", "tooFast"]);
    expect(person).toBe(taps[0]?.event.author);
  });
});
