// R1–R22a in a real browser: the committed vectors through the built fold come to what they come to in Node and over the ledger.

import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pageScript } from "../bench/page-script.ts";
import type { FoldPage } from "../bench/pages/fold.ts";
import type { FoldVectors } from "../fixtures/make-fold-vectors.ts";
import { launchBrowser, openContext } from "./support/launch-browser.ts";

declare const foldPage: FoldPage;

const { vectors } = JSON.parse(readFileSync(new URL("../fixtures/fold-vectors.json", import.meta.url), "utf8")) as FoldVectors;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

it("R19 every vector folds to the same attendance and the same minutes as everywhere", async () => {
  const context = await openContext(browser, "phone");
  try {
    const page = await context.newPage();
    await page.evaluate(await pageScript("tests/bench/pages/fold.ts"));
    const folded = await page.evaluate(
      (all) => foldPage.vectors(all),
      vectors.map(({ vector }) => vector),
    );
    expect(folded).toHaveLength(vectors.length);
    for (const [i, { vector, expected }] of vectors.entries()) expect(folded[i], vector.name).toEqual(expected);
  } finally {
    await context.close();
  }
});
