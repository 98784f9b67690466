// People with their devices, as browser tests need them: a context with its clock at the endpoint's time, joined through the real
// screens. Knows accessible names and data attributes, no internals of the app.

import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
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

/** A context whose pages' clocks agree with the endpoint's. */
export async function openDevice(
  browser: Browser,
  { kind = "phone", offsetMs, place = null, language = "zh-CN", wakes = false }: DeviceOptions,
): Promise<BrowserContext> {
  const located = place === null ? {} : { permissions: ["geolocation"], geolocation: place };
  const context = await openContext(browser, kind, { locale: language, ...located });
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

const hurries = 40;

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
    await context.clock.fastForward(31_000);
  }
  await wanted.waitFor();
}
