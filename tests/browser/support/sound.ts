// A page that keeps what every screen promises, in every look.

import type { Page } from "playwright-core";
import { expect } from "vitest";
import { inEveryLook } from "./looks.ts";
import { sweepMeasures, sweepWithAxe } from "./sweep.ts";

/** Nothing axe objects to, nothing too small, nothing wider than the screen, in every look. */
export async function expectSound(page: Page): Promise<void> {
  const found: string[] = [];
  await inEveryLook(page, async (look) => {
    const { targets, texts, wide } = await sweepMeasures(page);
    for (const what of [...targets, ...texts, ...wide, ...(await sweepWithAxe(page))]) found.push(`${look.name}: ${what}`);
  });
  expect(found).toEqual([]);
}
