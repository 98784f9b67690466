// A browser as a process that can be ended like a power cut ends it: no page hears of it, nothing is flushed that was not.

import type { BrowserContext } from "playwright-core";

/** A persistent context's. */
export async function killBrowser(context: BrowserContext): Promise<void> {
  const browser = context.browser();
  if (browser === null) throw new Error("a persistent context that does not know its browser");
  const closed = new Promise<void>((resolve) => context.once("close", () => resolve()));
  const { processInfo } = await (await browser.newBrowserCDPSession()).send("SystemInfo.getProcessInfo");
  const pid = processInfo.find(({ type }) => type === "browser")?.id;
  if (pid === undefined) throw new Error("no browser process");
  process.kill(pid, "SIGKILL");
  await closed;
}
