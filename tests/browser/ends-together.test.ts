// R10: 几班一起按时结束: nobody signed out of two duties; one sheet, one tap gives both their planned ends, and 撤销 takes both back.

import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoId, demoLeader, demoMember } from "../../src/endpoint/demo.ts";
import { squad } from "./support/crew.ts";
import { hurryUntil, join, minuteMs, openDevice } from "./support/people.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { ownRows } from "./support/stored.ts";

const hourMs = 60 * minuteMs;
let scene: Scene;
let context: BrowserContext;
let leader: Page;
let shifts: readonly string[];

beforeAll(async () => {
  scene = await openScene();
  const now = Date.now() + scene.offsetMs();
  shifts = [1, 2].map((n) => demoId(`ended ${n}`));
  for (const [i, shift] of shifts.entries()) {
    const start = now - (3 + 2 * i) * hourMs;
    const person = demoMember(squad, i);
    const set = { team: demoId(squad), start, end: start + hourMs, posts: [] };
    await scene.endpoint().append("patched", { entity: "shift", id: shift, basis: [], set });
    await scene.endpoint().append("placed", { shift, person, post: null });
    const mark = { shift, person, post: null, state: "late", at: start + 20 * minuteMs, basis: [], bulk: false };
    await scene.endpoint().append("marked", mark as never);
  }
  context = await openDevice(scene.browser, { kind: "tablet", offsetMs: scene.offsetMs() });
  leader = await join(context, await scene.endpoint().invite(demoLeader(squad)));
});
afterAll(() => scene?.close());

it("R10 two duties without an end are ended as planned in one go; 撤销 takes both back, and one may be left out", async () => {
  await leader.goto(`${scene.proxy.url}/desk/approvals`);
  const ends = leader.locator('[data-section="ends"]');
  const line = (shift: string) => ends.locator(`[data-shift="${shift}"]:not([data-open="0"])`);
  for (const shift of shifts) await hurryUntil(context, line(shift));
  const dialog = leader.getByRole("dialog");
  await ends.getByRole("button", { name: "几班一起按时结束" }).click();
  await dialog.getByRole("button", { name: "2 班 2 人都按班次时间结束" }).click();
  await leader.locator(".toast", { hasText: "2 班已按班次时间结束" }).waitFor();
  for (const shift of shifts) await line(shift).waitFor({ state: "detached" });
  await leader.locator(".toast").getByRole("button", { name: "撤销" }).click();
  for (const shift of shifts) await line(shift).waitFor();

  await ends.getByRole("button", { name: "几班一起按时结束" }).click();
  await dialog.locator("[data-picked]").first().getByRole("button").click();
  await dialog.getByRole("button", { name: "1 班 1 人都按班次时间结束" }).click();
  await leader.locator(".toast", { hasText: "1 班已按班次时间结束" }).waitFor();
  await expect.poll(() => ends.locator('[data-shift]:not([data-open="0"])').count()).toBe(1);
  const closed = (await ownRows(leader)).filter(({ event }) => event.type === "dutyClosed");
  expect(closed).toHaveLength(3);
});
