// What a leader's tablet has beside the board, as a walk: handing over and taking over, its PIN and its lock. Part of tour.ts.

import type { Page } from "playwright-core";
import { handoverWords } from "../../../src/words/handover.ts";
import { lockWords } from "../../../src/words/lock.ts";
import type { Language } from "../../../src/words/words.ts";

type Visit = (name: string, page: Page) => Promise<void>;

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
}
