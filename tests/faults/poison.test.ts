// F27: events that are wrong in every way a broken, newer or hostile client could make them, first, in the middle and last of a bundle. One bad
// event never blocks the others (X3); what the endpoint can hash it keeps and says why, what it cannot even read the device sets aside.

import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Id, Receipt } from "../../src/domain/event.ts";
import { createEventId } from "../../src/protocol/id.ts";
import { eventVersions } from "../../src/protocol/versions.ts";
import type { Draft, Journal } from "../../src/sync/ports.ts";
import { idOf, person, post, shift, team } from "../endpoint/city.ts";
import type { EngineDevice, EngineDeviceOptions } from "../fixtures/engine-device.ts";
import { examples } from "../fixtures/event-examples.ts";
import { createDraws, shuffled } from "../fixtures/seeded-draws.ts";
import { openScene, type Scene } from "./network-scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene?.close());

type Fate = `stored` | `pending ${string}` | `quarantined ${string}` | "aside";
interface Poison {
  readonly fate: Fate;
  readonly draft?: () => Record<string, unknown>;
  /** What the client's clock says while it records it. */
  readonly zoneOffset?: number;
  /** Storage changed what was kept after it was hashed. */
  readonly isRotten?: true;
}

const of =
  (value: object): (() => Record<string, unknown>) =>
  () =>
    value as Record<string, unknown>;
const bare = { shift: shift.one, post: post.point };
/** Incompressible. */
const noise = (bytes: number): string => randomBytes(bytes).toString("base64");

const poisons: Readonly<Record<string, Poison>> = {
  "a type nobody knows": { fate: "pending unknownType", draft: of({ type: "teaServed", facts: { cups: 3 } }) },
  "a type named like something else": { fate: "pending unknownType", draft: of({ type: "constructor", facts: {} }) },
  "a version nobody knows": { fate: "pending unknownType", draft: of({ type: "codeSeen", facts: { smell: "smoke" } }) },
  "facts of a wrong shape": { fate: "quarantined poison", draft: of({ type: "checkedIn", facts: { shift: 7, post: [] } }) },
  "facts that lack something": { fate: "quarantined poison", draft: of({ type: "marked", facts: {} }) },
  "facts that are a list": { fate: "quarantined poison", draft: of({ type: "checkedIn", facts: [] }) },
  "facts that are no facts": { fate: "aside", draft: of({ type: "checkedIn", facts: "none" }) },
  "facts with fields nobody knows": { fate: "stored", draft: of({ type: "checkedIn", facts: { ...bare, mood: { weather: ["rain"] } } }) },
  "facts with a field called __proto__": {
    fate: "stored",
    draft: of({ type: "checkedIn", facts: JSON.parse(`{"__proto__":{"shift":null},"shift":"${shift.one}","post":null}`) as object }),
  },
  "a note that is no text": { fate: "quarantined poison", draft: of({ type: "checkedIn", facts: bare, parts: { note: { text: 1 } } }) },
  "a part its type does not carry": {
    fate: "quarantined poison",
    draft: of({ type: "checkedIn", facts: bare, parts: { phone: "138" } }),
  },
  "a part nobody knows": { fate: "quarantined poison", draft: of({ type: "checkedIn", facts: bare, parts: { smell: "smoke" } }) },
  "a part with a name that is none": { fate: "aside", draft: of({ type: "checkedIn", facts: bare, parts: { "a-b": "c" } }) },
  "a note of 9 kB": { fate: "quarantined tooBig", draft: of({ type: "checkedIn", facts: bare, parts: { note: "字".repeat(3000) } }) },
  "facts of 9 kB": { fate: "quarantined tooBig", draft: of({ type: "checkedIn", facts: { ...bare, more: "x".repeat(9000) } }) },
  "a note of 1 MB": { fate: "aside", draft: () => ({ type: "checkedIn", facts: bare, parts: { note: "x".repeat(1_048_576) } }) },
  "a note of 300 kB that cannot be packed": {
    fate: "aside",
    draft: () => ({ type: "checkedIn", facts: bare, parts: { note: noise(300_000) } }),
  },
  "a clock that is nowhere on earth": { fate: "aside", zoneOffset: 5000 },
  "a clock beyond the year 9999": { fate: "aside", draft: of({ wallTime: 1e15 }) },
  "an author who is no id": { fate: "aside", draft: of({ author: "nobody" }) },
  "nobody's": { fate: "quarantined forbidden", draft: of({ author: null }) },
  "somebody else's": { fate: "quarantined notBound", draft: of({ author: person.cid }) },
  "an id that is none": { fate: "aside", draft: () => ({ id: `no id ${randomBytes(4).toString("hex")}` }) },
  "about an event that is nowhere": { fate: "pending missingReference", draft: of({ type: "retracted", facts: { of: "0".repeat(32) } }) },
  "an event of the endpoint's own": {
    fate: "quarantined forbidden",
    draft: of({ type: "calendarAdopted", facts: { year: 2026, off: [], work: [] } }),
  },
  "kept by storage that has gone bad": { fate: "aside", isRotten: true },
};
const versions = { ...eventVersions, teaServed: 1, constructor: 1, codeSeen: 9 } as Readonly<Record<string, number>>;

