// A browser's own detector of codes (Chrome on Android, Safari behind a switch) before the scanning loop. The Chromium of the tests has none: a
// stand-in is put into the page, which answers as the real ones do, in the ways in which they are known to fail.

import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { badgeText } from "../../src/protocol/badge.ts";
import { writeCameraFilm } from "./support/fake-camera.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import type { PlatformPage } from "./support/platform-page.ts";
import { type PlatformServer, startPlatformServer } from "./support/platform-server.ts";

declare const platform: PlatformPage;

/** How a stand-in answers: to the question what it knows, to being made, to pictures. */
type Manner = "reads" | "misses" | "rejects" | "is-silent" | "cannot-be-made" | "knows-no-codes" | "rejects-the-question";

const people = 3;
/** All of it so many times slower, the film and the loop's own seconds: a busy machine stands still for a second now and then. */
const slower = 3;
const badges = Array.from({ length: people }, (_, i) =>
  badgeText({ person: `${i + 1}`.repeat(32), expires: 1_800_000_000_000, signature: `${i + 1}e`.repeat(64) }),
);
const known = "read by the browser itself";

let server: PlatformServer;
let browser: Browser;
beforeAll(async () => {
  server = await startPlatformServer();
  browser = await launchBrowser({
    cameraFilm: await writeCameraFilm(join(server.folder, "people.y4m"), badges, 2 * slower, { share: 0.6 }),
  });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(() => server.closePages());

interface Seen {
  /** In the order they were reported. */
  readonly texts: readonly string[];
  /** Pictures the stand-in was shown, and whether each was the camera's running video. */
  readonly shown: readonly boolean[];
  /** Pictures the workers were given. */
  readonly given: number;
}

/** Scans until `wanted` texts were reported. */
async function scanBeside(manner: Manner, wanted: number): Promise<Seen> {
  const page = await server.open(browser);
  return page.evaluate(
    async ([how, own, count, times]) => {
      const timer = setTimeout;
      Object.assign(globalThis, { setTimeout: (call: () => void, ms = 0) => timer(call, ms < 1_000 ? ms : ms * times) });
      const shown: boolean[] = [];
      let given = 0;
      const post = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (this: Worker, ...rest: unknown[]) {
        given += 1;
        Reflect.apply(post, this, rest);
      };
      class StandIn {
        constructor() {
          if (how === "cannot-be-made") throw new TypeError("no service");
        }
        static getSupportedFormats(): Promise<readonly string[]> {
          if (how === "rejects-the-question") return Promise.reject(new DOMException("no service"));
          return Promise.resolve(how === "knows-no-codes" ? ["ean_13"] : ["qr_code"]);
        }
        detect(source: unknown): Promise<readonly { readonly rawValue: string }[]> {
          shown.push(source instanceof HTMLVideoElement && source.srcObject instanceof MediaStream && !source.paused);
          if (how === "rejects") return Promise.reject(new DOMException("Barcode detection service unavailable.", "NotSupportedError"));
          if (how === "is-silent") return new Promise(() => undefined);
          return Promise.resolve(how === "reads" ? [{ rawValue: own }] : []);
        }
      }
      Object.assign(globalThis, { BarcodeDetector: StandIn });
      const host = document.getElementById("camera");
      if (host === null) throw new Error("no host");
      const texts: string[] = [];
      let enough: () => void = () => undefined;
      const done = new Promise<void>((resolve) => {
        enough = resolve;
      });
      const started = await platform.scanner.start(host, (text) => {
        texts.push(text);
        if (texts.length === count) enough();
      });
      if (started.type !== "scanning") throw new Error(started.type);
      await done;
      await started.scan.stop();
      return { texts, shown, given };
    },
    [manner, known, wanted, slower] as const,
  );
}

/** The film may begin anywhere, and begins again: nobody twice in a row and nobody left out. */
function expectEachInTurn(texts: readonly string[]): void {
  const first = badges.indexOf(texts[0] ?? "");
  expect(texts.map((text) => badges.indexOf(text))).toEqual(texts.map((_, i) => (first + i) % people));
}

it("a browser's own detector is shown the running video first; what it reads needs no worker", async () => {
  const { texts, shown, given } = await scanBeside("reads", 2);
  // It stays in the picture: reported again after three of the loop's seconds, and nothing else is.
  expect(texts).toEqual([known, known]);
  expect(shown.length).toBeGreaterThan(2);
  expect(shown).toEqual(shown.map(() => true));
  expect(given).toBe(0);
});

it("what it does not find in a picture the workers look for in the same one, and it is asked again at the next", async () => {
  const { texts, shown, given } = await scanBeside("misses", people + 1);
  expectEachInTurn(texts);
  expect(shown.length).toBeGreaterThanOrEqual(given);
  expect(given).toBeGreaterThan(people);
});

it.each([
  "rejects",
  "is-silent",
] as const)("one that %s at its first picture (no Google services) is not asked again, and no text is lost", async (manner) => {
  const { texts, shown } = await scanBeside(manner, people + 1);
  expectEachInTurn(texts);
  expect(shown).toEqual([true]);
});

it.each(["cannot-be-made", "knows-no-codes", "rejects-the-question"] as const)("one that %s is never asked", async (manner) => {
  const { texts, shown } = await scanBeside(manner, 1);
  expect(badges).toContain(texts[0]);
  expect(shown).toEqual([]);
});
