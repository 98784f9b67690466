// The endpoint as a process of its own: killed at named points, started twice, started wrongly, stopped cleanly (X1, X2, X4, DESIGN.md 7).

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "../../src/endpoint/database.ts";
import { createTestDevice, sendTo, type TestDevice } from "../fixtures/test-device.ts";

const repository = join(import.meta.dirname, "..", "..");
// Inside the repository, so that the built files find libsql.
const built = join(repository, "node_modules", ".cache", `endpoint-process-${process.pid}`);

beforeAll(async () => {
  await build({
    configFile: false,
    publicDir: false,
    define: { __APP_VERSION__: '"0.0.0-test"' },
    root: repository,
    logLevel: "warn",
    build: {
      ssr: true,
      outDir: built,
      target: "node20",
      rollupOptions: { input: { main: "src/endpoint/main.ts", killed: "tests/endpoint/killed-root.ts" } },
    },
    ssr: { noExternal: true, external: ["libsql"] },
  });
}, 60_000);
afterAll(() => rmSync(built, { recursive: true, force: true }));

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** The first match in what it prints, awaited. */
  readonly said: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

let folder: string;
const runs: Run[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "daogang-process-"));
});
afterEach(async () => {
  for (const { child } of runs.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

function start(root: "main" | "killed", args: readonly string[], env: Record<string, string> = {}): Run {
  return watch(
    spawn(process.execPath, [join(built, `${root}.js`), ...args], {
      env: { PATH: process.env.PATH, PORT: "0", HOST: "127.0.0.1", DATA_DIR: folder, ...env },
    }),
  );
}

function watch(child: ChildProcess): Run {
  let text = "";
  const listeners = new Set<() => void>();
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.on("close", (code, signal) => {
      resolve({ code, signal });
      for (const listener of listeners) listener();
    });
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      for (const listener of listeners) listener();
    });
  const said = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(text);
        if (match !== null) resolve(match);
        else if (child.exitCode !== null) reject(new Error(`ended without ${pattern}: ${text}`));
      };
      listeners.add(look);
      look();
    });
  const run = { child, output: () => text, said, ended };
  runs.push(run);
  return run;
}

const runningShift = (device: TestDevice): string => {
  const now = Date.now();
  for (const { entry } of device.heldOf("patched")) {
    const { event } = entry;
    if (event.type !== "patched" || event.facts.entity !== "shift") continue;
    const { start: from = 0, end: until = 0 } = event.facts.set;
    if (from <= now && now < until) return event.facts.id;
  }
  throw new Error("no shift is running");
};

