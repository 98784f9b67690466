// Starts the Chromium the browser tests drive, and contexts as our users have them: Chinese, in Shanghai's time, on a phone, a
// tablet or an office screen. Knows nothing of the app.

import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";

export interface LaunchOptions {
  /** A .y4m or .mjpeg film the camera shows, over and over (fake-camera.ts makes one). Permission is then granted unasked. */
  readonly cameraFilm?: string;
  readonly args?: readonly string[];
}

const quietFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const browserFlags = ({ cameraFilm, args = [] }: LaunchOptions = {}): string[] => [
  ...quietFlags,
  ...(cameraFilm === undefined
    ? []
    : ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", `--use-file-for-fake-video-capture=${cameraFilm}`]),
  ...args,
];

/** The browser `src/setup.mjs` found for `npm test`. */
export async function browserPath(): Promise<string> {
  const setup = (await import(new URL("../../../src/setup.mjs", import.meta.url).href)) as { readonly findChromium: () => string | null };
  const found = setup.findChromium();
  if (found === null) throw new Error("no Chromium: run `node src/setup.mjs --browser` or set CHROMIUM_PATH");
  return found;
}

export const launchBrowser = async (options: LaunchOptions = {}): Promise<Browser> =>
  chromium.launch({ executablePath: await browserPath(), headless: true, args: browserFlags(options) });

export const viewports = {
  phone: { width: 390, height: 844 },
  tablet: { width: 1024, height: 768 },
  desktop: { width: 1366, height: 768 },
} as const;

/** How long a page may take to show what is waited for, on a machine that is busy with something else. */
export const patienceMs = 60_000;

/** A user's own browser: nothing shared with other contexts. `options` win. */
export async function openContext(
  browser: Browser,
  device: keyof typeof viewports = "phone",
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: viewports[device],
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    hasTouch: device !== "desktop",
    ...options,
  });
  context.setDefaultTimeout(patienceMs);
  return context;
}
