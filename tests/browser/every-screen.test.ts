// Every screen in turn, on a phone and on a tablet, in every look: large enough to hit and to read, never wider than the
// phone, nothing axe objects to (7:1 contrast included), and not a word on the console. One walk, then what was found on it.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoMember } from "../../src/endpoint/demo.ts";
import { deskPages } from "../../src/screens/desk/pages.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { setOneAside } from "./support/aside.ts";
import { badgesOf, type MakeBadge } from "./support/badges.ts";
import { choose } from "./support/chosen.ts";
import { launchBrowser, openContext } from "./support/launch-browser.ts";
import { inEveryLook, looks } from "./support/looks.ts";
import { inChinese, minuteMs, openDevice, quietHourOffset } from "./support/people.ts";
import { postLead, type Walk, walks } from "./support/screens.ts";
import { appointAndTell } from "./support/stage.ts";
import { listen, type Sweep, sweepMeasures, sweepWithAxe } from "./support/sweep.ts";

interface Stop extends Sweep {
  /** Its `data-screen`. */
  readonly screen: string | null;
  readonly name: string;
  readonly axe: readonly string[];
}

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
/** Ten minutes into the duty: somebody can be late. */
const startOffsetMs = quietHourOffset();
const offsetMs = startOffsetMs + 10 * minuteMs;
let badge: MakeBadge;
const stops: Stop[] = [];
const complaints: { readonly lines: readonly string[]; readonly complains?: RegExp | undefined }[] = [];

const screenOf = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.querySelector<HTMLElement>("[data-screen]")?.dataset.screen ?? null);
const visiting = (who: string) => async (name: string, page: Page) => {
  const screen = await screenOf(page);
  await inEveryLook(page, async (look) => {
    const measures = await sweepMeasures(page);
    stops.push({ name: `${who}, ${look.name}: ${name}`, screen, ...measures, axe: await sweepWithAxe(page) });
  });
};
async function open(kind: Walk["device"], complains?: RegExp): Promise<BrowserContext> {
  const context = await openDevice(browser, { kind, offsetMs, place: { longitude: 105.72, latitude: 34.58, accuracy: 20 } });
  context.on("weberror", (error) => complaints.push({ lines: [String(error.error())] }));
  complaints.push({ lines: listen(context), complains });
  return context;
}
const foundBy = (what: keyof Sweep | "axe"): readonly string[] => stops.flatMap((stop) => stop[what].map((it) => `${stop.name}: ${it}`));

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-screens-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs: startOffsetMs })]);
  await endpoint.moveClock(offsetMs);
  await setOneAside(endpoint, demoMember("square", 5), offsetMs);
  await appointAndTell(endpoint, "north", { person: postLead, post: 1 }, offsetMs);
  badge = await badgesOf(endpoint, Date.now() + offsetMs);
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe("every screen", () => {
  it.each(walks)("is walked: $who, $device", async ({ who, device, person, tour, settings, complains }) => {
    const before = stops.length;
    const context = await open(device, complains);
    if (settings !== undefined) await choose(context, endpoint.url, settings);
    await tour(context, await endpoint.invite(person), visiting(`${who} (${device})`), inChinese, badge);
    expect(stops.length - before).toBeGreaterThan(0);
  }, 1_200_000);

  it("is on the way of somebody, every page of the desk among them", () => {
    const seen = new Set(stops.map(({ screen }) => screen));
    const known = [
      "today",
      "join",
      "rehearse",
      "scan",
      "shifts",
      "record",
      "me",
      "hours",
      "my-code",
      "show-code",
      "badge-scan",
      "board",
      "post-board",
      "close",
      "desk",
      "notices",
      "relay",
      "relay-take",
      "handover-give",
      "handover-take",
      "findings",
      "finding-new",
      "finding",
    ];
    expect(known.filter((name) => !seen.has(name))).toEqual([]);
    expect(deskPages.filter(({ name }) => !stops.some((stop) => stop.name.endsWith(`: desk, ${name}`))).map(({ name }) => name)).toEqual(
      [],
    );
  });

  it("is met in WeChat's browser too, which is shown the way out", async () => {
    const userAgent = "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/107.0 Mobile Safari/537.36 MicroMessenger/8.0.30";
    const context = await openContext(browser, "phone", { userAgent });
    const page = await context.newPage();
    await page.goto(await endpoint.invite(demoMember("square", 1)));
    await page.getByText("请点右上角“···”,选在浏览器打开").waitFor();
    await visiting("WeChat")("way out", page);
    expect(stops.slice(-looks.length).map(({ name }) => name)).toEqual(looks.map((look) => `WeChat, ${look.name}: way out`));
  });

  it("has targets of at least 56 px", () => expect(foundBy("targets")).toEqual([]));
  it("has text of at least 18 px, 16 for tile words and dates", () => expect(foundBy("texts")).toEqual([]));
  it("is never wider than its device", () => expect(foundBy("wide")).toEqual([]));
  it("gives axe nothing to object to, in every look", () => expect(foundBy("axe")).toEqual([]));
  it("says nothing on the console: no error, no warning, no refusal of the policy", () => {
    const unexpected = complaints.flatMap(({ lines, complains }) => lines.filter((line) => complains?.test(line) !== true));
    expect(unexpected).toEqual([]);
  });

  it("the sweep finds what is broken: a small button, small text, a wide line, faint ink", async () => {
    const context = await open("phone");
    const page = await context.newPage();
    await page.goto(`${endpoint.url}/join`);
    await page.getByRole("button", { name: "加入队伍" }).waitFor();
    await page.evaluate(() => {
      const main = document.querySelector("main");
      const small = document.createElement("button");
      small.textContent = "小";
      Object.assign(small.style, { font: "12px sans-serif", width: "40px", marginLeft: "380px" });
      const faint = document.createElement("p");
      faint.textContent = "看不清的一行字";
      faint.style.color = "#6b6b6b";
      main?.append(small, faint);
    });
    const found = await sweepMeasures(page);
    expect([found.targets.length, found.texts.length, found.wide.length]).toEqual([1, 1, 2]);
    expect((await sweepWithAxe(page)).join("\n")).toMatch(/^color-contrast-enhanced: /m);
  });
});
