// 看板 at 07:25: sixty people, three posts, no network, a processor four times slower. How long from the finger to the frame in which the
// tile says 已到, safe on the disk by then, against a button beside it whose handler only turns an attribute over. Tap by tap in turn.

import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright-core";
import type { Patched } from "../../src/domain/facts.ts";
import { createTestDevice, sendTo, type TestDevice } from "../fixtures/test-device.ts";
import { firstPage, profileIn, withFolder } from "./browser.ts";
import { type City, joinBy, withCity } from "./demo-city.ts";
import { type Bench, lineOf, percentile } from "./line.ts";

const people = 60;
const slowdown = 4;
const warmUp = 10;
/** Somebody who goes down the list without a pause. */
const betweenMs = 350;
const budget = 6;
const families = ["张", "王", "李", "赵", "孙", "周", "吴", "郑"];

/** A shift of sixty people that runs now, in the leader's own squad; its id. */
async function fillShift(leader: TestDevice): Promise<string> {
  await leader.pull();
  const facts = leader.heldOf("patched").map(({ entry }) => entry.event.facts as Patched);
  const team = facts.flatMap((it) => (it.entity === "role" && it.set.person === leader.state.person ? [it.set.team] : []))[0];
  const posts = facts.flatMap((it) => (it.entity === "shift" && it.set.team === team ? (it.set.posts ?? []) : []));
  if (team === undefined) throw new Error("the leader leads nobody");
  const at = [...new Set(posts)].slice(0, 3);
  const shift = "5".repeat(32);
  const now = Date.now();
  const set = { team, start: now - 1_800_000, end: now + 5_400_000, posts: at };
  leader.record({ type: "patched", facts: { entity: "shift", id: shift, basis: [], set } });
  for (let i = 0; i < people; i += 1) {
    const person = i.toString(16).padStart(32, "c");
    const parts = { name: `${families[i % 8]}建国${i}` };
    leader.record({ type: "patched", facts: { entity: "person", id: person, basis: [], set: { team, name: true } }, parts });
    leader.record({ type: "placed", facts: { shift, person, post: at[i % 3] ?? null } });
  }
  while (leader.outbox().length > 0) await leader.exchange({ events: leader.outbox().slice(0, 250), gzip: true });
  const refused = [...leader.receipts.values()].find(({ judgement }) => judgement !== "stored");
  if (refused !== undefined) throw new Error(`not stored: ${refused.problem}`);
  return shift;
}

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

async function measure(page: Page, shift: string, city: City) {
  await page.goto(`${city.url}/board/${shift}`);
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
        const leader = createTestDevice(sendTo(city.url), () => Date.now());
        await leader.enrol(city.link("leader"));
        const shift = await fillShift(leader);
        // Another start prints another link: one is good for one device.
        await city.stop();
        await city.start();
        const context = await profileIn(folder, "tablet").open({ hasTouch: true });
        try {
          const page = await firstPage(context);
          await page.setViewportSize({ width: 1024, height: 768 });
          await joinBy(page, city.link("leader"));
          const { tile, floor } = await measure(page, shift, city);
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