const fateOf = (device: EngineDevice, id: Id): Fate | "unsent" => {
  const row = device.journal.rows().find(({ event }) => event.id === id);
  if (row?.isAside === true) return "aside";
  const receipt: Receipt | null = row?.receipt ?? null;
  if (receipt === null) return "unsent";
  return receipt.judgement === "stored" ? "stored" : `${receipt.judgement} ${receipt.problem}`;
};

async function openClient() {
  let zone = 480;
  const rotten = new Set<Id>();
  const overJournal = (journal: Journal): Journal => ({
    ...journal,
    outbox: async (...limits) =>
      (await journal.outbox(...limits)).map((row) =>
        rotten.has(row.event.id) ? ({ ...row, event: { ...row.event, facts: { ...row.event.facts, given: false } } } as typeof row) : row,
      ),
  });
  const options: Partial<EngineDeviceOptions> = { versions, overJournal, zoneOffset: () => zone };
  const device = await scene.join(person.ann, options);
  /** A good event, or one made bad. */
  async function record(poison: Poison | null): Promise<Id> {
    const wallTime = device.ports.clock.now();
    const good = {
      id: createEventId(wallTime, randomBytes(10)),
      type: "consented",
      author: person.ann,
      wallTime,
      facts: { to: "location", given: true, wording: 1 },
    };
    const made = { ...good, ...(poison?.draft?.() ?? {}) } as typeof good & { readonly parts?: object };
    if (poison?.isRotten === true) rotten.add(made.id);
    zone = poison?.zoneOffset ?? 480;
    await device.journal.record([made as unknown as Draft]);
    zone = 480;
    return made.id;
  }
  return { device, record, mend: () => rotten.clear() };
}