async function startDemo(root: "main" | "killed") {
  const run = start(root, ["--demo"]);
  const [, url = ""] = await run.said(/(?:url|到岗 daogang): (http:\S+)/);
  const [, invite = ""] = await run.said(/volunteer: \S+#(\S+)/);
  return { run, url, invite };
}

describe("killed at a named point", () => {
  for (const point of ["afterCommit", "beforeCommit"] as const)
    test(`X1 X2 SIGKILL at ${point}: the tap stays in the outbox, and after a restart the ledger holds it once`, async () => {
      const first = await startDemo("killed");
      let url = first.url;
      const device = createTestDevice((path, init) => sendTo(url)(path, init), Date.now);
      await device.enrol(first.invite);
      await device.pull();
      const tap = device.record({ type: "checkedIn", facts: { shift: runningShift(device), post: null } });
      first.run.child.stdin?.write(`${point}\n`);
      await first.run.said(new RegExp(`armed: ${point}`));
      await expect(device.exchange()).rejects.toThrow();
      expect(await first.run.ended).toEqual({ code: null, signal: "SIGKILL" });
      expect(device.outbox()).toHaveLength(1);

      const second = await startDemo("killed");
      url = second.url;
      await device.exchange();
      expect(device.outbox()).toEqual([]);
      second.run.child.kill("SIGKILL");
      await second.run.ended;
      const opened = openDatabase(join(folder, "ledger.db"));
      if (!opened.ok) throw new Error(opened.problem);
      const { value: database } = opened;
      expect(database.all("SELECT number FROM events WHERE id = ?", tap.event.id)).toHaveLength(1);
      const [receipt] = database.all<{ number: number }>(
        "SELECT r.* FROM receipts r JOIN events e ON e.number = r.number WHERE e.id = ?",
        tap.event.id,
      );
      expect(receipt).toMatchObject({ number: device.receipts.get(tap.event.id)?.number, judgement: "stored", revision: 0 });
      expect(database.all("SELECT state FROM attendance WHERE checked_in_at IS NOT NULL")).toHaveLength(1);
      database.close();
    }, 30_000);
});

describe("the command", () => {
  test("X4 a second process on the same ledger is refused with one sentence and exit code 2", async () => {
    const { run } = await startDemo("main");
    const second = start("main", ["--demo"]);
    expect((await second.ended).code).toBe(2);
    expect(second.output().trim().split("\n")).toHaveLength(1);
    expect(second.output()).toContain("in use by another process");
    expect(run.child.exitCode).toBeNull();
  }, 30_000);

  test("X8 wrong settings end with one sentence and exit code 2", async () => {
    for (const [env, args, word] of [
      [{ PORT: "eighty" }, [], "PORT"],
      [{ PUBLIC_URL: "example.org" }, [], "PUBLIC_URL"],
      [{ TRUST_PROXY: "yes" }, [], "TRUST_PROXY"],
      [{ HTTPS_CERT: "a.pem" }, [], "HTTPS_KEY"],
      [{ HTTPS_CERT: "a.pem", HTTPS_KEY: "a.key" }, [], "HTTPS_CERT"],
      [{}, ["--demon"], "--demon"],
    ] as const) {
      const run = start("main", args, env);
      expect((await run.ended).code, word).toBe(2);
      expect(run.output().trim().split("\n"), word).toHaveLength(1);
      expect(run.output()).toContain(word);
    }
  }, 30_000);

  test("X13 --admin-link beside a running server prints a fresh link that joins, and the server goes on", async () => {
    const run = start("main", []);
    const [, url = "", first = ""] = await run.said(/到岗 daogang: (\S+)\nadministrator: \S+#(\S+)\n/);
    const second = start("main", ["--admin-link"]);
    expect(await second.ended).toEqual({ code: 0, signal: null });
    const [line = "", ...more] = second.output().trim().split("\n");
    expect(more).toEqual([]);
    const link = /^administrator: (\S+)\/join#(\S+)$/.exec(line);
    expect(link?.[1]).toBe(url);
    expect(link?.[2]).not.toBe(first);
    const device = createTestDevice(sendTo(url), Date.now);
    expect((await device.enrol(link?.[2] ?? "")).reply.type).toBe("enrolled");
    expect(run.child.exitCode).toBeNull();
    run.child.kill("SIGTERM");
    expect((await run.ended).code).toBe(0);
    // Nobody to ask any more: it starts one, as before.
    const third = start("main", ["--admin-link"]);
    await third.said(/administrator: \S+#/);
    expect(third.child.exitCode).toBeNull();
  }, 30_000);

  test("X4 a taken port is one sentence and exit code 2", async () => {
    const { url } = await startDemo("main");
    const other = mkdtempSync(join(tmpdir(), "daogang-process-"));
    const run = start("main", [], { PORT: new URL(url).port, DATA_DIR: other });
    expect((await run.ended).code).toBe(2);
    expect(run.output().trim().split("\n")).toHaveLength(1);
    rmSync(other, { recursive: true, force: true });
  }, 30_000);

  test("X4 started by npm, it stops when npm is gone", async () => {
    // A stand-in for npm: a parent that starts it, is killed without a word to its child.
    const script = `require("node:child_process").spawn(process.execPath, [process.argv[1], "--demo"], { stdio: "inherit" });
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["-e", script, join(built, "main.js")], {
      env: { PATH: process.env.PATH, PORT: "0", HOST: "127.0.0.1", DATA_DIR: folder, npm_lifecycle_event: "start" },
    });
    const run = watch(child);
    await run.said(/volunteer: /);
    child.kill("SIGKILL");
    // Its output closes only when the grandchild, which shares it, has ended too.
    await run.ended;
    // A clean stop leaves one file; a killed one leaves its write-ahead log beside it.
    expect(existsSync(join(folder, "ledger.db"))).toBe(true);
    expect(existsSync(join(folder, "ledger.db-wal"))).toBe(false);
  }, 30_000);

  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    test(`X4 ${signal} stops it cleanly while a live line is open, and the ledger is one file again`, async () => {
      const { run, url, invite } = await startDemo("main");
      const device = createTestDevice(sendTo(url), Date.now);
      await device.enrol(invite);
      const line = await fetch(`${url}/api/live`, { headers: { authorization: `Bearer ${device.state.token}` } });
      const reader = line.body?.getReader();
      expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('{"type":"beat"}\n');
      run.child.kill(signal);
      expect(await run.ended).toEqual({ code: 0, signal: null });
      expect(existsSync(join(folder, "ledger.db"))).toBe(true);
      expect(existsSync(join(folder, "ledger.db-wal"))).toBe(false);
    }, 30_000);
});
