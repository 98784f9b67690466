#!/usr/bin/env node
// The command: settings in, one server out, stopped cleanly by Ctrl-C, SIGTERM, a closed console, or npm going away. The only place that
// asks the real clock and rolls real dice.

import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { commandOf } from "./commands.ts";
import { type Config, readConfig } from "./config.ts";
import { askControl } from "./control.ts";
import { createLog } from "./log.ts";
import { startServer } from "./server.ts";

declare const __APP_VERSION__: string;

const wrongSettings = 2;
const npmPollMs = 500;

/** Only one process may hold the ledger: a server that is running already makes the link itself. False: none is running. */
async function askRunningForLink({ dataDir }: Config): Promise<boolean> {
  const reply = await askControl(dataDir, { command: "adminLink" });
  if (reply === null) return false;
  if (reply.ok) for (const line of reply.value as readonly string[]) console.log(line);
  else {
    console.error(reply.problem);
    process.exitCode = wrongSettings;
  }
  return true;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

const clock = { now: () => Date.now() };
const random = { bytes: (length: number) => randomBytes(length), fraction: () => Math.random() };
const say = (line: string): void => console.log(line);

async function run(): Promise<void> {
  const command = commandOf(process.env, process.argv.slice(2));
  if (command !== null) {
    const { code, problem } = await command({ clock, random, say });
    if (problem !== undefined) console.error(problem);
    process.exitCode = code;
    return;
  }
  // SIGTERM to `npm start` ends npm and leaves us to another parent: that is our signal too. Read first: npm may end while we start.
  const parent = process.ppid;
  const clientDir = join(dirname(fileURLToPath(import.meta.url)), "..", "client");
  const config = readConfig(process.env, process.argv.slice(2), clientDir);
  if (config.ok && config.value.wantsAdminLink && (await askRunningForLink(config.value))) return;
  const started = config.ok
    ? await startServer({
        config: config.value,
        clock,
        appVersion: __APP_VERSION__,
        random,
        stopwatch: { elapsedMs: () => performance.now() },
        // Standard error, line by line and at once: what the operator reads, links among it, stays alone on the other one.
        log: createLog(config.value.logLevel, pino.destination({ fd: 2, sync: true })),
        say,
      })
    : config;
  if (!started.ok) {
    console.error(started.problem);
    process.exitCode = wrongSettings;
    return;
  }
  const stop = (): void => {
    clearInterval(watch);
    started.value.close().then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  const watch = setInterval(() => {
    // Windows gives an orphan no other parent: there the old one has to be asked for.
    if (process.env.npm_lifecycle_event !== undefined && (process.ppid !== parent || !isAlive(parent))) stop();
  }, npmPollMs);
  watch.unref();
  // SIGHUP: the terminal or the console window was closed; SIGBREAK: Ctrl-Break, and what Windows sends at its end.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"] as const) process.on(signal, stop);
}

await run();
