// F1, F3 and F7 on a photo: the disk is full, takes no more, or the process dies while one travels. Nothing that was said to be stored is lost, and
// whoever asks where to go on finishes it. Needs what small-disk.ts and file-limit.ts need.

import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { photoLimits } from "../../src/protocol/photos.ts";
import { ensureRoot } from "../fixtures/build-root.ts";
import { endpointRoot } from "../fixtures/endpoint-process.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { mainRoot, runCommand } from "./command.ts";
import { limitFiles } from "./file-limit.ts";
import { expectExchanged, expectNothingLost, openScene, type Scene, tap } from "./scene.ts";
import { mountSmallDisk, type SmallDisk } from "./small-disk.ts";

const { pieceBytes } = photoLimits;
let disk: SmallDisk;
let scene: Scene;
let device: TestDevice;

beforeAll(async () => {
  await ensureRoot(endpointRoot);
  await ensureRoot(mainRoot);
  disk = await mountSmallDisk(24 * 1024 * 1024);
  scene = await openScene(disk.path, { through: disk.through });
  await scene.start();
  device = await scene.enrol();
});
afterAll(async () => {
  await scene?.close();
  await disk?.close();
});

interface Picture {
  readonly bytes: Buffer;
  readonly photo: string;
}

/** A photo and the event that names it: of a type from the future, since none of today's does. */
async function take(): Promise<Picture> {
  const bytes = randomBytes(150_000);
  const photo = createHash("sha256").update(bytes).digest("hex");
  device.record({ type: "found" as never, facts: {} as never, version: 1, parts: { photo } });
  await expectExchanged(device);
  return { bytes, photo };
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: { readonly code?: string; readonly receivedBytes?: number; readonly isStored?: boolean };
}
async function ask(path: string, body?: Buffer): Promise<Answer> {
  const response = await fetch(`${scene.endpoint().url}/api/photos/${path}`, {
    method: body === undefined ? "GET" : "PUT",
    headers: { authorization: `Bearer ${device.state.token}` },
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  });
  return { status: response.status, retryAfter: response.headers.get("retry-after"), body: (await response.json()) as Answer["body"] };
}
const put = ({ bytes, photo }: Picture, from: number, to: number): Promise<Answer> =>
  ask(`${photo}?offset=${from}&bytes=${bytes.length}`, bytes.subarray(from, to));
const receivedOf = async ({ photo }: Picture): Promise<number> => (await ask(`${photo}/received`)).body.receivedBytes ?? -1;

/** From where the endpoint says, piece by piece; and then it is there, also after a power cut. */
async function expectFinished(picture: Picture): Promise<void> {
  let at = await receivedOf(picture);
  for (
    let answer = await put(picture, at, at + pieceBytes);
    answer.body.isStored !== true;
    answer = await put(picture, at, at + pieceBytes)
  ) {
    expect([answer.status, (answer.body.receivedBytes ?? 0) > at]).toEqual([200, true]);
    at = answer.body.receivedBytes ?? 0;
  }
  await scene.endpoint().kill();
  expect(readFileSync(join(disk.folder, "photos", picture.photo))).toEqual(picture.bytes);
  expect(readdirSync(join(disk.folder, "photos")).filter((name) => name.startsWith(picture.photo))).toEqual([picture.photo]);
  await expectNothingLost(disk.folder, scene.devices);
  expect(await runCommand(disk.path, ["verify"], disk.through)).toMatchObject({ code: 0 });
  await scene.start();
}

const expectBusy = ({ status, retryAfter, body }: Answer): void => {
  expect([status, body.code]).toEqual([503, "busy"]);
  expect(Number(retryAfter)).toBeGreaterThan(0);
};

test("F7 X11 a full disk in the middle of a photo: 503 as long as it lasts, what was taken stays, and it goes on from there", async () => {
  const picture = await take();
  expect((await put(picture, 0, pieceBytes)).body.receivedBytes).toBe(pieceBytes);
  disk.fill();
  for (let i = 0; i < 3; i += 1) expectBusy(await put(picture, pieceBytes, 2 * pieceBytes));
  expect((await fetch(`${scene.endpoint().url}/healthz`)).status).toBe(200);
  expect((await fetch(`${scene.endpoint().url}/readyz`)).status).toBe(503);
  expect(await receivedOf(picture)).toBe(pieceBytes);
  disk.free();
  expect((await fetch(`${scene.endpoint().url}/readyz`)).status).toBe(200);
  await expectFinished(picture);
});

test("F7 X11 the ledger refuses when every byte of the photo is here: not stored until it takes it, and no byte travels twice", async () => {
  const picture = await take();
  const { length } = picture.bytes;
  await put(picture, 0, 2 * pieceBytes);
  // A log that is longer than the photo: the same limit then refuses the one and lets the other through.
  while (statSync(join(disk.folder, "ledger.db-wal")).size <= length) {
    tap(device, 30);
    await expectExchanged(device);
  }
  limitFiles(scene.endpoint().pid, length);
  expectBusy(await put(picture, 2 * pieceBytes, length));
  expectBusy(await put(picture, length, length));
  limitFiles(scene.endpoint().pid, null);
  expect((await put(picture, length, length)).body).toMatchObject({ receivedBytes: length, isStored: true });
  await expectFinished(picture);
});

test("F3 X11 killed in the middle of a piece: what is on the disk is its beginning, and the rest is sent again", async () => {
  const picture = await take();
  await put(picture, 0, pieceBytes);
  await scene.endpoint().dieAt("writing");
  limitFiles(scene.endpoint().pid, pieceBytes + 1000);
  await expect(put(picture, pieceBytes, 2 * pieceBytes)).rejects.toThrow();
  expect(await scene.endpoint().ended).toMatchObject({ signal: "SIGXFSZ" });
  await scene.start();
  expect(await receivedOf(picture)).toBe(pieceBytes + 1000);
  await expectFinished(picture);
});

test("F1 X11 killed when the photo has its name and the ledger does not know yet: taken in without another byte", async () => {
  const picture = await take();
  const { length } = picture.bytes;
  await put(picture, 0, 2 * pieceBytes);
  await scene.endpoint().dieAt("beforeCommit");
  await expect(put(picture, 2 * pieceBytes, length)).rejects.toThrow();
  expect(await scene.endpoint().ended).toMatchObject({ signal: "SIGKILL" });
  expect(existsSync(join(disk.folder, "photos", picture.photo))).toBe(true);
  await scene.start();
  expect((await put(picture, length, length)).body).toMatchObject({ receivedBytes: length, isStored: true });
  await expectFinished(picture);
});
