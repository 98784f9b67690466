// When a screen stands on the glass, by the page's own clock, 0 being the navigation: the element is there, a frame has been produced, and
// the page answers again. The same for every page that is compared.

import type { Page } from "playwright-core";

declare global {
  var drawnAt: number | undefined;
}

/** Call before navigating. */
export const watchDrawing = (page: Page, selector: string): Promise<unknown> =>
  page.addInitScript((wanted: string) => {
    const look = (): void => {
      if (document.querySelector(wanted) === null) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          globalThis.drawnAt = performance.now();
        };
        port2.postMessage(0);
      });
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { childList: true, subtree: true });
  }, selector);

/** ms from the navigation on. */
export async function drawnAfter(page: Page, timeout = 60_000): Promise<number> {
  const handle = await page.waitForFunction(() => globalThis.drawnAt, undefined, { timeout, polling: 50 });
  return (await handle.jsonValue()) ?? Number.NaN;
}
