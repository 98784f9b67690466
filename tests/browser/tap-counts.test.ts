// SCREENS.md, Taps: counted by the presses the browser really took. 签到 1 · 签退 1, 2 if early · mark 42 people 2, and 2 an exception · seeing a
// leave 1, undone within 10 s. Without a network where nothing needs one.

import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoLeader, demoMember } from "../../src/endpoint/demo.ts";
import { fillShift, fullPerson, fullShift } from "../fixtures/full-shift.ts";
import { createTestDevice, sendTo } from "../fixtures/test-device.ts";
import { openPhone, type Phone } from "./support/crew.ts";
import { join, minuteMs, openDevice, untilToday } from "./support/people.ts";
import { openScene, passToClock, type Scene } from "./support/scene.ts";
import { countHands, tapsOf } from "./support/tap-counter.ts";

const peopleOnBoard = 42;
let scene: Scene;
let phones: readonly Phone[] = [];
let tablet: BrowserContext;
let leader: Page;

beforeAll(async () => {
  scene = await openScene();
  const offsetMs = scene.offsetMs();
  const now = (): number => Date.now() + scene.offsetMs();
  const send = sendTo(scene.endpoint().url);
  const options = { offsetMs, place: null, agrees: false };
  phones = [
    await openPhone(scene.browser, scene.endpoint(), { ...options, member: 0 }),
    await openPhone(scene.browser, scene.endpoint(), { ...options, member: 1 }),
  ];
  for (const { context, page } of phones) {
    await countHands(context);
    await page.reload();
    await untilToday(page, "open");
  }
  await fillShift({
    send,
    invite: await scene.endpoint().invite(demoLeader("river")),
    now,
    sinceStart: 30 * minuteMs,
    untilEnd: 240 * minuteMs,
    standing: Array.from({ length: peopleOnBoard }, () => 0),
  });
  const away = createTestDevice(send, now);
  await away.enrol(await scene.endpoint().invite(demoMember("river", 0)));
  await away.pull();
  const placed = away
    .heldOf("placed")
    .map(({ entry }) => entry.event.facts as unknown as { readonly shift: string; readonly person: string });
  const mine = placed.find(({ person }) => person === away.state.person)?.shift ?? "";
  away.record({ type: "leaveTaken", facts: { shift: mine, seeks: false }, parts: { reason: "家里有事" } });
  await away.exchange();
  tablet = await openDevice(scene.browser, { kind: "tablet", offsetMs });
  await countHands(tablet);
  leader = await join(tablet, await scene.endpoint().invite(demoLeader("river")));
});
afterAll(() => scene?.close());

const phone = (i: number): Phone => {
  const found = phones[i];
  if (found === undefined) throw new Error("no such phone");
  return found;
};

it("签到 1 · 签退 2 if early", async () => {
  const { page, context } = phone(0);
  await context.setOffline(true);
  expect(
    await tapsOf(page, async () => {
      await page.getByRole("button", { name: "签到", exact: true }).click();
      await untilToday(page, "on", "kept");
    }),
  ).toBe(1);
  expect(
    await tapsOf(page, async () => {
      await page.getByRole("button", { name: "签退", exact: true }).click();
      await page.getByRole("dialog").getByRole("button", { name: "签退" }).click();
      await untilToday(page, "off", "kept");
    }),
  ).toBe(2);
});

it("mark 42 people 2, and 2 an exception", async () => {
  await leader.goto(`${scene.proxy.url}/board/${fullShift}`);
  await leader
    .locator("[data-person]")
    .nth(peopleOnBoard - 1)
    .waitFor();
  await tablet.setOffline(true);
  const except = async (i: number, word: string, state: string): Promise<void> => {
    await leader.locator(`[data-person="${fullPerson(i)}"] .tile-more`).click();
    await leader.getByRole("dialog").getByRole("button", { name: word, exact: true }).click();
    await leader.locator(`[data-person="${fullPerson(i)}"][data-state="${state}"]`).waitFor();
  };
  expect(await tapsOf(leader, () => except(3, "请假", "onLeave"))).toBe(2);
  expect(await tapsOf(leader, () => except(7, "未到", "absent"))).toBe(2);
  expect(
    await tapsOf(leader, async () => {
      await leader.locator(".post-tabs [data-post]").first().click();
      await leader.getByRole("button", { name: "剩下的记到岗 40人" }).click();
      await leader.locator('[data-count="arrived"] dd', { hasText: "40" }).waitFor();
    }),
  ).toBe(2);
  await expect.poll(() => leader.locator('[data-state="present"]').count()).toBe(peopleOnBoard - 2);
  // Taken back as a whole for 10 s, and not after.
  expect(await tapsOf(leader, () => leader.getByRole("button", { name: "撤销" }).click())).toBe(1);
  await leader.locator('[data-count="unheard"] dd', { hasText: "40" }).waitFor();
});

it("seeing a leave 1, undone within 10 s", async () => {
  await leader.goto(`${scene.proxy.url}/desk/approvals`);
  const line = leader.locator(`[data-leave][data-person="${demoMember("river", 0)}"]`);
  await line.waitFor();
  const see = line.getByRole("button").last();
  expect(
    await tapsOf(leader, async () => {
      await see.click();
      await line.waitFor({ state: "detached" });
    }),
  ).toBe(1);
  expect(
    await tapsOf(leader, async () => {
      await leader.getByRole("button", { name: "撤销" }).click();
      await line.waitFor();
    }),
  ).toBe(1);
  await see.click();
  await line.waitFor({ state: "detached" });
  await tablet.clock.fastForward(10_001);
  await leader.getByRole("button", { name: "撤销" }).waitFor({ state: "detached" });
});

it("签退 1 once the shift is over", async () => {
  const { page, context } = phone(1);
  await page.getByRole("button", { name: "签到", exact: true }).click();
  // Nothing is under way while the clocks jump: a reply across the jump would tell the phone its clock is wrong (R20).
  await untilToday(page, "on", "uploaded");
  await context.setOffline(true);
  await passToClock(scene, "14:00", [context]);
  expect(
    await tapsOf(page, async () => {
      await page.getByRole("button", { name: "签退", exact: true }).click();
      await untilToday(page, "off", "kept");
    }),
  ).toBe(1);
});
