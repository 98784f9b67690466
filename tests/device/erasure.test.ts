// R39, R40 on the device: its own raw fixes go after 90 days once uploaded, and never before, or with the consent; the chain still holds.

import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/device/database.ts";
import { eraseOldFixes } from "../../src/device/erasure.ts";
import { detailsHash, partHash } from "../../src/protocol/chain.ts";

const day = 86_400_000;
const tapAt = 1_795_217_280_000;
const idAt = (time: number, tail: string): string => time.toString(16).padStart(12, "0") + tail.padStart(20, "0");

test("R40 uploaded fixes older than 90 days become their hash; unsent and younger ones stay", async () => {
  const database = openDatabase("erasure");
  const fix = { lngE7: 1_057_200_000, latE7: 345_800_000, accuracyDm: 200, at: tapAt };
  const salt = "ab".repeat(16);
  const put = async (id: string, receipt: object | null): Promise<void> => {
    await database.events.add({ id, device: "d", n: 1, event: {}, link: null, receipt, subjects: [], audiences: [] } as never);
    await database.parts.add({ event: id, name: "fix", salt, value: fix });
  };
  const [old, unsent, young] = [idAt(tapAt, "1"), idAt(tapAt, "2"), idAt(tapAt + day, "3")];
  await put(old, { revision: 0 });
  await put(unsent, null);
  await put(young, { revision: 0 });

  expect(await eraseOldFixes(database, tapAt + 90 * day)).toBe(0);
  expect(await eraseOldFixes(database, tapAt + 90 * day + 1)).toBe(1);
  const erased = await database.parts.get([old, "fix"]);
  expect(erased).toEqual({ event: old, name: "fix", salt: null, value: null, hash: partHash("fix", { salt, value: fix }) });
  expect(detailsHash({ fix: erased?.hash ?? "" })).toBe(detailsHash({ fix: { salt, value: fix } }));
  expect((await database.parts.get([unsent, "fix"]))?.value).toEqual(fix);
  expect((await database.parts.get([young, "fix"]))?.value).toEqual(fix);
  expect(await eraseOldFixes(database, tapAt + 90 * day + 1)).toBe(0);
  database.close();
});

test("R39 whoever withdraws consent takes their uploaded raw fixes with it, nobody else's; what was not sent yet waits; given again keeps the next", async () => {
  const database = openDatabase("withdrawn");
  const fix = { lngE7: 1_057_200_000, latE7: 345_800_000, accuracyDm: 200, at: tapAt };
  const [ann, bob] = ["a".repeat(32), "b".repeat(32)];
  let n = 0;
  const add = async (author: string, type: string, facts: object, receipt: object | null, subjects: readonly string[] = []) => {
    n += 1;
    const [id, device] = [idAt(tapAt + n, String(n)), "d".repeat(64)];
    const event = { id, device, n, type, author, version: 1, wallTime: tapAt + n, zoneOffset: 480, anchor: null, facts };
    await database.events.add({ id, device, n, event, link: null, receipt, subjects, audiences: [] } as never);
    return id;
  };
  const stored = { revision: 0, judgement: "stored", number: 1 };
  const fixOf = async (author: string, receipt: object | null = stored) => {
    const id = await add(author, "positionFixed", {}, receipt);
    await database.parts.add({ event: id, name: "fix", salt: "ab".repeat(16), value: fix });
    return id;
  };
  const consent = (author: string, given: boolean) =>
    add(author, "consented", { to: "location", given, wording: 1 }, null, [`consents:${author}`]);
  const isKept = async (id: string) => (await database.parts.get([id, "fix"]))?.value !== null;
  await consent(ann, true);
  await consent(bob, true);
  const [hers, unsent, his] = [await fixOf(ann), await fixOf(ann, null), await fixOf(bob)];
  expect(await eraseOldFixes(database, tapAt + day)).toBe(0);
  await consent(ann, false);
  expect(await eraseOldFixes(database, tapAt + day)).toBe(1);
  expect([await isKept(hers), await isKept(unsent), await isKept(his)]).toEqual([false, true, true]);
  await consent(ann, true);
  const next = await fixOf(ann);
  expect([await eraseOldFixes(database, tapAt + day), await isKept(next)]).toEqual([0, true]);
  database.close();
});
