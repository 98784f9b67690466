// The whole server in this process, watched as in production: its log kept as lines, its figures asked for over HTTP, the demonstration's
// city and links in it. Shared by the suites of logs and figures.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../src/endpoint/config.ts";
import { createLog } from "../../src/endpoint/log.ts";
import { type Server, startServer } from "../../src/endpoint/server.ts";
import { createTestDevice, sendTo, type TestDevice } from "../fixtures/test-device.ts";
import { countedRandom } from "./city.ts";

export interface WatchedServer {
  readonly server: Server;
  /** What was logged so far. */
  readonly logged: () => string;
  readonly linkOf: (name: "volunteer" | "leader") => string;
  /** A device that has joined with one of the printed links. */
  readonly join: (name: "volunteer" | "leader") => Promise<TestDevice>;
  readonly close: () => Promise<void>;
}

export async function startWatchedServer(env: Readonly<Record<string, string>> = {}): Promise<WatchedServer> {
  const folder = mkdtempSync(join(tmpdir(), "daogang-watched-"));
  const config = readConfig({ PORT: "0", HOST: "127.0.0.1", DATA_DIR: folder, LOG_LEVEL: "debug", ...env }, ["--demo"], folder);
  if (!config.ok) throw new Error(config.problem);
  const [lines, said]: [string[], string[]] = [[], []];
  const started = await startServer({
    config: config.value,
    clock: { now: () => Date.now() },
    random: countedRandom(),
    // A second of the machine is a millisecond here: how long things take is measured, and nobody is turned away because it is busy with other tests.
    stopwatch: { elapsedMs: () => performance.now() / 1000 },
    log: createLog(config.value.logLevel, { write: (line) => lines.push(line) }),
    say: (line) => said.push(line),
  });
  if (!started.ok) throw new Error(started.problem);
  const server = started.value;
  const linkOf = (name: string): string => new RegExp(`^${name}: (\\S+)$`, "m").exec(said.join("\n"))?.[1] ?? "";
  return {
    server,
    logged: () => lines.join(""),
    linkOf,
    join: async (name) => {
      const device = createTestDevice(sendTo(server.url), Date.now);
      const { reply } = await device.enrol(linkOf(name));
      if (reply.type !== "enrolled") throw new Error(JSON.stringify(reply));
      await device.pull();
      return device;
    },
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Everything in what a device said, holds and was told that is somebody's: ids, keys, hashes, words, numbers of phones and places. */
export function secretsOf(device: TestDevice): readonly string[] {
  const found = new Set<string>([device.device, device.publicKey, device.state.person, device.state.nonce, device.state.token]);
  const look = (value: unknown): void => {
    // Short words and small numbers stand everywhere.
    if (typeof value === "string" && (value.length > 12 || /[^\x20-\x7e]/.test(value))) found.add(value);
    else if (typeof value === "number" && value > 99_999) found.add(String(value));
    else if (Array.isArray(value)) value.forEach(look);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(look);
  };
  look(device.recorded);
  look([...device.receipts.values()].map(({ mac }) => mac));
  look([...device.held.values()].map(({ entry, parts }) => [entry.event.id, entry.event.device, parts]));
  return [...found].filter((secret) => secret !== "");
}
