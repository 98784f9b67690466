// 扫码 on the walk through every screen (tour.ts): a device without a camera, and a hand scanner that reads what it reads.

import type { Page } from "playwright-core";
import type { AllWords } from "../../../src/words/all-words.ts";
import { badgeWords } from "../../../src/words/badge.ts";
import type { MakeBadge } from "./badges.ts";
import type { Visit } from "./tour.ts";

/** As fast as a scanner types, which no driver of a browser does on a busy machine. */
const type = (page: Page, text: string): Promise<void> =>
  page.evaluate(
    (keys) => {
      for (const key of keys) document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    },
    [...text, "Enter"],
  );
const told = (page: Page, tone: string) => page.locator(`.badge-last [data-outcome="${tone}"]`).waitFor();

/** From a page with the way to 扫码 on it to 手工点名. `people`: of the board. */
export async function scanBadges(page: Page, words: AllWords, visit: Visit, badge?: MakeBadge): Promise<void> {
  const said = badgeWords[words.language === "en" ? "en" : "zh-CN"].scan;
  const people = await page
    .locator('[data-person][data-state="unheard"]')
    .evaluateAll((tiles) => tiles.map((tile) => (tile as HTMLElement).dataset.person ?? ""));
  await page.getByRole("link", { name: words.board.scan, exact: true }).click();
  await page.locator('[data-screen="badge-scan"] [data-camera]').waitFor();
  await visit("badge scan, no camera", page);
  await type(page, "https://example.com/menu");
  await told(page, "bad");
  await visit("badge scan, another code", page);
  const [one, two] = people;
  if (badge !== undefined && one !== undefined && two !== undefined) {
    await type(page, badge(one));
    await page.locator('[data-scanned="1"]').waitFor();
    await type(page, badge(two));
    await page.locator('[data-scanned="2"]').waitFor();
    await told(page, "good");
    await visit("badge scan, two people", page);
    // Nobody of this squad has it: is it somebody who helps?
    await type(page, badge("f".repeat(32)));
    await told(page, "look");
    await visit("badge scan, somebody else", page);
  }
  await page.getByRole("link", { name: said.byHand }).click();
}
