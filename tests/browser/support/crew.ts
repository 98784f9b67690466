// Volunteers of one demo squad, each with a phone of their own that has joined and rehearsed: what suites about places and codes
// begin with. Knows the demo's ids, nothing of the app's inside.

import type { Browser, BrowserContext, Page } from "playwright-core";
import { demoMember } from "../../../src/endpoint/demo.ts";
import type { EndpointProcess } from "../../fixtures/endpoint-process.ts";
import { hurryUntil, join, openDevice, type Place, rehearse, untilToday } from "./people.ts";

/** The squad the demo's two printed invites are of; member i stands at post i modulo 3: a point, a line, a polygon. */
export const squad = "square";

export interface Phone {
  readonly person: string;
  readonly context: BrowserContext;
  readonly page: Page;
}

export interface PhoneOptions {
  readonly offsetMs: number;
  readonly member: number;
  /** Null: the phone does not let pages locate. */
  readonly place: Place | null;
  /** Whether location is agreed to in 练一次. */
  readonly agrees: boolean;
  /** Runs before any script of the page. */
  readonly before?: () => void;
}

/** Stands on 今日 with 签到 open, ready for a day without signal. */
export async function openPhone(browser: Browser, endpoint: EndpointProcess, options: PhoneOptions): Promise<Phone> {
  const { offsetMs, member, place, agrees, before } = options;
  const person = demoMember(squad, member);
  const context = await openDevice(browser, { offsetMs, place });
  if (before !== undefined) await context.addInitScript(before);
  const page = await join(context, await endpoint.invite(person));
  await rehearse(page, agrees);
  await untilToday(page, "open");
  return { person, context, page };
}

/** `record`: how far it comes, `kept` without signal. */
export async function signIn({ page }: Phone, record = "kept"): Promise<void> {
  await page.getByRole("button", { name: "签到", exact: true }).click();
  await untilToday(page, "on", record);
}

export async function takeBack({ page }: Phone): Promise<void> {
  await page.getByRole("button", { name: "撤销" }).click();
  await untilToday(page, "open");
}

/** Signal is back: X9 lets a device wait up to half a minute, so that a city does not come back all at once. */
export async function comeOnline({ context, page }: Phone): Promise<void> {
  await context.setOffline(false);
  await hurryUntil(context, page.locator('main[data-screen="today"][data-record="uploaded"]'));
}
