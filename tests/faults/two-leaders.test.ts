// F29: two leaders, each with a phone and a tablet, mark the same person four times without a network. Whatever order the four marks arrive in, the
// endpoint and all four devices come to one state, and where they disagree both marks are kept (R22).

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { draft, record } from "../../src/actions/record.ts";
import type { Id } from "../../src/domain/event.ts";
import type { MarkState } from "../../src/domain/facts.ts";
import { idOf, minute, person, post, shift, start, team } from "../endpoint/city.ts";
import type { EngineDevice } from "../fixtures/engine-device.ts";
import { openScene, type Scene } from "./network-scene.ts";

const names = ["phone A", "phone B", "tablet A", "tablet B"] as const;
type Name = (typeof names)[number];

interface Mark {
  readonly state: MarkState;
  readonly at: number | null;
  /** Marks it was made in sight of. */
  readonly sees: readonly Name[];
}
interface Pattern {
  readonly title: string;
  readonly marks: Readonly<Record<Name, Mark>>;
  readonly state: string;
  /** Marks that nobody has superseded, by time. */
  readonly living: readonly Name[];
}

const present: Mark = { state: "present", at: null, sees: [] };
const absent: Mark = { state: "absent", at: null, sees: [] };
const late = (minutes: number): Mark => ({ state: "late", at: start + minutes * minute, sees: [] });
const seeing = (mark: Mark, ...sees: readonly Name[]): Mark => ({ ...mark, sees });

const patterns: readonly Pattern[] = [
  {
    title: "nobody saw anybody, and they disagree",
    marks: { "phone A": present, "phone B": absent, "tablet A": late(12), "tablet B": { state: "onLeave", at: null, sees: [] } },
    state: "disputed",
    living: ["phone A", "phone B", "tablet A", "tablet B"],
  },
  {
    title: "each leader corrected their own, and the two still disagree",
    marks: {
      "phone A": absent,
      "phone B": present,
      "tablet A": seeing(present, "phone A"),
      "tablet B": seeing(absent, "phone B"),
    },
    state: "disputed",
    living: ["tablet A", "tablet B"],
  },
  {
    title: "the last one saw all the others and settled it",
    marks: {
      "phone A": present,
      "phone B": absent,
      "tablet A": late(9),
      "tablet B": seeing(late(7), "phone A", "phone B", "tablet A"),
    },
    state: "late",
    living: ["tablet B"],
  },
  {
    title: "they saw each other's and say the same in the end",
    marks: { "phone A": absent, "phone B": absent, "tablet A": seeing(present, "phone B"), "tablet B": seeing(present, "phone A") },
    state: "present",
    living: ["tablet A", "tablet B"],
  },
];

const orders = (list: readonly Name[]): readonly (readonly Name[])[] =>
  list.length === 0 ? [[]] : list.flatMap((first) => orders(list.filter((other) => other !== first)).map((rest) => [first, ...rest]));

let scene: Scene;
let devices: Readonly<Record<Name, EngineDevice>>;
const second = idOf("second leader");
const volunteer = (pattern: number, order: number): Id => idOf(`volunteer ${pattern} ${order}`);

beforeAll(async () => {
  scene = await openScene();
  await scene.patch("person", second, { team: team.one, name: true }, { name: "副队长" });
  await scene.patch("role", idOf("role second"), { person: second, role: "squadLeader", team: team.one });
  for (const p of patterns.keys())
    for (let order = 0; order < 24; order += 1)
      await scene.patch("person", volunteer(p, order), { team: team.one, name: true }, { name: `队员${p}.${order}` });
  devices = {
    "phone A": await scene.join(person.leaderOne),
    "phone B": await scene.join(second),
    "tablet A": await scene.join(person.leaderOne),
    "tablet B": await scene.join(second),
  };
  await scene.time.pass(40 * minute);
  for (const [i, order] of all.entries()) await tapAndSend(i, order);
  for (const name of names) await devices[name].drain();
});
afterAll(() => scene?.close());

const all = orders(names);
/** Id of the mark by pattern, order and device. */
const made = new Map<string, Id>();

/** Everybody taps without a network, in one order and seconds apart; who saw whose was told across the table. Then the marks arrive in another. */
async function tapAndSend(i: number, order: readonly Name[]): Promise<void> {
  for (const name of names) devices[name].link.isUp = false;
  for (const name of names) {
    const { ports } = devices[name];
    const author = await devices[name].person();
    for (const [p, { marks }] of patterns.entries()) {
      const { state, at, sees } = marks[name];
      const basis = sees.map((of) => made.get(`${p} ${i} ${of}`) ?? "");
      const facts = { shift: shift.one, person: volunteer(p, i), post: post.point, state, at, basis, bulk: false };
      const marked = draft(ports, author, "marked", facts);
      await record(ports, [marked]);
      made.set(`${p} ${i} ${name}`, marked.id);
    }
    await devices[name].atRest();
    await scene.time.pass(2000);
  }
  for (const name of order) {
    devices[name].link.isUp = true;
    await devices[name].drain();
  }
}

describe("F29 R22 two leaders mark the same person", () => {
  for (const [p, pattern] of patterns.entries())
    test(`F29 R19 R22 X2 ${pattern.title}: ${pattern.state} in all 24 orders of arrival, everywhere`, async () => {
      const ledger = await scene.ledgerRows();
      const outcomes = new Set<string>();
      const arrivals = new Set<string>();
      for (const i of all.keys()) {
        const ids = (of: readonly Name[]): readonly Id[] => of.map((name) => made.get(`${p} ${i} ${name}`) ?? "");
        const numbers = ids(names).map((id) => ledger.get(id)?.number ?? 0);
        arrivals.add(numbers.map((number) => numbers.filter((other) => other < number).length).join());
        for (const name of names) {
          const duty = await scene.dutyOf(devices[name], shift.one, volunteer(p, i));
          expect(duty.state).toBe(pattern.state);
          expect(duty.marks).toEqual(ids(pattern.living));
          // The same but for ids and moments, whatever came first.
          const { state, minutes, class: of, start: from, end, startCause, endCause, flags, strength } = duty;
          outcomes.add(JSON.stringify({ state, minutes, of, from, end, startCause, endCause, flags, strength }));
        }
      }
      expect(arrivals.size).toBe(24);
      expect([...outcomes]).toHaveLength(1);
    });

  test("F29 X1 X2 every one of the marks has one row, and all four devices hold what the ledger holds", async () => {
    await scene.expectWhole(...Object.values(devices));
    const marks = [...(await scene.ledgerRows()).values()].filter(
      ({ type, receipt }) => type === "marked" && receipt.judgement === "stored",
    );
    expect(marks.map(({ id }) => id).sort()).toEqual([...made.values()].sort());
    expect(marks).toHaveLength(patterns.length * 24 * 4);
  });
});
