// The emergency book in use, on the walk through every screen (tour.ts): the journal is held by somebody else, so a tap waits in the book; and a page
// that cannot read the journal at all.

import type { BrowserContext, Page } from "playwright-core";
import type { AllWords } from "../../../src/words/all-words.ts";
import { holdJournal, untilKept, untilWell } from "./disasters.ts";
import { inChinese, untilToday } from "./people.ts";
import { type Tour, tourVolunteer, type Visit } from "./tour.ts";

interface Scene {
  readonly url: string;
  readonly words: AllWords;
  readonly visit: Visit;
}

/** From 今日 after 签退: back on duty again, which cannot be kept. */
async function failStorage(page: Page, phone: BrowserContext, { url, words, visit }: Scene): Promise<void> {
  await page.goto(`${url}/`);
  await untilToday(page, "off", "uploaded");
  const held = await holdJournal(phone, url);
  await page.getByRole("button", { name: words.today.again }).click();
  await untilKept(page, 1, "silent");
  await visit("today, the emergency book", page);
  await page.goto(`${url}/hours`);
  await page.locator(".disaster-taps").waitFor();
  await visit("nothing can be read, the emergency book", page);
  await held.release();
  await untilWell(page);
}

/** A volunteer's way, and then the phone's own storage fails. */
export const tourTrouble: Tour = async (phone, invite, visit, words = inChinese, badge) => {
  const page = await tourVolunteer(phone, invite, visit, words, badge);
  await failStorage(page, phone, { url: new URL(invite).origin, words, visit });
  return page;
};
