// What every screen must keep, whatever it shows: nothing too small to hit or to read, nothing wider than the phone, nothing axe
// objects to. Answers with what is wrong, so that an empty list is the good news.

import { AxeBuilder } from "@axe-core/playwright";
import type { ConsoleMessage, Page } from "playwright-core";

export interface Sweep {
  readonly targets: readonly string[];
  readonly texts: readonly string[];
  readonly wide: readonly string[];
}

/** SCREENS.md: targets at least 56 px; text at least 18 px, 16 for tile words and dates. What stands on paper is read in a hand. */
export const sweepMeasures = (page: Page): Promise<Sweep> =>
  page.evaluate(() => {
    const isSeen = (element: Element): boolean => {
      const { width, height } = element.getBoundingClientRect();
      return width > 0 && height > 0 && getComputedStyle(element).visibility === "visible";
    };
    const nameOf = (element: Element): string => {
      const { width, height } = element.getBoundingClientRect();
      const text = element.getAttribute("aria-label") ?? element.textContent ?? "";
      return `${element.tagName.toLowerCase()}.${element.className} "${text.trim().slice(0, 20)}" ${Math.round(width)}×${Math.round(height)}`;
    };
    const scrolls = (element: Element | null): boolean =>
      element !== null && (/auto|scroll|hidden/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));

    /** Of a field nobody sees (a chosen file's) the label is what one hits. */
    const hit = (element: Element): Element =>
      element instanceof HTMLInputElement && element.offsetWidth <= 1 ? (element.labels?.[0] ?? element) : element;
    const targets = Array.from(document.querySelectorAll('a, button, input, textarea, select, [role="button"]'), hit)
      .filter((element) => isSeen(element) && element.getAttribute("aria-hidden") !== "true")
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return width < 55.5 || height < 55.5;
      })
      .map(nameOf);

    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      if (element === null || (node.textContent ?? "").trim() === "" || element.closest("svg, script, noscript, .paper") !== null) continue;
      if (!isSeen(element)) continue;
      const size = Number.parseFloat(getComputedStyle(element).fontSize);
      const least = element.closest(".tile, .roster-age") === null ? 18 : 16;
      if (size < least) texts.push(`${size}px "${(node.textContent ?? "").trim().slice(0, 20)}"`);
    }

    const root = document.documentElement;
    const wide = Array.from(document.querySelectorAll("#app *"))
      .filter(
        (element) => isSeen(element) && element.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(element.parentElement),
      )
      .map(nameOf);
    if (root.scrollWidth > root.clientWidth) wide.unshift(`the page: ${root.scrollWidth} in ${root.clientWidth}`);
    return { targets, texts, wide };
  });

/** With axe's stricter contrast (7:1), which it leaves off by default. */
export async function sweepWithAxe(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ rules: { "color-contrast-enhanced": { enabled: true } } })
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.any[0]?.message ?? node.failureSummary ?? ""}`),
  );
}

/** Everything a page complains about, from now on: errors, warnings, refusals of the policy. */
export function listen(page: { on(event: "console", call: (message: ConsoleMessage) => void): unknown }): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning" || /Content.Security.Policy/i.test(message.text()))
      complaints.push(`${message.type()}: ${message.text()} ${message.location().url}`);
  });
  return complaints;
}
