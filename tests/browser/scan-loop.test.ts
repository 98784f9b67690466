// The leader's scanning: one person after another before a fake camera, and the better reader, which WebAssembly makes possible in one worker
// only and which is there without a network once it was fetched.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { badgeText } from "../../src/protocol/badge.ts";
import { writeCameraFilm } from "./support/fake-camera.ts";
import { launchBrowser, openContext } from "./support/launch-browser.ts";
import type { PlatformPage } from "./support/platform-page.ts";
import { type PlatformServer, startPlatformServer } from "./support/platform-server.ts";
import { clientFolder, startStaticServer } from "./support/static-server.ts";

declare const platform: PlatformPage;

/** As long as real ones; a person every two seconds, one after the other without a pause. */
const people = 4;
/** All of it so many times slower, the film and the loop's own seconds: a busy machine stands still for a second now and then. */
const slower = 3;
const secondsEach = 2 * slower;
const badges = Array.from({ length: people }, (_, i) =>
  badgeText({ person: `${i + 1}`.repeat(32), expires: 1_800_000_000_000, signature: `${i + 1}e`.repeat(64) }),
);

let server: PlatformServer;
let browser: Browser;
let filming: Browser;
beforeAll(async () => {
  server = await startPlatformServer();
  const cameraFilm = await writeCameraFilm(join(server.folder, "people.y4m"), badges, secondsEach, { share: 0.6 });
  [browser, filming] = await Promise.all([launchBrowser(), launchBrowser({ cameraFilm })]);
});
afterAll(async () => {
  await Promise.all([browser?.close(), filming?.close()]);
  await server?.stop();
});
afterEach(() => server.closePages());

it("a person every two seconds: each is reported, once, in the order they come", async () => {
  const page = await server.open(filming);
  const task = [people + 2, slower] as const;
  const seen = await page.evaluate(async ([wanted, times]) => {
    const timer = setTimeout;
    Object.assign(globalThis, { setTimeout: (call: () => void, ms = 0) => timer(call, ms < 1_000 ? ms : ms * times) });
    const host = document.getElementById("camera");
    if (host === null) throw new Error("no host");
    const texts: string[] = [];
    let enough: () => void = () => undefined;
    const done = new Promise<void>((resolve) => {
      enough = resolve;
    });
    const started = await platform.scanner.start(host, (text) => {
      texts.push(text);
      if (texts.length === wanted) enough();
    });
    if (started.type !== "scanning") throw new Error(started.type);
    await done;
    await started.scan.stop();
    return texts;
  }, task);
  // The film may begin anywhere, and begins again: nobody twice in a row and nobody left out.
  const first = badges.indexOf(seen[0] ?? "");
  expect(seen.map((text) => badges.indexOf(text))).toEqual(seen.map((_, i) => (first + i) % people));
});

it("the page compiles no WebAssembly, the reading worker does", async () => {
  const page = await server.open(browser);
  const empty = [0, 97, 115, 109, 1, 0, 0, 0];
  const compiled = await page.evaluate(
    (bytes) =>
      WebAssembly.compile(Uint8Array.from(bytes)).then(
        () => "compiled",
        (error: unknown) => String(error),
      ),
    empty,
  );
  expect(compiled).toMatch(/Content Security Policy/);
  expect(await page.evaluate(() => platform.scanner.prepare())).toBe(true);
});

it("without the better reader codes are read all the same", async () => {
  const page = await server.open(filming);
  await page.route(/zxing/, (route) => route.abort());
  const text = await page.evaluate(async () => {
    const host = document.getElementById("camera");
    if (host === null) throw new Error("no host");
    const isThere = await platform.scanner.prepare();
    let found: (text: string) => void = () => undefined;
    const reading = new Promise<string>((resolve) => {
      found = resolve;
    });
    const started = await platform.scanner.start(host, found);
    const read = await reading;
    if (started.type === "scanning") await started.scan.stop();
    return { isThere, read };
  });
  expect(text.isThere).toBe(false);
  expect(badges).toContain(text.read);
});

it("fetched once, the better reader is there when the network is gone", async () => {
  const shell = await startStaticServer();
  const context = await openContext(browser);
  try {
    const page = await context.newPage();
    await page.goto(shell.origin);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    const name = readdirSync(new URL("assets/", clientFolder)).find((it) => /^zxing-worker-/.test(it));
    const begins = (path: string): Promise<string> =>
      page.evaluate(
        (url) =>
          new Promise<string>((resolve) => {
            const worker = new Worker(url);
            worker.onerror = () => resolve("lost");
            worker.onmessage = ({ data }: MessageEvent<{ readonly type: string }>) => resolve(data.type);
          }),
        path,
      );
    expect(await begins(`/assets/${name}`)).toBe("ready");
    await shell.stop();
    expect(await begins(`/assets/${name}`)).toBe("ready");
    expect(await begins("/assets/zxing-worker-00000000.js")).toBe("lost");
  } finally {
    await context.close();
    await shell.stop();
  }
});
