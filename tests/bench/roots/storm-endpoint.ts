// The endpoint in the storm: the production composition with the machine's own clocks, as main.ts has it. Says how much of the machine it took.

import { randomBytes } from "node:crypto";
import { pino } from "pino";
import { readConfig } from "../../../src/endpoint/config.ts";
import { createLog } from "../../../src/endpoint/log.ts";
import { startServer } from "../../../src/endpoint/server.ts";

const config = readConfig(process.env, [], "nowhere");
if (!config.ok) throw new Error(config.problem);
const started = await startServer({
  config: config.value,
  clock: { now: () => Date.now() },
  random: { bytes: (length) => randomBytes(length), fraction: () => Math.random() },
  stopwatch: { elapsedMs: () => performance.now() },
  log: createLog("error", pino.destination({ fd: 2, sync: true })),
});
if (!started.ok) throw new Error(started.problem);
const { close, url } = started.value;

export interface StormUsage {
  readonly cpuMs: number;
  /** The most it ever had. */
  readonly peakBytes: number;
}

process.on("disconnect", () => process.exit(0));
process.on("message", ({ type }: { readonly type: string }) => {
  if (type === "stop") void close().finally(() => process.exit(0));
  if (type !== "usage") return;
  const { user, system } = process.cpuUsage();
  process.send?.({ type: "usage", cpuMs: (user + system) / 1000, peakBytes: process.resourceUsage().maxRSS * 1024 });
});
process.send?.({ type: "ready", port: Number(new URL(url).port) });
