// The invented city of `--demo` served by a real endpoint in a process of its own, and the ways into it: the links it prints to its
// operator and the app's own 加入 screen.

import { join } from "node:path";
import type { Page } from "playwright-core";
import { buildRoot } from "../fixtures/build-root.ts";
import { type EndpointProcess, endpointRoot, startEndpoint } from "../fixtures/endpoint-process.ts";

export interface City {
  readonly url: string;
  /** The newest link: a link is good for one key, every start prints others. */
  link(who: "volunteer" | "leader"): string;
  stop(): Promise<void>;
  /** The same data under the same address. */
  start(): Promise<void>;
}

/** Ends with the work at the latest. */
export async function withCity<V>(folder: string, work: (city: City) => Promise<V>): Promise<V> {
  await buildRoot(endpointRoot);
  const dataDir = join(folder, "data");
  let endpoint: EndpointProcess = await startEndpoint({ dataDir, args: ["--demo"] });
  const { port, url } = endpoint;
  let isRunning = true;
  const stop = async (): Promise<void> => {
    if (isRunning) await endpoint.stop();
    isRunning = false;
  };
  const city: City = {
    url,
    link: (who) => {
      const line = endpoint.lines().find((it) => it.startsWith(`${who}: `));
      if (line === undefined) throw new Error(`no ${who} link among: ${endpoint.lines().join(" | ")}`);
      return line.slice(who.length + 2);
    },
    stop,
    start: async () => {
      endpoint = await startEndpoint({ dataDir, port, args: ["--demo"] });
      isRunning = true;
    },
  };
  try {
    return await work(city);
  } finally {
    await stop();
  }
}

export const todayDrawn = 'main[data-screen="today"]:not([data-phase="none"])';

export async function joinBy(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.locator('main[data-screen="join"] button.main, main[data-screen="join"] button').last().click();
  await page.waitForSelector('main[data-stage="joined"]');
}
