// F6: the write-ahead log of a real endpoint that was killed, damaged as power cuts damage files, in seeded cases. Every receipt given out
// before the last commit that the damage spares is there, nothing is half, and the devices bring back what was cut (X7). Every case runs the
// endpoint's own code on a copy, some of them as a process again. A case is replayed by its seed, which its name carries.

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Id, Receipt } from "../../src/domain/event.ts";
import { recordsAfter } from "../../src/endpoint/records.ts";
import { openCity } from "../endpoint/city.ts";
import { ensureRoot } from "../fixtures/build-root.ts";
import { endpointRoot, startEndpoint } from "../fixtures/endpoint-process.ts";
import { createTestDevice, type Send, sendTo, type TestDevice } from "../fixtures/test-device.ts";
import { expectExchanged, expectNothingLost, expectSameRows, expectSound, makeFolder, tap } from "./scene.ts";
import { createDice, type Damaged, damages, readWal } from "./wal.ts";

/** One generation of the log, and what had been promised when it stood there. */
interface Torn {
  readonly folder: string;
  readonly wal: Buffer;
  /** Receipts given out once the log was so long. */
  readonly promises: readonly { readonly length: number; readonly id: Id; readonly receipt: Receipt }[];
  readonly devices: readonly TestDevice[];
  /** Devices as they were when the endpoint was killed. */
  readonly rewind: () => void;
  readonly answer: (send: Send) => void;
}

function snapshot({ recorded, receipts, state }: TestDevice): () => void {
  const known = [...receipts];
  const { length } = recorded;
  const before = { ...state };
  return () => {
    recorded.length = length;
    receipts.clear();
    for (const [id, receipt] of known) receipts.set(id, receipt);
    Object.assign(state, before);
  };
}

/** `isReused`: the log has been checkpointed before, and older frames lie behind the new ones. */
async function tear(folder: string, isReused: boolean): Promise<Torn> {
  mkdirSync(folder);
  // Without the demonstration's city: a small ledger, since every case looks at all of it.
  let endpoint = await startEndpoint({ dataDir: folder });
  const administrator = endpoint.lines().find((line) => line.startsWith("administrator: ")) ?? "";
  let send: Send = sendTo(endpoint.url);
  const devices: TestDevice[] = [];
  for (const before of [null, 0]) {
    const device = createTestDevice((path, init) => send(path, init), Date.now);
    const person = before === null ? null : devices[before]?.state.person;
    await device.enrol(person == null ? administrator : await endpoint.invite(person));
    await device.pull();
    devices.push(device);
  }
  if (!isReused) {
    await endpoint.stop();
    endpoint = await startEndpoint({ dataDir: folder });
    send = sendTo(endpoint.url);
  } else await endpoint.query("PRAGMA wal_checkpoint(PASSIVE)");
  const path = join(folder, "ledger.db-wal");
  const promises: { length: number; id: Id; receipt: Receipt }[] = [];
  for (let round = 0; round < 24; round += 1) {
    const device = devices[round % devices.length] as TestDevice;
    tap(device, 1 + (round % 4));
    const sent = device.outbox();
    await expectExchanged(device);
    const length = readWal(readFileSync(path)).commits.at(-1) ?? 0;
    for (const { event } of sent) promises.push({ length, id: event.id, receipt: device.receipts.get(event.id) as Receipt });
  }
  for (const device of devices) tap(device, 2);
  await endpoint.kill();
  const rewinds = devices.map(snapshot);
  return {
    folder,
    wal: readFileSync(path),
    promises,
    devices,
    rewind: () => {
      for (const rewind of rewinds) rewind();
    },
    answer: (next) => {
      send = next;
    },
  };
}

let root: string;
const torn: { fresh?: Torn; reused?: Torn } = {};
beforeAll(async () => {
  root = makeFolder("torn");
  await ensureRoot(endpointRoot);
  torn.fresh = await tear(join(root, "fresh"), false);
  torn.reused = await tear(join(root, "reused"), true);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function damage({ wal }: Torn, how: string, seed: number): Damaged {
  const done = damages[how]?.(wal, readWal(wal), createDice(seed));
  if (done === undefined) throw new Error(how);
  return { how, ...done };
}

/** What the damage leaves: a folder with the file as it was and the log as it now is. */
function lay({ folder }: Torn, { bytes }: Damaged, name: string): string {
  const made = join(root, name);
  mkdirSync(made);
  copyFileSync(join(folder, "ledger.db"), join(made, "ledger.db"));
  writeFileSync(join(made, "ledger.db-wal"), bytes);
  return made;
}

/** The last commit that ends before the damage, and what had been promised by then. */
const spared = ({ promises, wal }: Torn, { from }: Damaged) => {
  const length =
    readWal(wal)
      .commits.filter((end) => end <= from)
      .at(-1) ?? 0;
  return promises.filter((promise) => promise.length <= length);
};

const perKind = 18;
describe.each(["fresh", "reused"] as const)("F6 X4 X7 a %s log", (which) => {
  const scene = (): Torn => {
    const made = torn[which];
    if (made === undefined) throw new Error("not made");
    return made;
  };

  test.each(
    Object.keys(damages),
  )(`%s, ${perKind} seeds: what was promised before it is there, nothing is half, devices refill the rest`, async (how) => {
    const of = scene();
    let cuts = 0;
    for (let seed = 1; seed <= perKind; seed += 1) {
      const done = damage(of, how, seed);
      const folder = lay(of, done, `${which} ${how} ${seed}`);
      of.rewind();
      const city = openCity(folder, Date.now());
      const note = `${which}, ${how}, seed ${seed}, from byte ${done.from}`;
      try {
        const receipts = new Map(
          recordsAfter(city.ledger.database, city.ledger.key, 0, Number.MAX_SAFE_INTEGER).map(({ event, receipt }) => [event.id, receipt]),
        );
        for (const { id, receipt } of spared(of, done)) expect(receipts.get(id), note).toEqual(receipt);
        await expectSound(city.ledger);
        const isCut = of.promises.some(({ id }) => !receipts.has(id));
        if (isCut) cuts += 1;
        const { epoch } = city.ledger;
        of.answer((path, init) => city.app.request(path, init));
        for (const device of of.devices) await expectExchanged(device);
        expect(city.ledger.epoch > epoch, note).toBe(isCut);
        expectSameRows(city.ledger, of.devices);
        await expectSound(city.ledger);
        expect(city.errors).toEqual([]);
      } finally {
        city.close();
      }
    }
    // The damage was one: most cases did lose something.
    expect(cuts).toBeGreaterThan(perKind / 3);
  });

  test("as a process again, it starts, and devices refill what was cut", async () => {
    const of = scene();
    for (const [seed, how] of Object.keys(damages).slice(0, 3).entries()) {
      of.rewind();
      const folder = lay(of, damage(of, how, 1000 + seed), `${which} process ${how}`);
      const endpoint = await startEndpoint({ dataDir: folder });
      of.answer(sendTo(endpoint.url));
      for (const device of of.devices) await expectExchanged(device);
      await endpoint.kill();
      await expectNothingLost(folder, of.devices);
    }
  });
});
