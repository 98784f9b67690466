// What a leader's tablet has beside the board, as a walk: handing over and taking over, its PIN and its lock. Part of tour.ts.

import type { Page } from "playwright-core";
import { handoverWords } from "../../../src/words/handover.ts";
import { lockWords } from "../../../src/words/lock.ts";
import type { Language } from "../../../src/words/words.ts";
import { viewports } from "./launch-browser.ts";
import type { Visit } from "./tour.ts";
import { tourLent } from "./tour-lent.ts";

const dayMs = 86_400_000;
const isTablet = (page: Page): boolean => (page.viewportSize()?.width ?? 0) >= viewports.tablet.width;

/** 交接 as it is given and taken, and the tablet's lock: set, shut, opened. */
export async function tourTablet(page: Page, url: string, language: Language, visit: Visit): Promise<void> {
  const [words, locked] = [handoverWords[language], lockWords[language]];
  await page.goto(`${url}/desk/handover`);
  await page.getByRole("button", { name: words.lend }).click();
  await page.locator('[data-stage="lending"] .box.warn').waitFor();
  await visit("hand over, lending without a camera", page);
  await page.getByRole("button", { name: words.lending.no }).click();
  await page.getByRole("button", { name: words.give }).click();
  await page.locator("[data-sequence]").waitFor();
  // A code that moves is another picture every time.
  await page.locator(".sequence-turn button").click();
  await visit("hand over, the code", page);
  if (isTablet(page)) await tourLent(page, url, language, visit);
  await page.goto(`${url}/take`);
  await page.locator('[data-screen="handover-take"]').waitFor();
  await visit("take over", page);
  const file = { name: "x.daogang", mimeType: "application/octet-stream", buffer: Buffer.alloc(200) };
  await page.locator("#handover-file").setInputFiles(file);
  await page.getByText(words.problems.strange).waitFor();
  await visit("take over, no hand-over", page);
  await page.goto(`${url}/desk/tablet`);
  await page.getByRole("button", { name: locked.page.set, exact: true }).click();
  await page.getByRole("dialog").waitFor();
  await visit("tablet, new PIN", page);
  await page.getByLabel(locked.newPin).fill("135790");
  await page.getByLabel(locked.again).fill("135790");
  await page.getByRole("button", { name: locked.keep }).click();
  await page.getByRole("button", { name: locked.page.lock }).waitFor();
  await visit("tablet, with a PIN", page);
  await page.getByRole("button", { name: locked.page.lock }).click();
  await page.locator('[data-lock="who"]').waitFor();
  await visit("locked", page);
  await page.getByRole("button", { name: locked.forgot }).click();
  await visit("locked, PIN forgotten", page);
  await page.getByRole("button", { name: locked.back }).click();
  await page.locator(".lock-pin").fill("135790");
  await page.locator('[data-lock="who"]').waitFor({ state: "detached" });
  await page.getByRole("button", { name: locked.page.remove }).click();
  await page.getByRole("dialog").getByRole("button", { name: locked.page.remove }).click();
  await page.locator('[data-pins="0"]').waitFor();
  if (isTablet(page)) await tourAged(page, url, visit);
}

/** A week behind somebody else's Wi-Fi page: the roster is hidden, what is recorded can still be sent. */
async function tourAged(page: Page, url: string, visit: Visit): Promise<void> {
  await page.route("**/api/**", (route) => route.fulfill({ contentType: "text/html", body: "<p>Wi-Fi" }));
  await page.goto(`${url}/board`);
  await page.locator("[data-person]").first().waitFor();
  await page.context().clock.fastForward(3 * dayMs);
  await page.locator('[data-warning="3"]').waitFor();
  await visit("three days without a network", page);
  await page.context().clock.fastForward(5 * dayMs);
  await page.locator('[data-lock="aged"]').waitFor();
  await visit("eight days without a network", page);
}
