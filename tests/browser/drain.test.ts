// A backlog of 5,000 events in a real browser, made without a network and sent over one that loses replies: everything arrives exactly once.
// How fast is the bench's question (tests/bench/drain-5000.ts), whose page this is.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildCity } from "../bench/drain-city.ts";
import { pageScript } from "../bench/page-script.ts";
import type { DrainDevice } from "../bench/pages/drain-device.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { type FaultyProxy, startFaultyProxy } from "../fixtures/faulty-proxy.ts";
import { launchBrowser } from "./support/launch-browser.ts";

declare global {
  var drainDevice: DrainDevice;
}

let folder: string;
let browser: Browser;
let endpoint: EndpointProcess;
let proxy: FaultyProxy;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "daogang-drain-"));
  [browser, endpoint, proxy] = await Promise.all([launchBrowser(), startEndpoint({ dataDir: folder }), startFaultyProxy()]);
  proxy.lead(endpoint.port);
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await proxy?.stop();
  await rm(folder, { recursive: true, force: true });
});

it("X1 X2 SY3 SY25: 5,000 events made offline arrive exactly once, although two replies are lost on the way", async () => {
  const city = await buildCity(endpoint, 1667, 6 * 3_600_000);
  const person = await city.volunteer("ann");
  const page = await browser.newPage();
  await page.goto(`${proxy.url}/healthz`);
  await page.evaluate(await pageScript("tests/bench/pages/drain-device.ts"));
  await page.evaluate(() => drainDevice.start());
  await page.evaluate((invite) => drainDevice.enrol(invite), (await endpoint.invite(person)).replace(/^.*#/, ""));
  await page.evaluate(() => drainDevice.quiet());
  proxy.set({ type: "reset" });
  await page.evaluate(([who, duties]) => drainDevice.record(who, duties), [person, city.duties("ann")] as const);
  await page.evaluate(() => drainDevice.failOffline());
  expect(await page.evaluate(() => drainDevice.kept())).toMatchObject({ own: 5001, stored: 0, unsent: 5001 });

  const before = proxy.exchanges().length;
  const isLost = (turn: number): boolean => turn === 2 || turn === 5;
  proxy.set(({ path }) => (path === "/api/exchange" && isLost(proxy.exchanges().length - before) ? { type: "lost" } : { type: "pass" }));
  await page.evaluate(() => drainDevice.drain(5001));

  expect(await page.evaluate(() => drainDevice.kept())).toMatchObject({ own: 5001, stored: 5001, unsent: 0 });
  const sent = proxy.exchanges().slice(before);
  expect(sent[1]?.events).not.toEqual([]);
  expect(sent.flatMap(({ events }) => events).length).toBeGreaterThan(5001);
  const [device] = sent.map((it) => it.device);
  const [rows] = await endpoint.query<{ count: number; ids: number; last: number }>(
    "SELECT count(*) count, count(DISTINCT id) ids, max(n) last FROM events WHERE device = ?",
    device ?? "",
  );
  expect(rows).toMatchObject({ count: 5001, ids: 5001, last: 5001 });
}, 300_000);
