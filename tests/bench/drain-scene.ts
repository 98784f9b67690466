// What both drain benches share: a browser profile with the app's device on one origin and the bare page on another, each at its own wire,
// and how what they spent is told.

import type { Page } from "playwright-core";
import { buildRoot } from "../fixtures/build-root.ts";
import { type EndpointProcess, endpointRoot, startEndpoint } from "../fixtures/endpoint-process.ts";
import { firstPage, profileIn, withFolder } from "./browser.ts";
import { startBareServer, startWire, type Wire } from "./drain-processes.ts";
import { percentile } from "./line.ts";
import { pageScript } from "./page-script.ts";
import type { BareClient } from "./pages/bare-client.ts";
import type { DrainDevice, Measured } from "./pages/drain-device.ts";
import type { Counted } from "./roots/shaped-wire.ts";

declare global {
  var drainDevice: DrainDevice;
  var bareClient: BareClient;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export interface Side {
  readonly page: Page;
  readonly wire: Wire;
}
export interface Sides {
  readonly ours: Side;
  readonly bare: Side;
}
export interface DrainScene {
  readonly endpoint: EndpointProcess;
  /** Both pages in one new profile, each on the origin of its wire. */
  readonly withPages: <V>(work: (sides: Sides) => Promise<V>) => Promise<V>;
}
/** One round of both. */
export interface Round {
  readonly ours: Measured;
  readonly bareMs: number;
  readonly counted: Counted;
  readonly bareCounted: Counted;
}

/** A real endpoint and a bare server with empty stores side by side, ended with the work. */
export const withScene = <V>(work: (scene: DrainScene) => Promise<V>): Promise<V> =>
  withFolder(async (folder) => {
    await buildRoot(endpointRoot);
    const scripts = {
      device: await pageScript("tests/bench/pages/drain-device.ts"),
      bare: await pageScript("tests/bench/pages/bare-client.ts"),
    };
    const endpoint = await startEndpoint({ dataDir: `${folder}/data` });
    const bareServer = await startBareServer(folder);
    const wires = { ours: await startWire(endpoint.port), bare: await startWire(bareServer.port) };
    let profiles = 0;
    const withPages: DrainScene["withPages"] = async (onPages) => {
      profiles += 1;
      const context = await profileIn(folder, `profile-${profiles}`).open();
      try {
        const [device, client] = [await firstPage(context), await context.newPage()];
        for (const page of [device, client]) page.on("pageerror", (error) => console.error(error));
        // A page of that origin without a script of its own; what is evaluated is bound by no policy.
        await device.goto(`${wires.ours.url}/healthz`);
        await device.evaluate(scripts.device);
        await device.evaluate(() => drainDevice.start());
        await client.goto(`${wires.bare.url}/`);
        await client.evaluate(scripts.bare);
        return await onPages({ ours: { page: device, wire: wires.ours }, bare: { page: client, wire: wires.bare } });
      } finally {
        await context.close();
      }
    };
    try {
      return await work({ endpoint, withPages });
    } finally {
      for (const wire of [wires.ours, wires.bare]) wire.stop();
      bareServer.stop();
      await endpoint.stop();
    }
  });

/** One after the other, who begins too in turn; what the wires carried meanwhile. */
export async function compare(
  { ours, bare }: Sides,
  round: number,
  measureOurs: (page: Page) => Promise<Measured>,
  measureBare: (page: Page) => Promise<number>,
): Promise<Round> {
  let measured: Measured | undefined;
  let bareMs = 0;
  for (const { wire } of [ours, bare]) await wire.count();
  const turns = [
    async () => {
      await ours.page.bringToFront();
      measured = await measureOurs(ours.page);
    },
    async () => {
      await bare.page.bringToFront();
      bareMs = await measureBare(bare.page);
    },
  ];
  for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
  if (measured === undefined) throw new Error("nothing was measured");
  return { ours: measured, bareMs, counted: await ours.wire.count(), bareCounted: await bare.wire.count() };
}

export const microsOf = (ms: number, count: number): number => Math.round((ms * 1000) / count);

/** µs an event by stage, of the round whose whole is the median; of the bare server the median. */
export function stagesOf(rounds: readonly Round[], count: number, bareCount: number): string {
  const sorted = [...rounds].sort((a, b) => a.ours.tookMs - b.ours.tookMs);
  const { ours, counted } = sorted[Math.floor((sorted.length - 1) / 2)] as Round;
  const { send, ...rest } = ours.stages;
  const known = { ...rest, network: send - counted.serverMs, endpoint: counted.serverMs, whole: ours.tookMs };
  const named = Object.entries(known).map(([name, ms]) => `${name} ${microsOf(ms, count)}`);
  const bareServer = microsOf(median(rounds.map(({ bareCounted }) => bareCounted.serverMs)), bareCount);
  return `µs an event, some at the same time: ${named.join(", ")}; ${ours.exchanges} exchanges; bare server ${bareServer}`;
}
