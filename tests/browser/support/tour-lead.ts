// A 点长 on the walk through every screen (tour.ts): made one on a leader's board, with the code for their phone; and their own phone, from 我这个点 on
// 今日 to the roll of their post.

import type { Page } from "playwright-core";
import type { AllWords } from "../../../src/words/all-words.ts";
import { postLeadWords } from "../../../src/words/post-lead.ts";
import { inChinese, join, today } from "./people.ts";
import type { Tour, Visit } from "./tour.ts";
import { scanBadges } from "./tour-scan.ts";

const wordsOf = (words: AllWords) => postLeadWords[words.language === "en" ? "en" : "zh-CN"];

/** Two stops on a leader's way over the board: a 点长 with the code for their phone, and somebody looked for. */
export async function tourLeading(page: Page, words: AllWords, visit: Visit): Promise<void> {
  await page.locator(".tile-more").first().click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: wordsOf(words).appoint("").replace(/\(.*$/, "") })
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

/** Of a volunteer whom the leader made 点长 before (stage.ts). */
export const tourPostLead: Tour = async (phone, invite, visit, words = inChinese, badge) => {
  const page = await join(phone, invite, words);
  await page.goto(`${new URL(invite).origin}/`);
  const card = today(page).locator("[data-lead-card]");
  await card.waitFor();
  await visit("today, a post lead", page);
  await card.getByRole("link", { name: wordsOf(words).roll }).click();
  const board = page.locator('[data-screen="post-board"] [data-person]').first();
  await board.waitFor();
  await page.locator(".tile-main").first().click();
  await page.locator('[data-state="present"]').waitFor();
  await visit("post board", page);
  await page.locator(".tile-more").last().click();
  await page.getByRole("dialog").waitFor();
  await visit("post board, one person", page);
  await page.keyboard.press("Escape");
  await scanBadges(page, words, (name, at) => visit(`post lead's ${name}`, at), badge);
  await board.waitFor();
  await page.getByRole("link", { name: words.board.code }).click();
  await page.locator('[data-screen="show-code"] [data-awake]:not([data-awake="asking"])').waitFor();
  await visit("post lead's code", page);
  return page;
};