describe("F27 poison", () => {
  for (const [name, poison] of Object.entries(poisons))
    test(`F27 X3 SY8 SY23 ${name}: ${poison.fate}, first, in the middle and last of a bundle; the others are stored`, async () => {
      const { device, record } = await openClient();
      for (const at of [0, 2, 4]) {
        const ids: Id[] = [];
        for (let i = 0; i < 5; i += 1) ids.push(await record(i === at ? poison : null));
        await device.drain();
        const fates = ids.map((id) => fateOf(device, id));
        expect(fates).toEqual(ids.map((_, i) => (i === at ? poison.fate : "stored")));
      }
      await scene.expectWhole(device);
    });

  for (const seed of [1, 2, 3])
    test(`F27 X3 SY23 SY24 all of them among forty good ones, order ${seed}: each comes to its own end, whoever else reads along is not disturbed`, async () => {
      const { device, record } = await openClient();
      const leader = await scene.join(person.leaderOne);
      const kinds = Object.entries(poisons).filter(([name]) => !/ of (1 MB|300 kB)/.test(name));
      const order = shuffled([...kinds, ...Array.from({ length: 40 }, () => null)], createDraws(seed));
      const expected = new Map<Id, Fate>();
      for (const kind of order) expected.set(await record(kind?.[1] ?? null), kind?.[1].fate ?? "stored");
      await device.drain(60);
      expect(new Map([...expected.keys()].map((id) => [id, fateOf(device, id)]))).toEqual(expected);
      // Nothing is lost that is set aside: the newer app, or the mended disk, sends it.
      const count = device.journal.rows().length;
      device.reopen();
      await device.wake("open");
      await device.drain(60);
      expect(device.journal.rows().length).toBeGreaterThanOrEqual(count);
      expect(new Map([...expected.keys()].map((id) => [id, fateOf(device, id)]))).toEqual(expected);
      await leader.drain();
      await scene.expectWhole(device, leader);
    });

  test("F27 SY24 X1: what was set aside is stored once the storage is mended and the app opened again, and the chain is whole", async () => {
    const { device, record, mend } = await openClient();
    const ids = [await record(null), await record(poisons["kept by storage that has gone bad"] ?? null), await record(null)];
    await device.drain();
    expect(ids.map((id) => fateOf(device, id))).toEqual(["stored", "aside", "stored"]);
    mend();
    device.reopen();
    await device.wake("open");
    expect(ids.map((id) => fateOf(device, id))).toEqual(["stored", "stored", "stored"]);
    const rows = await scene.ledgerRows();
    expect(ids.map((id) => rows.get(id)?.flaw)).toEqual([null, null, null]);
    await scene.expectWhole(device);
  });

  test("F27 X2: fields nobody knows survive: in the ledger and on the leader's tablet the event is what was signed", async () => {
    const { device, record } = await openClient();
    const id = await record(poisons["facts with fields nobody knows"] ?? null);
    await device.drain();
    const leader = await scene.join(person.leaderOne);
    const facts = { ...bare, mood: { weather: ["rain"] } };
    expect(JSON.parse((await scene.ledgerRows()).get(id)?.event ?? "")).toMatchObject({ facts });
    expect(leader.journal.rows().find(({ event }) => event.id === id)?.event.facts).toEqual(facts);
  });
});

describe("F27 honest events with one thing changed", () => {
  /** The example's invented ids become ids of the city, so that the event goes as deep as it can. */
  const known: readonly Id[] = [shift.one, person.ann, team.one, team.east, post.point, person.leaderOne, idOf("role one"), "f".repeat(32)];
  const strange: readonly unknown[] = [
    null,
    "",
    0,
    -1,
    9e15,
    true,
    [],
    {},
    "x".repeat(300),
    [[[]]],
    { constructor: 1 },
    ["a"],
    ..."ab",
    "🫖",
  ];

  function changed(value: unknown, chance: (most: number) => number): unknown {
    if (chance(9) === 0) return strange[chance(strange.length)];
    if (typeof value === "string" && /^[0-9a-f]{32}$/.test(value)) return known[chance(known.length)];
    if (Array.isArray(value)) return value.map((item) => changed(item, chance));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, changed(inner, chance)]));
  }

  for (const seed of [11, 12, 13])
    test(`F27 X3 a hundred and fifty of every type by one who may do much, order ${seed}: every one is answered, none brings the endpoint to a stop`, async () => {
      const draws = createDraws(seed);
      const client = await scene.join(seed === 12 ? person.east : person.leaderOne, { versions });
      const author = await client.person();
      const types = Object.entries(examples) as unknown as readonly (readonly [string, readonly object[]])[];
      const drafts = Array.from({ length: 150 }, () => {
        const [type, list] = types[draws(types.length)] ?? ["", []];
        const facts = changed(list[draws(list.length)], draws);
        const wallTime = client.ports.clock.now();
        const part =
          draws(3) === 0 ? { parts: { [["note", "name", "fix", "reason"][draws(4)] ?? ""]: strange[draws(strange.length)] } } : {};
        return { id: createEventId(wallTime, randomBytes(10)), type, author, wallTime, facts, ...part };
      });
      await client.journal.record(drafts as unknown as readonly Draft[]);
      await client.drain(400);
      expect(client.replies.filter(({ status }) => status !== 200 && status !== 400)).toEqual([]);
      const fates = new Map<string, number>();
      for (const { id } of drafts) {
        const fate = fateOf(client, id).split(" ")[0] ?? "";
        fates.set(fate, (fates.get(fate) ?? 0) + 1);
      }
      expect([...fates.keys()].sort()).toEqual(["aside", "pending", "quarantined", "stored"]);
      await scene.expectWhole(client);
    });
});
