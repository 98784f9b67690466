// People with their devices, as browser tests need them: a context with its clock at the endpoint's time, joined through the real
// screens. Knows accessible names and data attributes, no internals of the app.

import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, BrowserContext, Locator, Page, Request } from "playwright-core";
import { type AllWords, allWords } from "../../../src/words/all-words.ts";
import { chinese } from "../../../src/words/words.ts";
import type { EndpointProcess } from "../../fixtures/endpoint-process.ts";
import { openContext } from "./launch-browser.ts";

export const minuteMs = 60_000;
export const inChinese = allWords(chinese);

/** How far ahead of this machine a test's clocks run, so that it is 13:01 in Shanghai whatever the hour: no demo shift is about to begin or end. */
export function quietHourOffset(): number {
  const dayMs = 86_400_000;
  const sinceMidnight = (Date.now() + 480 * minuteMs) % dayMs;
  const wanted = (13 * 60 + 1) * minuteMs;
  return (wanted - sinceMidnight + dayMs) % dayMs;
}

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracy: number;
}

export interface DeviceOptions {
  readonly kind?: "phone" | "tablet" | "desktop";
  readonly offsetMs: number;
  /** Grants the permission and answers so; null leaves it refused. */
  readonly place?: Place | null;
  /** What the browser asks for: Chinese if absent. */
  readonly language?: string;
  /** Background Sync as the browser has it. */
  readonly wakes?: boolean;
}

/** No worker sends on its own: its clock is this machine's and not the pages'. */
export const withoutWaking = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    // An empty page has none.
    if (typeof ServiceWorkerRegistration === "function") Reflect.deleteProperty(ServiceWorkerRegistration.prototype, "sync");
  });

/** What each device asks the endpoint just now, and since when; the live line, which always stands, is left out. */
const underWay = new WeakMap<BrowserContext, Map<Request, number>>();
const apiButLive = /\/api\/(?!live)/;

/** From now on it is known what the context asks. Once is enough. */
export function followRequests(context: BrowserContext): ReadonlyMap<Request, number> {
  const known = underWay.get(context);
  if (known !== undefined) return known;
  const requests = new Map<Request, number>();
  underWay.set(context, requests);
  const end = (request: Request): void => void requests.delete(request);
  context.on("request", (request) => {
    if (apiButLive.test(request.url())) requests.set(request, Date.now());
  });
  context.on("requestfinished", end);
  context.on("requestfailed", end);
  return requests;
}

/** A context whose pages' clocks agree with the endpoint's. */
export async function openDevice(
  browser: Browser,
  { kind = "phone", offsetMs, place = null, language = "zh-CN", wakes = false }: DeviceOptions,
): Promise<BrowserContext> {
  const located = place === null ? {} : { permissions: ["geolocation"], geolocation: place };
  const context = await openContext(browser, kind, { locale: language, ...located });
  followRequests(context);
  await context.clock.install({ time: Date.now() + offsetMs });
  if (!wakes) await withoutWaking(context);
  return context;
}

export const inviteOf = (endpoint: EndpointProcess, who: "volunteer" | "leader"): string => {
  const line = endpoint.lines().find((it) => it.startsWith(`${who}: `));
  if (line === undefined) throw new Error(`no invite for a ${who} was printed`);
  return line.slice(who.length + 2);
};

/** Opens the invite, joins, and waits until everything needed without a network is on the device. */
export async function join(context: BrowserContext, invite: string, words: AllWords = inChinese): Promise<Page> {
  const page = await context.newPage();
  await page.goto(invite);
  await page.getByRole("button", { name: words.join.join }).click();
  await page.locator('[data-stage="joined"]').waitFor();
  await page.locator('[data-offline-ready="true"]').waitFor();
  return page;
}

/** 练一次 to its end, with location agreed to or not. Camera and sound are tried by tests of their own. */
export async function rehearse(page: Page, agrees: boolean): Promise<void> {
  await page.getByRole("link", { name: "练一次" }).click();
  await page.getByRole("button", { name: agrees ? "同意" : "不用定位", exact: true }).click();
  await page.locator('[data-answer]:not([data-answer="trying"])').waitFor();
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByRole("button", { name: "跳过" }).click();
  await page.getByRole("button", { name: "练好了,去今日" }).click();
  await today(page).waitFor();
}

export const today = (page: Page) => page.locator('main[data-screen="today"]');

/** Waits until 今日 shows this phase and, if given, how far the record has come. */
export async function untilToday(page: Page, phase: string, record?: string): Promise<void> {
  const wanted = record === undefined ? "" : `[data-record="${record}"]`;
  await page.locator(`main[data-screen="today"][data-phase="${phase}"]${wanted}`).waitFor();
}

const hurries = 50;
/** Less than the time limit of a request: one that is begun just now is not given up for it. */
const hurryMs = 25_000;
/** What has hung for so long is not waited for any more. */
const hangsMs = 10_000;
const [lookMs, quietLooks] = [50, 3];

/** Nothing is asked for a moment: a jump of the clock might be the time limit of what is under way, and an answer that crosses it says that the
 * device's clock is wrong. */
export async function untilAnswered(context: BrowserContext): Promise<void> {
  const requests = followRequests(context);
  const isQuiet = (): boolean => [...requests.values()].every((since) => Date.now() - since > hangsMs);
  const until = Date.now() + hangsMs;
  for (let quiet = 0; quiet < quietLooks && Date.now() < until; ) {
    await sleep(lookMs);
    quiet = isQuiet() ? quiet + 1 : 0;
  }
}

/**
 * Lets the device's own waits run out until the page shows it: up to half a minute after `online`, minutes of backoff (X9). The wait
 * may begin at any moment after the call, so time is let run again and again.
 */
export async function hurryUntil(context: BrowserContext, wanted: Locator): Promise<void> {
  for (let turn = 0; turn < hurries; turn += 1) {
    const isThere = await wanted.waitFor({ timeout: 1_000 }).then(
      () => true,
      (error: Error) => (error.name === "TimeoutError" ? false : Promise.reject(error)),
    );
    if (isThere) return;
    await jump(context, hurryMs);
  }
  await wanted.waitFor();
}

/** Time passes for a device that has a network: nothing is under way meanwhile. */
export async function jump(context: BrowserContext, ms: number): Promise<void> {
  await untilAnswered(context);
  await context.clock.fastForward(ms);
}

/** As `hurryUntil`, for what no screen shows. */
export async function hurryTo(context: BrowserContext, isSo: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < hurries; turn += 1) {
    if (await isSo()) return;
    await sleep(1_000);
    if (await isSo()) return;
    await jump(context, hurryMs);
  }
  throw new Error("it has not come about");
}
