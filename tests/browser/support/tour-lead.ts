// Two stops on a leader's way over the board: a 点长 with the code for their phone, and somebody looked for. A part of tour.ts.

import type { Page } from "playwright-core";
import type { AllWords } from "../../../src/words/all-words.ts";
import { postLeadWords } from "../../../src/words/post-lead.ts";

export async function tourLeading(page: Page, words: AllWords, visit: (name: string, page: Page) => Promise<void>): Promise<void> {
  const leading = postLeadWords[words.language === "en" ? "en" : "zh-CN"];
  await page.locator(".tile-more").first().click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: leading.appoint("").replace(/\(.*$/, "") })
    .click();
  await page.getByRole("dialog").locator("[data-sequence]").waitFor();
  // A code that moves is another picture every time.
  await page.getByRole("dialog").locator(".sequence-turn button").click();
  await visit("board, a post lead", page);
  await page.getByRole("dialog").getByRole("button", { name: words.closeSheet }).click();
  await page.getByRole("button", { name: words.board.find, exact: true }).click();
  await page.getByLabel(words.board.findLabel).fill("w");
  await visit("board, finding", page);
  await page.keyboard.press("Escape");
}
