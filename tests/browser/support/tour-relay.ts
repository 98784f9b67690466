// The stops of 代传 on the walk through every screen (tour.ts).

import type { Page } from "playwright-core";
import { relayWords } from "../../../src/words/relay.ts";
import type { Language } from "../../../src/words/words.ts";
import type { Visit } from "./tour.ts";

/** 代传 with a record that cannot be uploaded, since somebody else's page answers; the file; taking in, without a camera. */
export async function passOn(page: Page, url: string, language: Language, visit: Visit): Promise<void> {
  const words = relayWords[language];
  await page.goto(`${url}/relay`);
  await page.locator('[data-screen="relay"][data-ready="nothing"]').waitFor();
  await visit("relay, nothing", page);
  const portal = "**/api/exchange";
  await page.route(portal, (route) => route.fulfill({ contentType: "text/html", body: "<p>Wi-Fi" }));
  await page.goto(`${url}/me`);
  await page.locator("[data-consent] button").click();
  await page.locator('[data-screen="me"] [data-unsent]:not([data-unsent="0"])').first().waitFor();
  await page.goto(`${url}/relay`);
  await page.locator('[data-screen="relay"][data-ready="made"]').waitFor();
  // A code that moves is another picture every time.
  await page.getByRole("button", { name: words.stop }).click();
  await visit("relay", page);
  await page.getByRole("button", { name: words.toFile }).click();
  await page.getByRole("dialog").waitFor();
  await visit("relay, file", page);
  await page.getByRole("dialog").getByRole("button", { name: words.cancel }).click();
  await page.getByRole("link", { name: words.toTake }).click();
  await page.locator('[data-screen="relay-take"] [data-camera]').waitFor();
  const file = { name: "records.json", mimeType: "application/json", buffer: Buffer.from("{}") };
  await page.locator("#records-file").setInputFiles(file);
  await page.getByText(words.take.problems.strange).waitFor();
  await visit("relay, taking in", page);
  await page.unroute(portal);
}
