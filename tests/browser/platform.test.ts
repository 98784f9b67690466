// Each browser adapter alone in a real Chromium, under the app's own policy: positions as receivers give them, and every way the browser
// can refuse. Only silence is made by hand: no machine is silent on request. What reads codes: scanning.test.ts.

import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "./support/launch-browser.ts";
import type { PlatformPage } from "./support/platform-page.ts";
import { type PlatformServer, startPlatformServer } from "./support/platform-server.ts";

declare const platform: PlatformPage;

let server: PlatformServer;
let browser: Browser;

beforeAll(async () => {
  server = await startPlatformServer();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

afterEach(() => server.closePages());

const open = (options?: BrowserContextOptions): Promise<Page> => server.open(browser, options);

const square = { longitude: 118.1234567, latitude: 32.1, accuracy: 20 };
const withLocation = { permissions: ["geolocation"] };

describe("position", () => {
  it("answers at once with a fix that is accurate enough, in safe integers, dated by our own clock", async () => {
    const page = await open({ ...withLocation, geolocation: square });
    const { answer, before, after } = await page.evaluate(async () => {
      const before = platform.clock.now();
      const answer = await platform.position.locate(30_000);
      return { answer, before, after: platform.clock.now() };
    });
    expect(answer).toMatchObject({ type: "fixed", fix: { lngE7: 1_181_234_567, latE7: 321_000_000, accuracyDm: 200 } });
    if (answer.type !== "fixed") throw new Error("not fixed");
    expect(answer.fix.at).toBeGreaterThanOrEqual(before);
    expect(answer.fix.at).toBeLessThanOrEqual(after);
    // Long before its time is up, on any machine.
    expect(after - before).toBeLessThan(20_000);
  });

  /** Asks for a fix for an hour of the page's own time, shows it each of these, and lets the hour pass once it has seen them all. */
  async function locateWhile(page: Page, fixes: readonly (typeof square)[]): Promise<unknown> {
    await page.clock.install();
    await page.evaluate(() => {
      const seen: number[] = [];
      const { geolocation } = navigator;
      const watch = geolocation.watchPosition.bind(geolocation);
      geolocation.watchPosition = (onFix, ...more) =>
        watch(
          (position) => {
            onFix(position);
            seen.push(position.coords.accuracy);
          },
          ...more,
        );
      Object.assign(globalThis, { seen, answer: platform.position.locate(3_600_000) });
    });
    for (const [i, fix] of fixes.entries()) {
      if (i > 0) await page.context().setGeolocation(fix);
      await page.waitForFunction((accuracy) => (globalThis as unknown as { seen: number[] }).seen.includes(accuracy), fix.accuracy);
    }
    await page.clock.fastForward(3_600_000);
    return page.evaluate(() => (globalThis as unknown as { answer: Promise<unknown> }).answer);
  }

  it("waits out its time for a better fix and answers with the best", async () => {
    const fixes = [900, 400, 650].map((accuracy) => ({ ...square, accuracy }));
    const page = await open({ ...withLocation, geolocation: { ...square, accuracy: 900 } });
    expect(await locateWhile(page, fixes)).toMatchObject({ type: "fixed", fix: { accuracyDm: 4_000 } });
  });

  it("stops waiting when a good fix arrives late", async () => {
    const page = await open({ ...withLocation, geolocation: { ...square, accuracy: 900 } });
    const answer = page.evaluate(() => platform.position.locate(30_000));
    await page.waitForTimeout(600);
    await page.context().setGeolocation({ ...square, accuracy: 100 });
    expect(await answer).toMatchObject({ type: "fixed", fix: { accuracyDm: 1_000 } });
  });

  it("keeps a fix at 0,0 only for want of another", async () => {
    const nowhere = { longitude: 0, latitude: 0, accuracy: 5 };
    const page = await open({ ...withLocation, geolocation: nowhere });
    expect(await locateWhile(page, [nowhere, { ...square, accuracy: 300 }])).toMatchObject({ type: "fixed", fix: { accuracyDm: 3_000 } });
  });

  it("tells a refusal from silence", async () => {
    const refusing = await open();
    expect(await refusing.evaluate(() => platform.position.locate(5_000))).toEqual({ type: "refused" });

    const silent = await open({ ...withLocation, geolocation: square });
    await silent.evaluate(() => {
      navigator.geolocation.watchPosition = () => 1;
    });
    expect(await silent.evaluate(() => platform.position.locate(300))).toEqual({ type: "silent" });
  });
});

describe("the small adapters", () => {
  it("answer without throwing, before and after a gesture", async () => {
    const page = await open();
    const answer = () =>
      page.evaluate(async () => {
        platform.feedback.success();
        platform.feedback.failure();
        platform.feedback.tick();
        const storage = await platform.storage.state();
        return { storage, asked: await platform.storage.request(), install: platform.install.state(), support: platform.support };
      });
    expect(await answer()).toMatchObject({
      storage: { persisted: false, usedBytes: expect.any(Number), quotaBytes: expect.any(Number) },
      asked: expect.any(Boolean),
      install: { isInstalled: false },
      support: { isSecure: true, isEmbedded: false, missing: [], lacking: [] },
    });
    await page.mouse.click(10, 10);
    await answer();
  });

  it("give time, chance and timers as their ports promise", async () => {
    const page = await open();
    const given = await page.evaluate(async () => {
      const { clock, random, timer } = platform;
      const before = clock.elapsed();
      let cancelled = "never called";
      timer.after(50, () => {
        cancelled = "called";
      })();
      await new Promise<void>((resolve) => timer.after(100, resolve));
      // Longer than setTimeout can count: must not fire at once.
      let far = "waiting";
      const cancelFar = timer.after(40 * 86_400_000, () => {
        far = "fired";
      });
      await new Promise<void>((resolve) => timer.after(50, resolve));
      cancelFar();
      const waited = clock.elapsed() - before;
      return {
        waited,
        cancelled,
        far,
        zone: clock.zoneOffset(),
        run: clock.run,
        bytes: random.bytes(10).length,
        fraction: random.fraction(),
      };
    });
    expect(given).toMatchObject({ cancelled: "never called", far: "waiting", zone: 480, bytes: 10 });
    expect(given.waited).toBeGreaterThanOrEqual(140);
    expect(given.run).toMatch(/^[0-9a-f]{32}$/);
    expect(given.fraction).toBeLessThan(1);
  });

  it("wake on opening and when the network is back", async () => {
    const page = await open();
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(globalThis, { heard, end: platform.wakeSignals.observe((signal) => heard.push(signal)) });
    });
    await page.context().setOffline(true);
    await page.context().setOffline(false);
    await page.waitForFunction(() => (globalThis as unknown as { heard: string[] }).heard.includes("online"));
    const heard = await page.evaluate(() => {
      const { heard, end } = globalThis as unknown as { heard: string[]; end: () => void };
      end();
      dispatchEvent(new Event("online"));
      return heard;
    });
    expect(heard).toEqual(["open", "online"]);
  });
});
