// The looks a screen has to keep its promises in, as data: every sweep and every picture goes through all of them.

import type { Page } from "playwright-core";
import type { Settings } from "../../../src/device/settings.ts";

export interface Look {
  readonly name: string;
  /** On the page's root, as src/screens/theme.ts puts them there. */
  readonly marks: Readonly<Record<string, string>>;
  /** How a person chooses it; what the marks alone do not change follows too. */
  readonly settings: Partial<Settings>;
}

export const looks: readonly Look[] = [
  { name: "light", marks: { theme: "light" }, settings: { theme: "light", care: "off" } },
  { name: "dark", marks: { theme: "dark" }, settings: { theme: "dark", care: "off" } },
  { name: "care", marks: { theme: "light", care: "" }, settings: { theme: "light", care: "on" } },
];

const readMarks = (page: Page): Promise<Readonly<Record<string, string>>> =>
  page.evaluate(() => ({ ...document.documentElement.dataset }) as Record<string, string>);

async function wear(page: Page, marks: Readonly<Record<string, string>>): Promise<void> {
  await page.evaluate((to) => {
    const { dataset } = document.documentElement;
    for (const name of Object.keys(dataset)) if (!(name in to)) delete dataset[name];
    Object.assign(dataset, to);
  }, marks);
  // Fixed transitions of 80 ms would be seen half-way.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))));
}

/** Shows the page in one look after the other, and as it was before. */
export async function inEveryLook(page: Page, see: (look: Look) => Promise<void>): Promise<void> {
  const before = await readMarks(page);
  for (const look of looks) {
    await wear(page, look.marks);
    await see(look);
  }
  await wear(page, before);
}
