// The command as a process of its own: started wrongly, asked for a link, stopped cleanly (X4, X8, X13, DESIGN.md 7). Killed, started twice and
// short of space: tests/faults.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ensureRoot } from "../fixtures/build-root.ts";
import { createTestDevice, sendTo } from "../fixtures/test-device.ts";

let main: string;
beforeAll(async () => {
  main = await ensureRoot("src/endpoint/main.ts");
});

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
  // Gone, not only told to go: it may be writing into the folder at this moment.
  for (const { child } of runs.splice(0)) await killed(child);
  rmSync(folder, { recursive: true, force: true });
});

const killed = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });

function start(args: readonly string[], env: Record<string, string> = {}): Run {
  return watch(
    spawn(process.execPath, [main, ...args], {
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

async function startDemo() {
  const run = start(["--demo"]);
  const [, url = ""] = await run.said(/到岗 daogang: (http:\S+)/);
  const [, invite = ""] = await run.said(/volunteer: \S+#(\S+)/);
  return { run, url, invite };
}

describe("the command", () => {
  test("X8 wrong settings end with one sentence and exit code 2", async () => {
    for (const [env, args, word] of [
      [{ PORT: "eighty" }, [], "PORT"],
      [{ PUBLIC_URL: "example.org" }, [], "PUBLIC_URL"],
      [{ TRUST_PROXY: "yes" }, [], "TRUST_PROXY"],
      [{ HTTPS_CERT: "a.pem" }, [], "HTTPS_KEY"],
      [{ HTTPS_CERT: "a.pem", HTTPS_KEY: "a.key" }, [], "HTTPS_CERT"],
      [{}, ["--demon"], "--demon"],
    ] as const) {
      const run = start(args, env);
      expect((await run.ended).code, word).toBe(2);
      expect(run.output().trim().split("\n"), word).toHaveLength(1);
      expect(run.output()).toContain(word);
    }
  });

  test("X13 --admin-link beside a running server prints a fresh link that joins, and the server goes on", async () => {
    const run = start([]);
    const [, url = "", first = ""] = await run.said(/到岗 daogang: (\S+)\nadministrator: \S+#(\S+)\n/);
    const second = start(["--admin-link"]);
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
    const third = start(["--admin-link"]);
    await third.said(/administrator: \S+#/);
    expect(third.child.exitCode).toBeNull();
  });

  test("X4 a taken port is one sentence and exit code 2", async () => {
    const { url } = await startDemo();
    const other = mkdtempSync(join(tmpdir(), "daogang-process-"));
    const run = start([], { PORT: new URL(url).port, DATA_DIR: other });
    expect((await run.ended).code).toBe(2);
    expect(run.output().trim().split("\n")).toHaveLength(1);
    rmSync(other, { recursive: true, force: true });
  });

  test("X4 started by npm, it stops when npm is gone", async () => {
    // A stand-in for npm: a parent that starts it, is killed without a word to its child.
    const script = `require("node:child_process").spawn(process.execPath, [process.argv[1], "--demo"], { stdio: "inherit" });
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["-e", script, main], {
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
  });

  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    test(`X4 ${signal} stops it cleanly while a live line is open, and the ledger is one file again`, async () => {
      const { run, url, invite } = await startDemo();
      const device = createTestDevice(sendTo(url), Date.now);
      await device.enrol(invite);
      const line = await fetch(`${url}/api/live`, { headers: { authorization: `Bearer ${device.state.token}` } });
      const reader = line.body?.getReader();
      expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('{"type":"beat"}\n');
      run.child.kill(signal);
      expect(await run.ended).toEqual({ code: 0, signal: null });
      expect(existsSync(join(folder, "ledger.db"))).toBe(true);
      expect(existsSync(join(folder, "ledger.db-wal"))).toBe(false);
    });
});
