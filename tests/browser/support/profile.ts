// A browser whose profile outlives it: what is on the disk is found again by the next. Its pages' clocks agree with the endpoint's.

import { type BrowserContext, chromium } from "playwright-core";
import { browserFlags, browserPath, patienceMs, viewports } from "./launch-browser.ts";
import { followRequests, withoutWaking } from "./people.ts";

export async function openProfile(profile: string, offsetMs: number, kind: keyof typeof viewports = "phone"): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await browserPath(),
    headless: true,
    args: browserFlags(),
    viewport: viewports[kind],
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    hasTouch: true,
  });
  context.setDefaultTimeout(patienceMs);
  followRequests(context);
  await context.clock.install({ time: Date.now() + offsetMs });
  await withoutWaking(context);
  return context;
}
