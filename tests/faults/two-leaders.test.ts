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
}, 60_000);
afterAll(() => scene?.close());

describe("F29 R22 two leaders mark the same person", () => {
  for (const [p, pattern] of patterns.entries())
    test(`F29 R19 R22 X2 ${pattern.title}: ${pattern.state} in all 24 orders of arrival, everywhere`, async () => {
      const all = orders(names);
      expect(all).toHaveLength(24);
      const outcomes = new Set<string>();
      for (const [i, order] of all.entries()) {
        const about = volunteer(p, i);
        const ids = new Map<Name, Id>();
        for (const name of names) devices[name].link.isUp = false;
        // Tapped in one order, seconds apart; who saw whose was told across the table.
        for (const name of names) {
          const { ports } = devices[name];
          const { state, at, sees } = pattern.marks[name];
          const basis = sees.map((of) => ids.get(of) ?? "");
          const facts = { shift: shift.one, person: about, post: post.point, state, at, basis, bulk: false };
          const made = draft(ports, await devices[name].person(), "marked", facts);
          await record(ports, [made]);
          ids.set(name, made.id);
          await devices[name].atRest();
          await scene.time.pass(2000);
        }
        for (const name of order) {
          devices[name].link.isUp = true;
          await devices[name].drain();
        }
        for (const name of names) await devices[name].drain();
        for (const name of names) {
          const duty = await scene.dutyOf(devices[name], shift.one, about);
          expect(duty.state).toBe(pattern.state);
          expect(duty.marks).toEqual(pattern.living.map((of) => ids.get(of)));
          // The same but for ids and moments, whatever came first.
          const { state, minutes, class: of, start: from, end, startCause, endCause, flags, strength } = duty;
          outcomes.add(JSON.stringify({ state, minutes, of, from, end, startCause, endCause, flags, strength }));
        }
      }
      expect([...outcomes]).toHaveLength(1);
      await scene.expectWhole(...Object.values(devices));
      const ledger = await scene.ledgerRows();
      const marks = [...ledger.values()].filter(({ type, receipt }) => type === "marked" && receipt.judgement === "stored");
      expect(marks).toHaveLength((p + 1) * 24 * 4);
    });
});
