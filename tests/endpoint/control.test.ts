// The local control channel: who may ask, and that an ended or too deeply buried server is no obstacle.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { askControl, type Control, openControl } from "../../src/endpoint/control.ts";
import { countedRandom } from "./city.ts";

let folder: string;
const open: Control[] = [];
const errors: unknown[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "control-test-"));
  errors.length = 0;
});
afterEach(async () => {
  for (const control of open.splice(0)) await control.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(dataDir = folder): Promise<Control> {
  const control = await openControl(
    dataDir,
    {
      echo: async ({ text }) => ({ ok: true, value: text }),
      fail: async () => {
        throw new Error("broken");
      },
    },
    { random: countedRandom(`${open.length}`), onError: (error) => errors.push(error) },
  );
  open.push(control);
  return control;
}

test("a command is answered by the running server, and by nobody once it has ended", async () => {
  expect(await askControl(folder, { command: "echo", text: "在吗" })).toBeNull();
  const control = await start();
  expect(await askControl(folder, { command: "echo", text: "在吗" })).toEqual({ ok: true, value: "在吗" });
  await control.close();
  expect(await askControl(folder, { command: "echo", text: "在吗" })).toBeNull();
  expect(existsSync(join(folder, "control.json"))).toBe(false);
});

test("without the token of the data folder nothing is done; its file is for the owner alone", async () => {
  await start();
  const file = join(folder, "control.json");
  if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
  const address = JSON.parse(readFileSync(file, "utf8")) as { path: string };
  writeFileSync(file, JSON.stringify({ ...address, token: "guess" }));
  expect(await askControl(folder, { command: "echo", text: "x" })).toMatchObject({ ok: false, problem: expect.stringContaining("token") });
});

test("an unknown command and a failing one are sentences, and the server goes on", async () => {
  await start();
  expect(await askControl(folder, { command: "toString" })).toMatchObject({ ok: false, problem: expect.stringContaining("toString") });
  expect(await askControl(folder, { command: "fail" })).toMatchObject({ ok: false, problem: expect.stringContaining("broken") });
  expect(errors).toHaveLength(1);
  expect(await askControl(folder, { command: "echo", text: "still" })).toEqual({ ok: true, value: "still" });
});

test("a server killed without goodbye leaves nothing in the way of the next one", async () => {
  writeFileSync(join(folder, "control.sock"), "");
  writeFileSync(join(folder, "control.json"), JSON.stringify({ path: join(folder, "control.sock"), token: "old" }));
  expect(await askControl(folder, { command: "echo", text: "x" })).toBeNull();
  await start();
  expect(await askControl(folder, { command: "echo", text: "x" })).toEqual({ ok: true, value: "x" });
});

test("a data folder deeper than a socket's path may be long is served too", async () => {
  const deep = join(folder, ..."abcdefgh".split("").map((letter) => letter.repeat(30)));
  mkdirSync(deep, { recursive: true });
  const control = await start(deep);
  expect(await askControl(deep, { command: "echo", text: "深" })).toEqual({ ok: true, value: "深" });
  const { path } = JSON.parse(readFileSync(join(deep, "control.json"), "utf8")) as { path: string };
  await control.close();
  if (process.platform !== "win32") expect(existsSync(join(path, ".."))).toBe(false);
});
