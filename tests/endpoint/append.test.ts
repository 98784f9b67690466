// X1–X3, X7's groundwork and X13: what happens to single events and to whole requests.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Receipt } from "../../src/domain/event.ts";
import type { FactsOf } from "../../src/domain/facts.ts";
import { packBundle } from "../../src/protocol/bundle.ts";
import { canonical } from "../../src/protocol/canonical.ts";
import { chainEvent, chainStart, type Part, partHash } from "../../src/protocol/chain.ts";
import { receiptMessage } from "../../src/protocol/signing.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, idOf, middle, minute, openPeopledCity, person, post, shift, start } from "./city.ts";

let city: City;
let ann: TestDevice;
beforeEach(async () => {
  city = await openPeopledCity();
  ann = await city.join(person.ann);
});
afterEach(() => {
  expect(city.errors).toEqual([]);
  city.close();
});

const checkIn: FactsOf["checkedIn"] = { shift: shift.one, post: null };
const claim = (of: string): FactsOf["positionFixed"] => ({ of, band: null, distanceDm: null, accuracyDm: 100, postVersion: null });
const count = (type: string): number => city.rows("SELECT number FROM events WHERE type = ?", type).length;
const counter = (): number => city.rows<{ counter: number }>("SELECT counter FROM ledgers")[0]?.counter ?? 0;

describe("exactly once", () => {
  test("X2 the same bundle five times is one row and the same receipt", async () => {
    const tap = ann.record({ type: "checkedIn", facts: checkIn });
    await ann.exchange();
    const first = ann.receipts.get(tap.event.id);
    const before = counter();
    for (let i = 0; i < 4; i += 1) {
      await ann.exchange({ events: [tap] });
      expect(ann.receipts.get(tap.event.id)).toEqual(first);
    }
    expect(count("checkedIn")).toBe(1);
    expect(counter()).toBe(before);
  });

  test("X7 a receipt's MAC is ours and names the event's hash", async () => {
    const tap = ann.record({ type: "checkedIn", facts: checkIn });
    await ann.exchange();
    const { mac, ...bare } = ann.receipts.get(tap.event.id) as Receipt;
    expect(mac).toBe(city.ledger.mac(receiptMessage(city.ledger.id, tap.hash, bare)));
  });

  test("X2 parts that came later complete the event: revision 1, a verdict, a fresh row", async () => {
    const tap = ann.record({ type: "checkedIn", facts: checkIn });
    const fixed = ann.record({
      type: "positionFixed",
      facts: claim(tap.event.id),
      parts: { fix: { lngE7: middle[0], latE7: middle[1], accuracyDm: 100, at: city.clock.at } },
    });
    const part = fixed.parts.fix as Part;
    const relayed = { ...fixed, parts: { fix: partHash("fix", part) } };
    await ann.exchange({ events: [tap, relayed] });
    expect(ann.receipts.get(fixed.event.id)).toMatchObject({ judgement: "stored", revision: 0, verdict: null });
    const rowsBefore = city.rows("SELECT row FROM audience_rows").length;
    await ann.exchange({ events: [fixed] });
    expect(ann.receipts.get(fixed.event.id)).toMatchObject({
      judgement: "stored",
      revision: 1,
      verdict: { strength: "strong", band: "inside", distanceDm: 0 },
    });
    expect(city.rows("SELECT row FROM audience_rows").length).toBeGreaterThan(rowsBefore);
    expect(city.rows<{ value: string }>("SELECT value FROM parts WHERE name = 'fix'")[0]?.value).toBe(canonical(part.value));
    await ann.exchange({ events: [fixed] });
    expect(ann.receipts.get(fixed.event.id)?.revision).toBe(1);
  });

  test("X2 the same id with another hash is quarantined as a conflict, and the first receipt stays", async () => {
    const tap = ann.record({ type: "checkedIn", facts: checkIn });
    await ann.exchange();
    const first = ann.receipts.get(tap.event.id);
    const other = ann.record({ type: "checkedIn", facts: { ...checkIn, post: post.line }, id: tap.event.id });
    await ann.exchange({ events: [other] });
    const conflict = ann.receipts.get(tap.event.id);
    expect(conflict).toMatchObject({ judgement: "quarantined", problem: "conflict", revision: 0 });
    await ann.exchange({ events: [other] });
    expect(ann.receipts.get(tap.event.id)).toEqual(conflict);
    await ann.exchange({ events: [tap] });
    expect(ann.receipts.get(tap.event.id)).toEqual(first);
    expect(city.rows("SELECT hash FROM conflicts")).toHaveLength(1);
    expect(count("checkedIn")).toBe(1);
  });

  test("X2 a gap and a fork in n are stored and flagged; a gap that was filled is none any more", async () => {
    const [one, two, three] = [0, 1, 2].map(() => ann.record({ type: "consented", facts: { to: "location", given: true, wording: 1 } }));
    if (one === undefined || two === undefined || three === undefined) throw new Error("three");
    await ann.exchange({ events: [one] });
    await ann.exchange({ events: [three] });
    await ann.exchange({ events: [two] });
    const forked = chainEvent(chainStart, { ...two.event, id: idOf("fork"), n: 2 }, {});
    await ann.exchange({
      events: [],
      bundle: packBundle([{ ...forked, parts: {} }], ann.bundleOf([{ ...forked, parts: {} }]).head.signature),
    });
    const flaws = city.rows<{ n: number; flaw: string | null }>("SELECT n, flaw FROM events WHERE device = ? ORDER BY number", ann.device);
    expect(flaws.map(({ n, flaw }) => [n, flaw])).toEqual([
      [1, null],
      [3, null],
      [2, null],
      [2, "fork"],
    ]);
  });
});

