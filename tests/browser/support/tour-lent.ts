// A tablet that has not joined is lent the shift, on the walk through every screen (tour.ts): its key, read off a photo of its glass; the hand-over as
// a file; its board.

import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { handoverWords } from "../../../src/words/handover.ts";
import type { Language } from "../../../src/words/words.ts";
import { choose } from "./chosen.ts";
import { drawPhoto } from "./fake-camera.ts";
import { openDevice } from "./people.ts";
import type { Visit } from "./tour.ts";

export async function tourLent(page: Page, url: string, language: Language, visit: Visit): Promise<void> {
  const browser = page.context().browser();
  if (browser === null) throw new Error("no browser to open another tablet in");
  const words = handoverWords[language];
  const offsetMs = (await page.evaluate(() => Date.now())) - Date.now();
  const device = await openDevice(browser, { kind: "tablet", offsetMs, language });
  const looks = await page.evaluate(() => ({ ...document.documentElement.dataset }) as Record<string, string>);
  await choose(device, url, { theme: looks.theme === "dark" ? "dark" : "light", care: "care" in looks ? "on" : "off" });
  const lent = await device.newPage();
  await lent.goto(`${url}/take`);
  const key = await lent.locator("[data-key]").getAttribute("data-key");
  await visit("take over, a tablet that has not joined", lent);

  await page.goto(`${url}/desk/handover`);
  await page.getByRole("button", { name: words.lend }).click();
  const photo = Buffer.from(drawPhoto(key, { share: 0.95 }));
  await page.locator("#photo-of-code").setInputFiles({ name: "key.png", mimeType: "image/png", buffer: photo });
  await page.getByRole("dialog").waitFor();
  await visit("hand over, lending to a tablet", page);
  await page.getByRole("dialog").getByRole("button", { name: words.lending.yes }).click();
  const code = (await page.locator("[data-code]").getAttribute("data-code")) ?? "";
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: words.giving.file }).click();
  const buffer = await readFile(await (await saving).path());

  await lent.locator("#handover-file").setInputFiles({ name: "x.daogang", mimeType: "application/octet-stream", buffer });
  await lent.locator("input.handover-digits").fill(code);
  await visit("take over, nine digits", lent);
  await lent.getByRole("button", { name: words.take.open, exact: true }).click();
  await lent.locator("[data-people]").waitFor();
  await visit("take over, what it holds", lent);
  await lent.getByRole("button", { name: words.take.yes, exact: true }).click();
  await lent.getByRole("button", { name: words.take.toBoard }).click();
  await lent.locator('[data-screen="board"] [data-person]').first().waitFor();
  await visit("lent tablet's board", lent);
  await device.close();
}
