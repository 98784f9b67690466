// The processes around the drain benches, started and steered from Node: the wire that shapes and counts, and the least server that
// keeps rows. (roots/)

import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { buildRoot } from "../fixtures/build-root.ts";
import type { Counted, Shape, WireOrder, WireReport } from "./roots/shaped-wire.ts";

export interface Wire {
  readonly url: string;
  shape(shape: Shape): Promise<void>;
  down(isDown: boolean): Promise<void>;
  /** Since the last time. */
  count(): Promise<Counted>;
  stop(): void;
}

async function startProcess(path: string, env: Readonly<Record<string, string>>): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(path, { env: { ...process.env, ...env }, execArgv: [] });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("message", (ready: { readonly port: number }) => resolve(ready.port));
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`${path} ended before it was ready`)));
  });
  return { child, port };
}

/** A wire that leads to a port of this machine. */
export async function startWire(targetPort: number): Promise<Wire> {
  const root = await buildRoot("tests/bench/roots/shaped-wire.ts");
  const { child, port } = await startProcess(root, { TARGET_PORT: String(targetPort) });
  const order = (message: WireOrder): Promise<Counted> =>
    new Promise((resolve) => {
      child.once("message", (report: WireReport) => {
        if (report.type === "counted") resolve(report);
      });
      child.send(message);
    });
  return {
    url: `http://localhost:${port}`,
    shape: async (shape) => void (await order({ type: "shape", shape })),
    down: async (isDown) => void (await order({ type: "down", isDown })),
    count: () => order({ type: "count" }),
    stop: () => child.kill(),
  };
}

export interface BareServer {
  readonly port: number;
  stop(): void;
}

export async function startBareServer(folder: string): Promise<BareServer> {
  const root = await buildRoot("tests/bench/roots/bare-server.ts");
  const { child, port } = await startProcess(root, { DATABASE: join(folder, "bare.db") });
  return { port, stop: () => void child.kill() };
}
