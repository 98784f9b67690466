// `npm run archive`: one file that runs where there is no npm, no registry and no PATH to speak of. Needs what `npm test` has built before.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

const repository = join(import.meta.dirname, "..", "..");
/** Blanks and Chinese, as on an office PC. */
const folder = mkdtempSync(join(tmpdir(), "daogang 归档 "));
const isWindows = process.platform === "win32";
let unpacked = "";
let child: ChildProcess | null = null;

const archive = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(repository, "src", "deploy", "archive.mjs"), ...args], { encoding: "utf8", cwd: folder });
const made = (out: string): string => readdirSync(out).find((name) => name.endsWith(".tar.gz")) ?? "none";

beforeAll(() => {
  const out = join(folder, "out");
  const run = archive("--out", out);
  expect(run.stderr).toBe("");
  expect(run.stdout).toContain(join(out, made(out)));
  expect(run.stdout).toContain(`for ${process.platform}-${process.arch} only`);
  // By the system's own tar, as whoever carries it there has it.
  expect(spawnSync("tar", ["-xzf", join(out, made(out)), "-C", folder], { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  unpacked = join(folder, made(out).replace(".tar.gz", ""));
});
afterEach(
  () =>
    new Promise<void>((resolve) => {
      if (child === null || child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once("exit", () => resolve());
      child.kill("SIGKILL");
    }),
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** By its start script, with nothing in the environment but where Node is. */
function start(...args: readonly string[]) {
  const env = { NODE: process.execPath, ...(isWindows ? { SystemRoot: process.env.SystemRoot ?? "", PATH: "" } : { PATH: "" }) };
  const script = isWindows ? ["cmd.exe", "/c", "start.cmd"] : ["/bin/sh", join(unpacked, "start.sh")];
  const started = spawn(script[0] ?? "", [...script.slice(1), ...args], { cwd: isWindows ? unpacked : folder, env });
  child = started;
  let text = "";
  const ended = new Promise<number | null>((resolve) => started.on("close", resolve));
  const listeners = new Set<() => void>();
  for (const stream of [started.stdout, started.stderr])
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      for (const listener of listeners) listener();
    });
  const said = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(text);
        if (match !== null) resolve(match[1] ?? "");
      };
      listeners.add(look);
      look();
      void ended.then(() => reject(new Error(`ended: ${text}`)));
    });
  return { process: started, said, ended };
}

test("unpacked, it starts with no PATH and no network, serves app and API, and stops cleanly", async () => {
  writeFileSync(join(unpacked, "daogang.env"), "PORT=0\nHOST=127.0.0.1\n# 注释\n");
  const run = start();
  const url = await run.said(/到岗 daogang: (http:\S+)/);
  expect(await run.said(/administrator: (\S+)/)).toContain("/join#");
  const ready = await fetch(`${url}/readyz`);
  expect([ready.status, ((await ready.json()) as { readonly type: string }).type]).toEqual([200, "ready"]);
  const page = await (await fetch(url, { headers: { accept: "text/html" } })).text();
  const [, script = ""] = /src="(\/[^"]+\.js)"/.exec(page) ?? [];
  expect((await fetch(url + script)).headers.get("content-type")).toContain("javascript");
  run.process.kill("SIGTERM");
  expect(await run.ended).toBe(isWindows ? null : 0);
  expect(existsSync(join(unpacked, "data", "ledger.db"))).toBe(true);
  expect(existsSync(join(unpacked, "data", "ledger.db-wal"))).toBe(isWindows);
});

test("options reach the endpoint, and its exit code comes back", async () => {
  const run = start("--nonsense");
  expect(await run.said(/(--nonsense)/)).toBe("--nonsense");
  expect(await run.ended).toBe(2);
});

test("npm in it finds nothing to install or to prepare", () => {
  const pack = JSON.parse(readFileSync(join(unpacked, "package.json"), "utf8")) as Readonly<Record<string, Record<string, string>>>;
  expect(pack.scripts?.start).toBe("node dist/server/main.js");
  expect(Object.keys(pack.scripts ?? {}).filter((name) => /^(pre|post|install|prepare)/.test(name))).toEqual([]);
  expect(pack.dependencies).toBeUndefined();
  expect(pack.devDependencies).toBeUndefined();
});

test("it holds licences, the README's steps, and what starts it at boot", () => {
  const licences = readFileSync(join(unpacked, "LICENSES.txt"), "utf8");
  for (const name of ["hono", "libsql", "preact", "valibot"]) expect(licences).toContain(`== ${name} `);
  expect(readFileSync(join(unpacked, "README.md"), "utf8")).toMatch(/^## Install/m);
  expect(readdirSync(join(unpacked, "deploy")).sort()).toEqual([
    "Caddyfile",
    "daogang-backup.service",
    "daogang-backup.timer",
    "daogang.env",
    "daogang.plist",
    "daogang.service",
    "windows-task.ps1",
  ]);
  expect(readFileSync(join(unpacked, "start.cmd"), "utf8").replaceAll("\r\n", "")).not.toContain("\n");
});

test("the same contents are the same bytes", () => {
  const again = join(folder, "again");
  archive("--out", again);
  expect(readFileSync(join(again, made(again))).equals(readFileSync(join(folder, "out", made(again))))).toBe(true);
});

test("what it cannot make is one sentence and exit code 2", () => {
  for (const [args, word] of [
    [["--platform", "plan9-mips"], "plan9-mips"],
    [["--platform"], "--platform"],
    [["--zip"], "--platform"],
  ] as const) {
    const run = archive(...args, "--out", join(folder, "none"));
    expect(run.status, word).toBe(2);
    expect(run.stderr.trim().split("\n"), word).toHaveLength(1);
    expect(run.stderr).toContain(word);
  }
});