describe("whole requests", () => {
  const untouched = async (send: () => Promise<{ status: number; code: string }>): Promise<{ status: number; code: string }> => {
    const before = [counter(), city.rows("SELECT number FROM events").length];
    const outcome = await send();
    expect([counter(), city.rows("SELECT number FROM events").length]).toEqual(before);
    return outcome;
  };

  test("X2 a tampered fact or part refuses the whole request and stores nothing", async () => {
    for (const [from, to] of [
      [post.point, post.line],
      ["晚点到", "早点到"],
    ] as const) {
      const refused = await untouched(async () => {
        const first = ann.record({ type: "consented", facts: { to: "location", given: true, wording: 1 } });
        const second = ann.record({ type: "checkedIn", facts: { shift: shift.one, post: post.point }, parts: { note: "晚点到" } });
        const bundle = JSON.parse(JSON.stringify(ann.bundleOf([first, second])).replace(from, to));
        const { status, reply } = await ann.exchange({ events: [], bundle });
        return { status, code: reply.type === "problem" ? reply.code : reply.type };
      });
      expect(refused).toEqual({ status: 400, code: "headMismatch" });
    }
  });

  test("X2 a head signed by another key refuses the whole request", async () => {
    const bob = await city.join(person.bob);
    const tap = ann.record({ type: "checkedIn", facts: checkIn });
    const bundle = { ...ann.bundleOf([tap]), head: { hash: tap.hash, signature: bob.bundleOf([tap]).head.signature } };
    const refused = await untouched(async () => {
      const { status, reply } = await ann.exchange({ events: [], bundle });
      return { status, code: reply.type === "problem" ? reply.code : reply.type };
    });
    expect(refused).toEqual({ status: 400, code: "headMismatch" });
  });

  test("X13 a body changed after signing is no request of ours", async () => {
    ann.record({ type: "checkedIn", facts: checkIn });
    const refused = await untouched(async () => {
      const { status, reply } = await ann.exchange({ tamper: (body) => body.replace('"outboxCount":0', '"outboxCount":1') });
      return { status, code: reply.type === "problem" ? reply.code : reply.type };
    });
    expect(refused).toEqual({ status: 401, code: "badSignature" });
  });

  test("X1 a device nobody enrolled is refused; the enrolled relay may carry another's bundle", async () => {
    const stranger = city.device();
    const { status, reply } = await stranger.exchange();
    expect([status, reply.type === "problem" && reply.code]).toEqual([401, "unknownDevice"]);
    const bob = await city.join(person.bob);
    const tap = ann.record({ type: "checkedIn", facts: checkIn });
    const carried = await bob.exchange({ events: [], bundle: ann.bundleOf([tap]) });
    expect(carried.reply).toMatchObject({ type: "exchanged", receipts: [{ verdict: { strength: "weak" } }] });
    expect(count("checkedIn")).toBe(1);
  });
});

