// A root of the endpoint's own for tests: the same composition as main.ts, which kills itself at a named point once told to by a line on
// stdin: `beforeCommit` or `afterCommit`. Without that it is the production process.

import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline";
import { readConfig } from "../../src/endpoint/config.ts";
import type { Probes } from "../../src/endpoint/ports.ts";
import { startServer } from "../../src/endpoint/server.ts";

let armed = "";
const dieAt = (point: string) => (): void => {
  if (armed === point) process.kill(process.pid, "SIGKILL");
};
const probes: Probes = { beforeCommit: dieAt("beforeCommit"), afterCommit: dieAt("afterCommit") };

const config = readConfig(process.env, process.argv.slice(2), "nowhere");
if (!config.ok) throw new Error(config.problem);
const started = await startServer({
  config: config.value,
  clock: { now: () => Date.now() },
  random: { bytes: (length) => randomBytes(length), fraction: () => Math.random() },
  probes,
  say: (line) => console.log(line),
});
if (!started.ok) throw new Error(started.problem);
console.log(`url: ${started.value.url}`);
createInterface({ input: process.stdin }).on("line", (line) => {
  armed = line;
  console.log(`armed: ${line}`);
});
