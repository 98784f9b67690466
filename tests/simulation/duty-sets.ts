// Generated duty of one shift: everything that phones and tablets may record about three people, in any combination that the ledger
// can hold, also odd ones. Moments lie mostly on and one second beside the edges that the rules draw. Judges nothing.

import fc from "fast-check";
import type { Anchor, Entry, Event, Id, Judgement, Receipt, Strength } from "../../src/domain/event.ts";
import type { EventType, FactsOf, MarkState } from "../../src/domain/facts.ts";
import type { Plan } from "../../src/domain/tap-binding.ts";
import { anchor, at, event, idOf, receiptOf, shift, verdict } from "../fixtures/domain-facts.ts";

export const people: readonly Id[] = ["first", "second", "third"].map(idOf);
const leaders: readonly Id[] = ["leader", "other leader"].map(idOf);
const post = shift.posts[0] as Id;
/** Right after it, at the same post. */
const next: Plan = { id: idOf("next shift"), start: at("08:30"), end: at("09:30"), posts: shift.posts };
const edges = ["07:00", "07:30", "07:35", "07:38", "07:50", "08:00", "08:10", "08:25", "08:30", "09:30"].map((clock) => at(clock));

/** Milliseconds: an edge, a second beside one, or anywhere near the shift. */
const moment = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...edges), fc.constantFrom(0, 0, 0, 1, 999, 1000, -1, -1000)).map(([a, b]) => a + b) },
  { weight: 2, arbitrary: fc.integer({ min: -40 * 60, max: 140 * 60 }).map((s) => shift.start + s * 1000) },
  { weight: 1, arbitrary: fc.integer({ min: -40 * 60_000, max: 140 * 60_000 }).map((ms) => shift.start + ms) },
);
const clockOf = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Anchor | null>(anchor()) },
  { weight: 3, arbitrary: fc.constantFrom(-9 * 60_000, 86_400_000, -86_399_500, 121_001).map((offset) => anchor(offset)) },
  { weight: 1, arbitrary: fc.constant<Anchor | null>(null) },
);
/** What the endpoint answered: nothing yet; stored after a while, or before the event says it happened; waiting; set aside. */
const answer = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  {
    weight: 10,
    arbitrary: fc
      .constantFrom(0, 1000, 3_600_000, 200_000_000, 262_800_000)
      .map((lateMs) => ({ judgement: "stored" as Judgement, lateMs })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(-299_999, -300_000, -300_001, -301_000, -86_400_000)
      .map((lateMs) => ({ judgement: "stored" as Judgement, lateMs })),
  },
  { weight: 1, arbitrary: fc.constantFrom<Judgement>("pending", "quarantined").map((judgement) => ({ judgement, lateMs: 1000 })) },
);
const strength = fc.constantFrom<Strength>("strong", "strong", "weak", "contrary", "none");
/** Now and then: most of the time null. */
const rarely = <V>(arbitrary: fc.Arbitrary<V>): fc.Arbitrary<V | null> =>
  fc.oneof({ weight: 7, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
const header = fc.record({ answer, verdict: fc.option(strength, { freq: 2 }), again: fc.nat(9) });
const band = fc.constantFrom("inside", "inside", "uncertain", "outside", null);

const tap = fc.record({
  header,
  type: fc.constantFrom("checkedIn", "checkedOut"),
  time: moment,
  clock: clockOf,
  bound: fc.constantFrom(...Array<"shift">(12).fill("shift"), "time", "post", "otherPost", "otherShift"),
  bindings: fc.array(fc.record({ header, to: fc.constantFrom("shift", "next"), by: fc.nat(1), retracted: rarely(header) }), {
    maxLength: 2,
  }),
  retractedAgain: rarely(header),
  fixes: fc.array(fc.record({ header, band, stranger: fc.nat(9), retracted: rarely(header) }), { maxLength: 2 }),
  codes: fc.array(fc.record({ header, kind: fc.constantFrom("sign", "typed") }), { maxLength: 1 }),
  retracted: rarely(fc.record({ header, byOther: fc.nat(3) })),
});
/** How people serve: they come, leave, now and then return, and not all of them check out. */
const stays = (most: number) =>
  fc
    .tuple(fc.array(tap, { minLength: 1, maxLength: most }), fc.uniqueArray(moment, { minLength: most, maxLength: most }))
    .map(([taps, times]) => {
      const inOrder = [...times].sort((a, b) => a - b);
      return taps.map((one, i) => ({ ...one, type: i % 2 === 0 ? "checkedIn" : "checkedOut", time: inOrder[i] as number }));
    });
const mark = fc.record({
  header,
  by: fc.nat(1),
  of: fc.nat(2),
  state: fc.constantFrom<MarkState>("present", "present", "late", "late", "leftEarly", "onLeave", "absent"),
  time: moment,
  at: fc.option(moment, { freq: 2 }),
  basis: fc.constantFrom("all", "all", "none", "last"),
  until: rarely(moment),
  insteadOf: rarely(fc.nat(2)),
  retracted: rarely(header),
});
/** What somebody asks for or the branch decides, and who answers. */
const request = fc.record({
  header,
  type: fc.constantFrom("leaveTaken", "leaveTaken", "makeupAsked", "makeupAsked", "corrected", "appealed", "spotChecked"),
  of: fc.nat(2),
  by: fc.nat(3),
  time: moment,
  start: moment,
  end: moment,
  hasTimes: fc.boolean(),
  state: fc.constantFrom("present", "present", "absent", "onLeave"),
  sees: fc.boolean(),
  answers: fc.array(
    fc.record({ header, by: fc.nat(4), accepted: fc.constantFrom(true, true, false), time: moment, start: rarely(moment) }),
    {
      maxLength: 2,
    },
  ),
  retracted: rarely(header),
  retractedAgain: rarely(header),
});
const badge = fc.record({
  header,
  by: fc.nat(6),
  of: fc.nat(2),
  time: moment,
  clock: clockOf,
  strength: fc.constantFrom<Strength>("strong", "strong", "strong", "weak", "none"),
  /** Marks made after it know of it. */
  isKnown: fc.boolean(),
  retracted: rarely(header),
});
const closing = fc.record({
  header,
  by: fc.nat(1),
  time: moment,
  end: fc.oneof({ weight: 3, arbitrary: fc.constant(shift.end) }, { weight: 1, arbitrary: moment }),
  absent: fc.subarray([...people]),
  retracted: rarely(header),
});

export interface DutySet {
  readonly entries: readonly Entry[];
  readonly placedOn: ReadonlyMap<Id, readonly Plan[]>;
  readonly asOf: number;
}

interface Choices {
  readonly taps: readonly (readonly TapChoice[])[];
  readonly marks: readonly MarkChoice[];
  readonly badges: readonly BadgeChoice[];
  readonly closings: readonly ClosingChoice[];
  readonly requests: readonly RequestChoice[];
  readonly placed: readonly number[];
  readonly order: readonly number[];
  readonly asOf: number;
}
type ValueOf<A> = A extends fc.Arbitrary<infer V> ? V : never;
type TapChoice = ValueOf<typeof tap>;
type MarkChoice = ValueOf<typeof mark>;
type BadgeChoice = ValueOf<typeof badge>;
type ClosingChoice = ValueOf<typeof closing>;
type RequestChoice = ValueOf<typeof request>;
type HeaderChoice = ValueOf<typeof header>;

function build({ taps, marks, badges, closings, requests, placed, order, asOf }: Choices): DutySet {
  const entries: Entry[] = [];
  let n = 0;
  const add = <T extends EventType>(type: T, time: number, author: Id, facts: FactsOf[T], clock: Anchor | null, how: HeaderChoice): Id => {
    n += 1;
    // The wall clock shows what, corrected, is the time wanted.
    const wallTime = time - (clock === null ? 0 : clock.serverTime - clock.wallTimeThen);
    const made = event(type, wallTime, facts, { id: `duty ${(order[n % order.length] ?? 0) % 7} ${n}`, n, author, anchor: clock }) as Event;
    const receipt: Receipt | null =
      how.answer === null
        ? null
        : receiptOf(made, {
            receivedAt: time + how.answer.lateMs,
            judgement: how.answer.judgement,
            verdict:
              (type === "positionFixed" || type === "codeSeen" || type === "badgeSeen") && how.verdict !== null
                ? verdict(how.verdict)
                : null,
          });
    entries.push({ event: made, receipt });
    if (how.again === 9) entries.push({ event: made, receipt });
    return made.id;
  };
  taps.forEach((list, i) => {
    const person = people[i] as Id;
    const stranger = people[(i + 1) % people.length] as Id;
    for (const { header: how, type, time, clock, bound, fixes, codes, retracted, retractedAgain, bindings } of list) {
      const facts = {
        shift: bound === "otherShift" ? idOf("other shift") : bound === "shift" ? shift.id : null,
        post: bound === "time" ? null : bound === "otherPost" ? idOf("other post") : post,
      };
      const of = add(type === "checkedIn" ? "checkedIn" : "checkedOut", time, person, facts, clock, how);
      for (const fix of fixes) {
        const claim = { of, band: fix.band as "inside" | null, distanceDm: 100, accuracyDm: 100, postVersion: null };
        const by = fix.stranger === 9 ? stranger : person;
        const fixed = add("positionFixed", time + 5000, by, claim, clock, fix.header);
        if (fix.retracted !== null) add("retracted", time + 8000, by, { of: fixed }, clock, fix.retracted);
      }
      for (const { kind, header: seen } of codes)
        add("codeSeen", time, person, { of, kind: kind === "sign" ? "sign" : "typed", post, code: "123456" }, clock, seen);
      if (retracted !== null) {
        const by = retracted.byOther === 3 ? stranger : person;
        const back = add("retracted", time + 9000, by, { of }, clock, retracted.header);
        if (retractedAgain !== null) add("retracted", time + 10_000, by, { of: back }, clock, retractedAgain);
      }
      if (facts.shift === null)
        for (const one of bindings) {
          const to = one.to === "shift" ? shift.id : next.id;
          const by = leaders[one.by] as Id;
          const made = add("tapBound", time + 20_000, by, { of, shift: to, person, post: null }, anchor(), one.header);
          if (one.retracted !== null) add("retracted", time + 21_000, by, { of: made }, anchor(), one.retracted);
        }
    }
  });
  const known = new Map<Id, Id[]>();
  for (const { header: how, by, of, time, clock, strength: worth, isKnown, retracted } of badges) {
    const person = people[of] as Id;
    // Now and then somebody scans their own.
    const author = by === 6 ? person : (leaders[by % 2] as Id);
    const facts = { shift: shift.id, person, post, expires: shift.end + 86_400_000, signature: "0".repeat(128) };
    // The endpoint has a word about every badge it has stored; once in a while an old one says nothing.
    const made = add("badgeSeen", time, author, facts, clock, { ...how, verdict: how.again === 8 ? null : worth });
    if (isKnown) known.set(person, [...(known.get(person) ?? []), made]);
    if (retracted !== null) add("retracted", time + 9000, author, { of: made }, clock, retracted);
  }
  for (const { header: how, by, of, state, time, at: moment, basis, until, insteadOf, retracted } of marks) {
    const person = people[of] as Id;
    const before = known.get(person) ?? [];
    const seen = basis === "all" ? before : basis === "last" ? before.slice(-1) : [];
    const facts = {
      ...{ shift: shift.id, person, post, state, at: moment, basis: seen, bulk: false },
      ...(until === null ? {} : { until }),
      ...(insteadOf === null ? {} : { insteadOf: people[insteadOf] as Id }),
    };
    const made = add("marked", time, leaders[by] as Id, facts, anchor(), how);
    known.set(person, [...before, made]);
    if (retracted !== null) add("retracted", time + 9000, leaders[by] as Id, { of: made }, anchor(), retracted);
  }
  const counts = { present: 0, onLeave: 0, absent: 0, unconfirmed: 0, guided: null, cleaned: null };
  for (const { header: how, by, time, end, absent, retracted } of closings) {
    const made = add("dutyClosed", time, leaders[by] as Id, { shift: shift.id, end, absent, counts }, anchor(), how);
    if (retracted !== null) add("retracted", time + 9000, leaders[by] as Id, { of: made }, anchor(), retracted);
  }
  let corrections: readonly Id[] = [];
  for (const { header: how, type, of, by, time, start, end, hasTimes, state, sees, answers, retracted, retractedAgain } of requests) {
    const person = people[of] as Id;
    const isBranch = type === "corrected" || type === "spotChecked";
    const author = isBranch || (type === "makeupAsked" && by === 0) ? (leaders[by % 2] as Id) : person;
    const times = { start: hasTimes ? start : null, end: hasTimes ? end : null };
    const facts = {
      leaveTaken: { shift: shift.id, seeks: false },
      makeupAsked: { shift: shift.id, person, post: null, start, end, sheet: null },
      corrected: { shift: shift.id, person, state, ...times, basis: sees ? corrections : [] },
      appealed: { shift: shift.id },
      spotChecked: { shift: shift.id, person, post: null, here: sees },
    }[type];
    const made = add(type as "appealed", time, author, facts as never, anchor(), how);
    if (type === "corrected") corrections = [...corrections, made];
    if (!isBranch)
      for (const one of answers) {
        const said = { of: made, accepted: one.accepted, start: one.start, end: one.start === null ? null : end };
        add("answered", one.time, [...leaders, ...people][one.by] as Id, said, anchor(), one.header);
      }
    if (retracted !== null) {
      const back = add("retracted", time + 9000, author, { of: made }, anchor(), retracted);
      if (retractedAgain !== null) add("retracted", time + 10_000, author, { of: back }, anchor(), retractedAgain);
    }
  }
  // In an order of arrival that has nothing to do with when things happened.
  const rank = (i: number): number => order[i % order.length] ?? 0;
  const shuffled = entries.map((entry, i) => ({ entry, at: rank(i) * 100 + ((i * 37) % 100) })).sort((a, b) => a.at - b.at);
  const plans: readonly (readonly Plan[])[] = [[shift], [shift, next], [next], [], [next, shift]];
  const placedOn = new Map(people.map((person, i): [Id, readonly Plan[]] => [person, plans[placed[i] ?? 0] as readonly Plan[]]));
  return { entries: shuffled.map(({ entry }) => entry), asOf, placedOn };
}

/** Sets of entries, and the moment they are looked at. */
export const dutySets: fc.Arbitrary<DutySet> = fc
  .record({
    taps: fc.tuple(...people.map(() => fc.oneof(stays(2), stays(4), fc.array(tap, { maxLength: 4 })))),
    marks: fc.array(mark, { maxLength: 4 }),
    badges: fc.oneof({ weight: 1, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: fc.array(badge, { maxLength: 3 }) }),
    closings: fc.array(closing, { maxLength: 2 }),
    requests: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 3, arbitrary: fc.array(request, { maxLength: 4 }) }),
    placed: fc.array(fc.constantFrom(0, 0, 0, 1, 2, 3, 4), { minLength: 3, maxLength: 3 }),
    order: fc.array(fc.nat(20), { minLength: 5, maxLength: 9 }),
    asOf: fc.constantFrom(
      at("08:00"),
      at("09:30"),
      at("09:30") + 1,
      at("09:31"),
      at("12:00"),
      at("08:30", 3),
      at("08:30", 3) + 1,
      at("08:30", 5),
    ),
  })
  .map((choices) => build(choices as Choices));
