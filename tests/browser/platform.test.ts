// Each browser adapter alone in a real Chromium, under the app's own policy: positions as receivers give them, a camera film decoded
// frame by frame, and every way the browser can refuse. Only silence is made by hand: no machine is silent on request.

import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { rootPath } from "../fixtures/build-root.ts";
import { writeCameraFilm } from "./support/fake-camera.ts";
import { launchBrowser, openContext } from "./support/launch-browser.ts";
import type { PlatformPage } from "./support/platform-page.ts";
import { type StaticServer, startStaticServer } from "./support/static-server.ts";

declare const platform: PlatformPage;

const sign = "https://daogang.example/s/00112233445566778899aabbccddeeff.12345678";
const badge = "daogang:badge:1";
let folder: string;
let server: StaticServer;
let browser: Browser;
let filming: Browser;
let contexts: BrowserContext[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "daogang-platform-"));
  await copyFile(rootPath("tests/browser/support/platform-page.ts"), join(folder, "page.js"));
  await writeFile(
    join(folder, "index.html"),
    '<!doctype html><html lang="zh-CN"><title>platform</title><script type="module" src="/page.js"></script><div id="camera"></div>',
  );
  const cameraFilm = await writeCameraFilm(join(folder, "film.y4m"), [null, sign, badge]);
  server = await startStaticServer(pathToFileURL(`${folder}/`));
  [browser, filming] = await Promise.all([launchBrowser(), launchBrowser({ cameraFilm })]);
});
afterAll(async () => {
  await Promise.all([browser?.close(), filming?.close()]);
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  contexts = [];
});

async function open(options: BrowserContextOptions = {}, inBrowser: Browser = browser): Promise<Page> {
  const context = await openContext(inBrowser, "phone", options);
  contexts.push(context);
  const page = await context.newPage();
  await page.goto(server.origin);
  await page.waitForFunction(() => "platform" in globalThis);
  return page;
}

const square = { longitude: 118.1234567, latitude: 32.1, accuracy: 20 };
const withLocation = { permissions: ["geolocation"] };

describe("position", () => {
  it("answers at once with a fix that is accurate enough, in safe integers, dated by our own clock", async () => {
    const page = await open({ ...withLocation, geolocation: square });
    const { answer, before, after } = await page.evaluate(async () => {
      const before = platform.clock.now();
      const answer = await platform.position.locate(5_000);
      return { answer, before, after: platform.clock.now() };
    });
    expect(answer).toMatchObject({ type: "fixed", fix: { lngE7: 1_181_234_567, latE7: 321_000_000, accuracyDm: 200 } });
    if (answer.type !== "fixed") throw new Error("not fixed");
    expect(answer.fix.at).toBeGreaterThanOrEqual(before);
    expect(answer.fix.at).toBeLessThanOrEqual(after);
    expect(after - before).toBeLessThan(4_000);
  });

  it("waits out its time for a better fix and answers with the best", async () => {
    const page = await open({ ...withLocation, geolocation: { ...square, accuracy: 900 } });
    const answer = page.evaluate(() => platform.position.locate(2_500));
    for (const accuracy of [400, 650]) {
      await page.waitForTimeout(600);
      await page.context().setGeolocation({ ...square, accuracy });
    }
    expect(await answer).toMatchObject({ type: "fixed", fix: { accuracyDm: 4_000 } });
  });

  it("stops waiting when a good fix arrives late", async () => {
    const page = await open({ ...withLocation, geolocation: { ...square, accuracy: 900 } });
    const answer = page.evaluate(() => platform.position.locate(30_000));
    await page.waitForTimeout(600);
    await page.context().setGeolocation({ ...square, accuracy: 100 });
    expect(await answer).toMatchObject({ type: "fixed", fix: { accuracyDm: 1_000 } });
  });

  it("keeps a fix at 0,0 only for want of another", async () => {
    const page = await open({ ...withLocation, geolocation: { longitude: 0, latitude: 0, accuracy: 5 } });
    const answer = page.evaluate(() => platform.position.locate(2_000));
    await page.waitForTimeout(600);
    await page.context().setGeolocation({ ...square, accuracy: 300 });
    expect(await answer).toMatchObject({ type: "fixed", fix: { accuracyDm: 3_000 } });
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

const scanFor = (count: number) => async (page: Page) =>
  page.evaluate(async (wanted) => {
    const host = document.getElementById("camera");
    if (host === null) throw new Error("no host");
    const seen = new Set<string>();
    let enough: () => void = () => undefined;
    const done = new Promise<void>((resolve) => {
      enough = resolve;
    });
    const started = await platform.scanner.start(host, (text) => {
      seen.add(text);
      if (seen.size >= wanted) enough();
    });
    if (started.type !== "scanning") throw new Error(started.type);
    await done;
    const video = host.querySelector("video");
    const tracks = video?.srcObject instanceof MediaStream ? video.srcObject.getTracks() : [];
    await started.scan.stop();
    await started.scan.stop();
    return { seen: [...seen], tracks: tracks.map((track) => track.readyState), left: host.childElementCount };
  }, count);

describe("camera scan", () => {
  it("reads codes from the live picture under the policy, and lets the camera go", async () => {
    const page = await open({}, filming);
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
    });
    const result = await scanFor(2)(page);
    expect([...result.seen].sort()).toEqual([badge, sign].sort());
    expect(result).toMatchObject({ tracks: ["ended"], left: 0 });
    expect(complaints).toEqual([]);
    // A second start in the same page must not find the camera taken or the library confused.
    expect((await scanFor(1)(page)).seen).toHaveLength(1);
  });

  it("gives the camera back while the page is away, and takes it again", async () => {
    const page = await open({}, filming);
    const states = await page.evaluate(async () => {
      const host = document.getElementById("camera");
      if (host === null) throw new Error("no host");
      const started = await platform.scanner.start(host, () => undefined);
      const tracks = () => {
        const video = host.querySelector("video");
        return video?.srcObject instanceof MediaStream ? video.srcObject.getTracks() : [];
      };
      const stateAfter = async (event: string) => {
        const held = tracks();
        dispatchEvent(new PageTransitionEvent(event));
        await new Promise((resolve) => setTimeout(resolve, 800));
        return [...held, ...tracks()].map((track) => track.readyState);
      };
      const seen = [tracks().map((track) => track.readyState), await stateAfter("pagehide"), await stateAfter("pageshow")];
      if (started.type === "scanning") await started.scan.stop();
      return [...seen, tracks().map((track) => track.readyState)];
    });
    expect(states).toEqual([["live"], ["ended"], ["live"], []]);
  });

  it("tells a refusal from a missing camera", async () => {
    const start = (page: Page) =>
      page.evaluate(async () => {
        const host = document.getElementById("camera");
        return host === null ? null : (await platform.scanner.start(host, () => undefined)).type;
      });
    // No camera in this machine; with one whose use is denied getUserMedia answers NotAllowedError.
    expect(await start(await open({ permissions: ["camera"] }))).toBe("noCamera");
    const refusing = await open();
    await refusing.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("Permission denied", "NotAllowedError"));
    });
    expect(await start(refusing)).toBe("refused");
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
