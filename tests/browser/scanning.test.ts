// What reads codes, in a real Chromium under the app's own policy: a camera film decoded frame by frame, photos as people take them, and
// a camera that is refused or missing. Chromium on a desktop has no BarcodeDetector: src/platform/qr-decoder.ts does it all.

import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { drawPhoto, type Held, writeCameraFilm } from "./support/fake-camera.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import type { PlatformPage } from "./support/platform-page.ts";
import { type PlatformServer, startPlatformServer } from "./support/platform-server.ts";

declare const platform: PlatformPage;

const sign = "https://daogang.example/s/00112233445566778899aabbccddeeff.12345678";
const badge = "daogang:badge:1";
/** Three pixels a module in the camera's picture, fewer than two in the page's. */
const farAway: Partial<Held> = { share: 0.27, turn: 20 };

let server: PlatformServer;
let browser: Browser;
let filming: Browser;
let filmingFar: Browser;

beforeAll(async () => {
  server = await startPlatformServer();
  const cameraFilm = await writeCameraFilm(join(server.folder, "film.y4m"), [null, sign, badge]);
  const farFilm = await writeCameraFilm(join(server.folder, "far.y4m"), [sign], 1, farAway);
  [browser, filming, filmingFar] = await Promise.all([
    launchBrowser(),
    launchBrowser({ cameraFilm }),
    launchBrowser({ cameraFilm: farFilm }),
  ]);
});

afterAll(async () => {
  await Promise.all([browser?.close(), filming?.close(), filmingFar?.close()]);
  await server?.stop();
});

afterEach(() => server.closePages());

const open = (options?: BrowserContextOptions, inBrowser: Browser = browser): Promise<Page> => server.open(inBrowser, options);

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

  it("reads a code held too far away for the pixels the page shows of it", async () => {
    const page = await open({}, filmingFar);
    expect((await scanFor(1)(page)).seen).toEqual([sign]);
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
      /** What there is as soon as it is so, or after long enough for any machine. */
      const stateAfter = async (event: string, wanted: MediaStreamTrackState) => {
        const held = tracks();
        dispatchEvent(new PageTransitionEvent(event));
        const states = () => [...held, ...tracks()].map((track) => track.readyState);
        for (let turn = 0; turn < 400 && states().join() !== wanted; turn += 1) await new Promise((resolve) => setTimeout(resolve, 50));
        return states();
      };
      const seen = [tracks().map((track) => track.readyState), await stateAfter("pagehide", "ended"), await stateAfter("pageshow", "live")];
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

describe("a code in a photo", () => {
  const readPhoto = async (page: Page, picture: Uint8Array): Promise<string | null> => {
    await page.setInputFiles("#photo", { name: "photo.png", mimeType: "image/png", buffer: Buffer.from(picture) });
    return page.evaluate(() => {
      const input = document.getElementById("photo");
      if (input === null) throw new Error("no input");
      return platform.scanner.readPhoto(input);
    });
  };

  const ways: readonly (readonly [string, Partial<Held>])[] = [
    ["as it should be", {}],
    ["on its head", { turn: 180, share: 0.6 }],
    ["turned", { turn: 33, share: 0.6 }],
    ["the other way round", { turn: -61, share: 0.5 }],
    ["in twilight", { ink: 95, paper: 135, share: 0.6 }],
    ["light on dark", { ink: 225, paper: 40, share: 0.6 }],
    ["small", { share: 0.25 }],
    ["small, turned and pale", { share: 0.3, turn: 12, ink: 90, paper: 190 }],
  ];

  it("is read however the photo was taken, and from a wall nothing is read", async () => {
    const page = await open();
    const read: (readonly [string, string | null])[] = [];
    for (const [name, held] of ways) read.push([name, await readPhoto(page, drawPhoto(sign, held))]);
    expect(read).toEqual(ways.map(([name]) => [name, sign]));
    expect(await readPhoto(page, drawPhoto(null))).toBeNull();
  });
});
