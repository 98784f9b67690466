// Pictures of every screen, on every device, in every look, to look at: the demonstration city behind an endpoint of its own, walked
// through as the tests do. Into screenshots/, which git ignores; with --readme the two of the README, into src/pictures/.

import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { demoMember } from "../../src/endpoint/demo.ts";
import { allWords } from "../../src/words/all-words.ts";
import { type Language, loadWords } from "../../src/words/words.ts";
import { setOneAside } from "../browser/support/aside.ts";
import { badgesOf, type MakeBadge } from "../browser/support/badges.ts";
import { choose } from "../browser/support/chosen.ts";
import { launchBrowser, viewports } from "../browser/support/launch-browser.ts";
import { type Look, looks } from "../browser/support/looks.ts";
import { minuteMs, openDevice, quietHourOffset } from "../browser/support/people.ts";
import { pictureLead, pictureWalks } from "../browser/support/screens.ts";
import { appointAndTell } from "../browser/support/stage.ts";
import { tourPostLead } from "../browser/support/tour-lead.ts";
import { buildRoot } from "../fixtures/build-root.ts";
import { type EndpointProcess, endpointRoot, startEndpoint } from "../fixtures/endpoint-process.ts";

type Device = keyof typeof viewports;
/** The desk in the narrowest window an office has; otherwise as the tests have them. */
const sizes: Readonly<Record<Device, { readonly width: number; readonly height: number }>> = {
  ...viewports,
  desktop: { width: 1280, height: 800 },
};
const devices = Object.keys(sizes) as readonly Device[];
const root = fileURLToPath(new URL("../../", import.meta.url));

/** Of the pictures, and what they are called there. */
const forReadme: ReadonlyMap<string, string> = new Map([
  ["today-on-phone-light", "today-phone"],
  ["board-marked-tablet-light", "board-tablet"],
]);

interface Order {
  readonly language: Language;
  readonly isForReadme: boolean;
}

function readOrder(args: readonly string[]): Order {
  const language = args.includes("--language") ? args[args.indexOf("--language") + 1] : "zh-CN";
  if (language !== "zh-CN" && language !== "en") throw new Error("screenshots: --language is zh-CN or en");
  return { language, isForReadme: args.includes("--readme") };
}

const slug = (words: string): string =>
  words
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/\W+/g, "-");

/** The page in the size of each device, and back in its own. */
async function onEveryDevice(page: Page, see: (device: Device) => Promise<void>): Promise<void> {
  const before = page.viewportSize();
  for (const device of devices) {
    await page.setViewportSize(sizes[device]);
    await see(device);
  }
  if (before !== null) await page.setViewportSize(before);
}

/** Few colours, where ImageMagick is at hand: flat screens lose nothing visible. */
function reduce(path: string): void {
  const { status } = spawnSync("convert", [path, "-strip", "+dither", "-colors", "48", `PNG8:${path}`]);
  if (status !== 0) console.log(`${path}: left as it is, ImageMagick's convert was not found`);
}

interface Camera {
  take(name: string, page: Page): Promise<void>;
}

async function createCamera({ language, isForReadme }: Order): Promise<Camera> {
  const folder = isForReadme ? join(root, "src", "pictures") : join(root, "screenshots");
  if (!isForReadme) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return {
    async take(name, page) {
      const called = isForReadme ? forReadme.get(name) : name;
      if (called === undefined) return;
      const path = join(folder, `${called}${language === "en" ? "-en" : ""}.png`);
      await writeFile(path, await page.screenshot({ animations: "disabled", caret: "hide" }));
      if (isForReadme) reduce(path);
      const { size } = await stat(path);
      // Width and height stand at bytes 16 and 20 of every PNG.
      const bytes = await readFile(path);
      console.log(`${called}.png ${bytes.readUInt32BE(16)}×${bytes.readUInt32BE(20)} ${Math.ceil(size / 1024)} kB`);
    },
  };
}

interface Scene {
  readonly browser: Browser;
  readonly endpoint: EndpointProcess;
  readonly offsetMs: number;
  readonly badge: MakeBadge;
  readonly camera: Camera;
  readonly order: Order;
}

async function photograph({ browser, endpoint, offsetMs, badge, camera, order }: Scene, look: Look, turn: number): Promise<void> {
  const words = allWords(await loadWords(order.language));
  for (const { prefix, person, device, tour } of pictureWalks(turn)) {
    if (tour === tourPostLead) await appointAndTell(endpoint, "square", pictureLead(turn), offsetMs);
    const place = { longitude: 105.72, latitude: 34.58, accuracy: 20 };
    const context = await openDevice(browser, { kind: device, offsetMs, place, language: order.language });
    await choose(context, endpoint.url, look.settings);
    const visit = (name: string, page: Page): Promise<void> =>
      onEveryDevice(page, (on) => camera.take(`${slug(prefix + name)}-${on}-${look.name}`, page));
    await tour(context, await endpoint.invite(person), visit, words, badge);
    await context.close();
  }
}

async function takePictures(order: Order): Promise<void> {
  await buildRoot(endpointRoot);
  const dataDir = await mkdtemp(join(tmpdir(), "daogang-pictures-"));
  const startOffsetMs = quietHourOffset();
  const [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs: startOffsetMs })]);
  try {
    // Ten minutes into the duty: somebody can be late.
    const offsetMs = startOffsetMs + 10 * minuteMs;
    await endpoint.moveClock(offsetMs);
    await setOneAside(endpoint, demoMember("square", 3), offsetMs);
    const badge = await badgesOf(endpoint, Date.now() + offsetMs);
    const camera = await createCamera(order);
    const wanted = order.isForReadme ? looks.slice(0, 1) : looks;
    for (const [turn, look] of wanted.entries()) await photograph({ browser, endpoint, offsetMs, badge, camera, order }, look, turn);
  } finally {
    await browser.close();
    await endpoint.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

await takePictures(readOrder(process.argv.slice(2)));
