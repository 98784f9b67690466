// Counts what a hand does on a page: presses the browser itself took for real, wherever they landed. Keys are counted apart: typing a name is
// no tap. Nothing the test's own scripts dispatch is counted.

import type { BrowserContext, Page } from "playwright-core";

declare global {
  var handCount: { taps: number; keys: number };
}

/** Give it to a context before its first page. */
export const countHands = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    globalThis.handCount = { taps: 0, keys: 0 };
    addEventListener("pointerdown", (event) => event.isTrusted && globalThis.handCount.taps++, true);
    addEventListener("keydown", (event) => event.isTrusted && globalThis.handCount.keys++, true);
  });

/** What the work took, on a page that is not loaded afresh meanwhile. */
export async function tapsOf(page: Page, work: () => Promise<unknown>): Promise<number> {
  const read = (): Promise<number> => page.evaluate(() => globalThis.handCount.taps);
  const before = await read();
  await work();
  return (await read()) - before;
}
