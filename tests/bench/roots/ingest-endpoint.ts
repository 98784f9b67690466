// The endpoint under a bench: the production composition with a meter of its stages, steered over the channel it was started with.

import { randomBytes } from "node:crypto";
import { readConfig } from "../../../src/endpoint/config.ts";
import { startServer } from "../../../src/endpoint/server.ts";
import { createStageTimes } from "../../../src/endpoint/stages.ts";

const stages = createStageTimes(() => performance.now());
const config = readConfig(process.env, [], "nowhere");
if (!config.ok) throw new Error(config.problem);
const started = await startServer({
  config: config.value,
  clock: { now: () => Date.now() },
  random: { bytes: (length) => randomBytes(length), fraction: () => Math.random() },
  // A meter costs something itself: rounds that count run without it.
  ...(process.env.METERED === "1" ? { meter: stages } : {}),
  onError: (error) => console.error(error),
});
if (!started.ok) throw new Error(started.problem);
const { close, ledger, url } = started.value;
// As after hours in which no page could be written back: an eighth of a great table lies in the log, committed.
if (process.env.FAT_LOG === "1") {
  ledger.database.exec("PRAGMA wal_autocheckpoint = 0");
  ledger.database.run("UPDATE attendance SET as_of = as_of + 1 WHERE ledger = ? AND shift < '2'", ledger.key);
}

process.on("disconnect", () => process.exit(0));
process.on("message", ({ type }: { readonly type: string }) => {
  if (type === "stop") void close().finally(() => process.exit(0));
  if (type === "count") {
    const row = ledger.database.get<{ stored: number }>("SELECT count(*) AS stored FROM receipts WHERE judgement = 'stored'");
    process.send?.({ type: "count", stored: row?.stored ?? 0 });
  }
  if (type !== "usage") return;
  const { user, system } = process.cpuUsage();
  process.send?.({ type: "usage", cpuMs: (user + system) / 1000, stages: stages.take() });
});
process.send?.({ type: "ready", port: Number(new URL(url).port) });
