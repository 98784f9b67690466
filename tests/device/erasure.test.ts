// R40 on the device: its own raw fixes go after 90 days once uploaded, and never before; the chain still holds.

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
