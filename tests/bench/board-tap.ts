// 看板 at 07:25: sixty people, three posts, no network, a processor four times slower. How long from the finger to the frame in which the
// tile says 已到, safe on the disk by then, against a button beside it whose handler only turns an attribute over. Tap by tap in turn.

import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright-core";
import { fillShift, fullShift } from "../fixtures/full-shift.ts";
import { sendTo } from "../fixtures/test-device.ts";
import { firstPage, profileIn, withFolder } from "./browser.ts";
import { type City, joinBy, withCity } from "./demo-city.ts";
import { type Bench, lineOf, percentile } from "./line.ts";

const people = 60;
const minuteMs = 60_000;
const slowdown = 4;
const warmUp = 10;
/** Somebody who goes down the list without a pause. */
const betweenMs = 350;
/** Of the floor, which flushes nothing: between five where a machine is fairly quiet and eight where it is not. Reading all sixty anew took fifteen. */
const budget = 8;

/** Puts the floor's button into the page and a clock beside every press: from the event's own time to the answer after the next frame. */
const measuring = (): void => {
  const floor = document.createElement("button");
  floor.id = "floor";
  floor.textContent = "0";
  floor.style.cssText = "position:fixed;right:0;top:0;width:64px;height:56px;z-index:9";
  document.body.append(floor);
  floor.addEventListener("click", () => {
    floor.textContent = floor.textContent === "0" ? "1" : "0";
  });
  const taken: { floor: number[]; tile: number[] } = { floor: [], tile: [] };
  const afterFrame = (call: () => void): void => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = call;
      port2.postMessage(0);
    });
  };
  let pressed: { at: number; on: Element; before: string } | null = null;
  const saysOf = (on: Element): string => (on.id === "floor" ? (on.textContent ?? "") : (on.getAttribute("data-state") ?? ""));
  document.addEventListener(
    "pointerdown",
    (event) => {
      const on = (event.target as Element).closest("#floor, [data-person]");
      if (on !== null) pressed = { at: event.timeStamp, on, before: saysOf(on) };
    },
    true,
  );
  new MutationObserver(() => {
    if (pressed === null || saysOf(pressed.on) === pressed.before) return;
    const { at, on } = pressed;
    pressed = null;
    afterFrame(() => taken[on.id === "floor" ? "floor" : "tile"].push(performance.now() - at));
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["data-state"] });
  (globalThis as unknown as { taken: typeof taken }).taken = taken;
};

const takenOn = (page: Page): Promise<{ readonly floor: readonly number[]; readonly tile: readonly number[] }> =>
  page.evaluate(() => (globalThis as unknown as { taken: { floor: number[]; tile: number[] } }).taken);

async function measure(page: Page, city: City) {
  await page.goto(`${city.url}/board/${fullShift}`);
  await page
    .locator("[data-person]")
    .nth(people - 1)
    .waitFor();
  await page.locator('[data-by="need"]').click();
  await city.stop();
  await page.evaluate(measuring);
  const throttle = await page.context().newCDPSession(page);
  await throttle.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await pause(2_000);
  const persons = await page.locator("[data-person]").evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute("data-person") ?? ""));
  for (const [i, person] of persons.entries()) {
    const tile = page.locator(`[data-person="${person}"] .tile-main`);
    await tile.scrollIntoViewIfNeeded();
    await tile.tap();
    await page.waitForFunction((n) => (globalThis as unknown as { taken: { tile: number[] } }).taken.tile.length > n, i);
    await pause(betweenMs);
    await page.locator("#floor").tap();
    await page.waitForFunction((n) => (globalThis as unknown as { taken: { floor: number[] } }).taken.floor.length > n, i);
    await pause(betweenMs);
  }
  return takenOn(page);
}

export const boardTap: Bench = {
  names: ["board-tap-p50", "board-tap-p95"],
  run: () =>
    withFolder((folder) =>
      withCity(folder, async (city) => {
        await fillShift({
          send: sendTo(city.url),
          invite: city.link("leader"),
          now: () => Date.now(),
          sinceStart: 30 * minuteMs,
          untilEnd: 90 * minuteMs,
          standing: Array.from({ length: people }, (_, i) => i % 3),
        });
        // Another start prints another link: one is good for one device.
        await city.stop();
        await city.start();
        const context = await profileIn(folder, "tablet").open({ hasTouch: true });
        try {
          const page = await firstPage(context);
          await page.setViewportSize({ width: 1024, height: 768 });
          await joinBy(page, city.link("leader"));
          const { tile, floor } = await measure(page, city);
          return ([0.5, 0.95] as const).map((fraction) =>
            lineOf({
              name: fraction === 0.5 ? "board-tap-p50" : "board-tap-p95",
              value: percentile(tile.slice(warmUp), fraction),
              unit: "ms",
              floor: percentile(floor.slice(warmUp), fraction),
              budget,
              note: `${people} people at three posts, ${slowdown}× slower, no network; floor: an empty handler, to the same frame`,
            }),
          );
        } finally {
          await context.close();
        }
      }),
    ),
};
