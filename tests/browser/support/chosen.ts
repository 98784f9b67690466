// Settings of a device before the app is opened on it: what somebody chose on 我的 the day before.

import type { BrowserContext } from "playwright-core";
import type { Settings } from "../../../src/device/settings.ts";

/** Writes the settings where the app finds them the next time it is opened. */
export async function choose(device: BrowserContext, url: string, settings: Partial<Settings>): Promise<void> {
  const page = await device.newPage();
  await page.goto(`${url}/join`);
  await page.locator('[data-screen="join"]').waitFor();
  await page.evaluate(
    (chosen) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open("daogang-settings");
        opening.onerror = () => reject(new Error("no settings"));
        opening.onsuccess = () => {
          const writing = opening.result.transaction("settings", "readwrite");
          writing.objectStore("settings").put(chosen, "settings");
          writing.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    settings,
  );
  await page.close();
}