describe("one bad event never blocks the others", () => {
  test("X3 poison, a foreign squad, an unknown type, a foreign author and a wrong part stand alone; the rest is stored", async () => {
    const { event: good } = ann.record({ type: "checkedIn", facts: checkIn });
    const drafts = {
      poison: ann.record({ type: "checkedOut", facts: { shift: 7 } as never }),
      foreign: ann.record({ type: "marked", facts: mark(shift.two, person.cid) }),
      unknown: ann.record({ type: "levitated" as never, facts: { height: 3 } as never, version: 1 }),
      newer: ann.record({ type: "checkedOut", facts: checkIn, version: 99 }),
      unbound: ann.record({ type: "checkedIn", facts: checkIn, author: person.bob }),
      nobody: ann.record({ type: "checkedIn", facts: checkIn, author: null }),
      wrongPart: ann.record({ type: "checkedOut", facts: checkIn, parts: { idNumber: "1" } }),
      wrongValue: ann.record({ type: "positionFixed", facts: claim(good.id), parts: { fix: { lngE7: "east" } } }),
      big: ann.record({ type: "checkedOut", facts: checkIn, parts: { note: "x".repeat(9000) } }),
      missing: ann.record({ type: "retracted", facts: { of: idOf("nothing") } }),
    };
    const { event: last } = ann.record({ type: "checkedOut", facts: checkIn });
    await ann.exchange();
    const outcome = Object.fromEntries(
      Object.entries(drafts).map(([name, { event }]) => {
        const receipt = ann.receipts.get(event.id);
        return [name, `${receipt?.judgement} ${receipt?.problem}`];
      }),
    );
    expect(outcome).toEqual({
      poison: "quarantined poison",
      foreign: "quarantined forbidden",
      unknown: "pending unknownType",
      newer: "pending unknownType",
      unbound: "quarantined notBound",
      nobody: "quarantined forbidden",
      wrongPart: "quarantined poison",
      wrongValue: "quarantined poison",
      big: "quarantined tooBig",
      missing: "pending missingReference",
    });
    for (const { id } of [good, last]) expect(ann.receipts.get(id)).toMatchObject({ judgement: "stored", problem: null });
    expect(city.rows("SELECT number FROM receipts")).toHaveLength(city.rows("SELECT number FROM events").length);
  });

  test("X3 what was set aside is shown to its author and their leader, and what does not parse to nobody else", async () => {
    const leader = await city.join(person.leaderOne);
    const foreign = ann.record({ type: "marked", facts: mark(shift.two, person.cid) });
    const poison = ann.record({ type: "checkedOut", facts: { shift: 7 } as never });
    await ann.exchange();
    await leader.pull();
    expect(leader.held.get(foreign.event.id)?.entry.receipt).toMatchObject({ judgement: "quarantined", problem: "forbidden" });
    expect(leader.held.has(poison.event.id)).toBe(false);
    const second = await city.join(person.ann);
    expect(second.held.get(foreign.event.id)?.entry.receipt?.problem).toBe("forbidden");
    expect(city.rows("SELECT state FROM attendance WHERE person = ?", person.cid)).toEqual([]);
  });

  test("X3 an event that waited for another is judged again when it comes: revision 1, and news to its author", async () => {
    const tap = ann.record({ type: "checkedIn", facts: checkIn });
    const taken = ann.record({ type: "retracted", facts: { of: tap.event.id } });
    await ann.exchange({ events: [taken] });
    expect(ann.receipts.get(taken.event.id)).toMatchObject({ judgement: "pending", problem: "missingReference", revision: 0 });
    await ann.exchange({ events: [tap] });
    expect(ann.receipts.get(taken.event.id)).toMatchObject({ judgement: "stored", problem: null, revision: 1 });
    expect(city.rows("SELECT number FROM waiting")).toEqual([]);
    const { state } = city.rows<{ state: string }>("SELECT state FROM attendance WHERE person = ?", person.ann)[0] ?? {};
    expect(state).toBe("unheard");
  });

  test("X3 a tap for a shift nobody has heard of waits for the shift", async () => {
    const late = idOf("late shift");
    const receipt = await ann.tell({ type: "checkedIn", facts: { shift: late, post: null } });
    expect(receipt).toMatchObject({ judgement: "pending", problem: "missingReference" });
    await city.patch("shift", late, { team: idOf("one"), start, end: start + 60 * minute, posts: [post.point] });
    await ann.pull();
    expect(ann.receipts.get(receipt.id)).toMatchObject({ judgement: "stored", revision: 1, verdict: { strength: "weak" } });
    expect(city.rows("SELECT state FROM attendance WHERE shift = ?", late)).toHaveLength(1);
  });

  test("X2 a tap with no shift at all is kept under its person", async () => {
    expect(await ann.tell({ type: "checkedIn", facts: { shift: null, post: null } })).toMatchObject({ judgement: "stored" });
    expect(city.rows("SELECT number FROM subjects WHERE subject = ?", `unbound:${person.ann}`)).toHaveLength(1);
  });
});

function mark(of: string, who: string, state: FactsOf["marked"]["state"] = "present"): FactsOf["marked"] {
  return { shift: of, person: who, post: null, state, at: null, basis: [], bulk: false };
}
