// A whole scene for tests of a bad network: the demonstration city behind an endpoint process, a faulty proxy as the app's origin, a
// browser; and the few things every such test does. Time passes for pages and endpoint together, and only when told.

import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import { type EndpointProcess, startEndpoint } from "../../fixtures/endpoint-process.ts";
import { type FaultyProxy, startFaultyProxy } from "../../fixtures/faulty-proxy.ts";
import { launchBrowser, patienceMs } from "./launch-browser.ts";
import { inviteOf, join, openDevice, quietHourOffset, untilToday } from "./people.ts";
import { type JournalRow, type LedgerRows, ownRows, readLedger } from "./stored.ts";

export interface Scene {
  readonly browser: Browser;
  readonly dataDir: string;
  readonly proxy: FaultyProxy;
  readonly endpoint: () => EndpointProcess;
  /** Of all clocks, ahead of this machine's. */
  readonly offsetMs: () => number;
  /** The same ledger again, after the process has ended. */
  readonly restart: () => Promise<EndpointProcess>;
  /** Timers of these contexts' pages that are due within the time fire; the endpoint's clock moves with them. */
  readonly passTime: (ms: number, ...contexts: readonly BrowserContext[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openScene(): Promise<Scene> {
  const dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-scene-"));
  const proxy = await startFaultyProxy();
  let offsetMs = quietHourOffset();
  const start = async (): Promise<EndpointProcess> => {
    const started = await startEndpoint({ dataDir, args: ["--demo"], offsetMs, env: { PUBLIC_URL: proxy.url } });
    proxy.lead(started.port);
    return started;
  };
  const [browser, first] = await Promise.all([launchBrowser(), start()]);
  let endpoint = first;
  return {
    browser,
    dataDir,
    proxy,
    endpoint: () => endpoint,
    offsetMs: () => offsetMs,
    restart: async () => {
      await endpoint.ended;
      endpoint = await start();
      return endpoint;
    },
    passTime: async (ms, ...contexts) => {
      // A reply that crosses the jump would tell a device that its clock is wrong by half of it (R20).
      await proxy.quiet();
      offsetMs += ms;
      // The endpoint first: a device is never ahead of it.
      await endpoint.moveClock(offsetMs);
      for (const context of contexts) await context.clock.fastForward(ms);
    },
    close: async () => {
      await browser.close();
      await endpoint.stop();
      await proxy.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export interface Volunteer {
  readonly phone: BrowserContext;
  readonly page: Page;
}
export interface VolunteerOptions {
  readonly wakes?: boolean;
  /** Done to the context before its first page. */
  readonly before?: (phone: BrowserContext) => Promise<void>;
}

/** Whom the demonstration city invited, joined on a phone of their own. */
export async function openVolunteer(scene: Scene, { wakes = false, before }: VolunteerOptions = {}): Promise<Volunteer> {
  const phone = await openDevice(scene.browser, { offsetMs: scene.offsetMs(), wakes });
  await before?.(phone);
  return { phone, page: await join(phone, inviteOf(scene.endpoint(), "volunteer")) };
}

/** The same, with 今日 before them and 签到 to press. */
export async function openVolunteerToday(scene: Scene, options: VolunteerOptions = {}): Promise<Volunteer> {
  const { phone, page } = await openVolunteer(scene, options);
  await page.goto(`${scene.proxy.url}/`);
  await untilToday(page, "open");
  return { phone, page };
}

/** A promise and how to end it. */
export function createGate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** A condition of a busy machine: polled for as long as a page is waited for, not for a second. */
export const eventually = (read: () => unknown): ReturnType<typeof expect.poll> => expect.poll(read, { timeout: patienceMs });

/** Longer than any backoff (X9). */
export const longestWaitMs = 300_000;

/** One event of this person's own, from 我的: location is agreed to or not. */
export const tapConsent = (page: Page): Promise<void> => page.locator("[data-consent] button").click();

/** 我的 of a page, waited for. */
export async function openMe(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/me`);
  await page.locator("[data-consent]").waitFor();
}

/** What the endpoint calls this page's device. */
const deviceOf = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open("daogang");
        opening.onerror = () => reject(new Error("no journal"));
        opening.onsuccess = () => {
          const reading = opening.result.transaction("state").objectStore("state").get("member");
          reading.onsuccess = () => {
            opening.result.close();
            resolve((reading.result as { readonly device: string }).device);
          };
        };
      }),
  );

/** 我的 with everything uploaded, the look after opening done, and nothing under way: what is sent next is sent by the test. */
export async function openIdleMe(scene: Scene, page: Page): Promise<void> {
  const before = scene.proxy.exchanges().length;
  await openMe(page, scene.proxy.url);
  const device = await deviceOf(page);
  await eventually(
    () =>
      scene.proxy
        .exchanges()
        .slice(before)
        .filter((seen) => seen.device === device).length,
  ).toBeGreaterThan(0);
  await untilMe(page, { unsent: 0, notice: "none" });
  await page.locator("button:enabled", { hasText: "立即上传" }).waitFor();
}

/** The outbox card of 我的: waits until it says so. */
export const untilMe = (page: Page, wanted: { readonly unsent?: number; readonly notice?: string }): Promise<void> =>
  page
    .locator(
      `[data-screen="me"] .card${wanted.unsent === undefined ? "[data-unsent]" : `[data-unsent="${wanted.unsent}"]`}${wanted.notice === undefined ? "" : `[data-notice="${wanted.notice}"]`}`,
    )
    .waitFor();

export const unsentOf = (rows: readonly JournalRow[]): readonly string[] => rows.filter((row) => row.unsent === 1).map((row) => row.id);

/**
 * X1, X2: everything this device ever recorded stands in the ledger once, in one unbroken chain, under the receipt the device
 * holds. The endpoint must have stopped.
 */
export function expectExactlyOnce(own: readonly JournalRow[], ledger: LedgerRows): void {
  expect(own.length).toBeGreaterThan(0);
  expect(own.map((row) => row.event.n)).toEqual(own.map((_, i) => i + 1));
  const device = own[0]?.device;
  const theirs = ledger.events.filter((row) => row.device === device);
  expect(theirs.map(({ id, n, number, flaw }) => ({ id, n, number, flaw })).sort((a, b) => a.n - b.n)).toEqual(
    own.map((row) => ({ id: row.id, n: row.event.n, number: row.receipt?.number, flaw: null })),
  );
  const ids = ledger.events.map((row) => row.id);
  expect(new Set(ids).size).toBe(ids.length);
}

/** Stops the endpoint, then reads what both sides hold. */
export async function readBoth(scene: Scene, page: Page): Promise<{ readonly own: readonly JournalRow[]; readonly ledger: LedgerRows }> {
  const own = await ownRows(page);
  await scene.endpoint().stop();
  return { own, ledger: readLedger(scene.dataDir) };
}

/** The ledger while its endpoint runs, or is dead and will come back: read from a copy, since a reader would lock the file. */
export async function readLedgerCopy(scene: Scene): Promise<LedgerRows> {
  const copy = await mkdtemp(joinPath(tmpdir(), "daogang-copy-"));
  // All but the running server's socket, which nobody can copy.
  await cp(scene.dataDir, copy, { recursive: true, filter: (path) => !path.endsWith(".sock") });
  try {
    return readLedger(copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

const dayMs = 86_400_000;
const zoneMs = 8 * 3_600_000;

/** To the next such time of day in Shanghai ("07:28"), for everybody. */
export function passToClock(scene: Scene, clock: string, contexts: readonly BrowserContext[]): Promise<void> {
  const now = Date.now() + scene.offsetMs();
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  const wanted = Math.floor((now + zoneMs) / dayMs) * dayMs - zoneMs + (hours * 60 + minutes) * 60_000;
  return scene.passTime((wanted > now ? wanted : wanted + dayMs) - now, ...contexts);
}
