// One tablet, two leaders: a PIN each, authors kept apart, locked when left alone but never during the shift, and after seven days without a
// network. The clock is the test's.

import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoId, demoLeader, demoMember } from "../../src/endpoint/demo.ts";
import { inviteOf, join, jump, minuteMs, openDevice } from "./support/people.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { ownRows } from "./support/stored.ts";

const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const [one, two] = [demoLeader("square"), demoMember("square", 3)];
const pins = { one: "135790", two: "246801" };
let scene: Scene;
let tablet: BrowserContext;
let page: Page;
let url = "";
let name = { one: "", two: "" };

beforeAll(async () => {
  scene = await openScene();
  url = scene.proxy.url;
  const team = (await scene.endpoint().query<{ team: string }>("SELECT team FROM people WHERE person = ?", two))[0]?.team as string;
  await scene.endpoint().append("patched", {
    entity: "role",
    id: demoId("a second leader"),
    basis: [],
    set: { person: two, role: "squadLeader", team },
  });
  tablet = await openDevice(scene.browser, { kind: "tablet", offsetMs: scene.offsetMs() });
  page = await join(tablet, inviteOf(scene.endpoint(), "leader"));
});
afterAll(() => scene?.close());

const lock = (kind: string) => page.locator(`[data-lock="${kind}"]`);
const openBoard = async (): Promise<void> => {
  await page.goto(`${url}/board`);
  await page.locator('[data-screen="board"] [data-person]').first().waitFor();
};
const typePin = (label: RegExp, pin: string): Promise<void> => page.getByLabel(label).fill(pin);
const lastMark = async () => {
  const marks = (await ownRows(page)).filter(({ event }) => event.type === "marked");
  return marks[marks.length - 1]?.event as { readonly author: string } | undefined;
};
const markNext = async (): Promise<void> => {
  const tile = page.locator('[data-person][data-state="unheard"]').first();
  const person = (await tile.getAttribute("data-person")) ?? "";
  await tile.locator(".tile-main").click();
  await page.locator(`[data-person="${person}"][data-state="present"]`).waitFor();
};

it("two leaders have a PIN each; changing hands is three taps and a PIN, and every mark is its maker's", async () => {
  await page.goto(`${url}/desk/tablet`);
  await page.getByRole("button", { name: "设密码" }).click();
  await page.getByLabel("新密码").fill(pins.one);
  await page.getByLabel("再输一遍").fill("111111");
  await page.getByRole("button", { name: "存密码" }).click();
  await page.getByText("两遍不一样").waitFor();
  await page.getByLabel("再输一遍").fill(pins.one);
  await page.getByRole("button", { name: "存密码" }).click();
  await page.locator('[data-pins="1"]').waitFor();
  name.one = (await page.locator(`[data-person="${one}"] b`).textContent()) ?? "";

  await page.goto(await scene.endpoint().invite(two));
  await page.getByRole("button", { name: "加入队伍" }).click();
  await page.locator('[data-stage="joined"]').waitFor();
  await openBoard();
  await markNext();
  expect((await lastMark())?.author).toBe(one);

  await page.locator("a.unsent").click();
  await page.getByRole("button", { name: "换分队长" }).click();
  await lock("who").waitFor();
  await expect.poll(() => page.locator("#app").isVisible()).toBe(false);
  name = { ...name, two: ((await lock("who").getByRole("button").allTextContents()).find((it) => it !== name.one) ?? "").trim() };
  await page.getByRole("button", { name: name.two }).click();
  await page.getByLabel("新密码").fill(pins.two);
  await page.getByLabel("再输一遍").fill(pins.two);
  await page.getByRole("button", { name: "存密码" }).click();
  await lock("who").waitFor({ state: "detached" });
  await openBoard();
  await markNext();
  expect((await lastMark())?.author).toBe(two);

  // From the board: 未上传, 换分队长, the name; then six digits and nothing more.
  await page.locator("a.unsent").click();
  await page.getByRole("button", { name: "换分队长" }).click();
  await page.getByRole("button", { name: name.one }).click();
  await typePin(/的密码$/, pins.one);
  await lock("who").waitFor({ state: "detached" });
  await openBoard();
  await markNext();
  expect((await lastMark())?.author).toBe(one);
});

it("five wrong ones cost a wait; the lock stays over a page that is loaded again, and shows nobody of the squad", async () => {
  await page.goto(`${url}/me`);
  await page.getByRole("button", { name: "换分队长" }).click();
  await page.getByRole("button", { name: name.one }).click();
  for (let i = 4; i >= 1; i -= 1) {
    await typePin(/的密码$/, "000000");
    await page.getByText(`还能试 ${i} 次`).waitFor();
  }
  await typePin(/的密码$/, "000000");
  await page.getByText("错得太多").waitFor();
  await page.goto(`${url}/board`);
  await lock("who").waitFor();
  await expect.poll(() => page.locator("#app").isVisible()).toBe(false);
  await jump(tablet, 61_000);
  await page.getByRole("button", { name: name.one }).click();
  await typePin(/的密码$/, pins.one);
  await page.locator('[data-screen="board"] [data-person]').first().waitFor();
});

it("left alone during the shift it stays open; hours after it, it locks", async () => {
  await openBoard();
  await scene.passTime(12 * minuteMs, tablet);
  await tablet.clock.runFor(6_000);
  await expect.poll(() => lock("who").count()).toBe(0);
  // 15:43: an hour and more after the 13:00 shift, and more than half an hour before the one at 17:30.
  await scene.passTime(2.5 * hourMs, tablet);
  await lock("who").waitFor();
  await expect.poll(() => page.locator("#app").isVisible()).toBe(false);
  await page.getByRole("button", { name: name.one }).click();
  await typePin(/的密码$/, pins.one);
  await lock("who").waitFor({ state: "detached" });
});

it("without a network: a warning from the third day, hidden after the seventh, nothing lost and everything can still be sent", async () => {
  await tablet.setOffline(true);
  await openBoard();
  const before = (await ownRows(page)).length;
  await scene.passTime(3 * dayMs + hourMs, tablet);
  await lock("who").waitFor();
  await page.getByRole("button", { name: name.one }).click();
  await typePin(/的密码$/, pins.one);
  await page.locator('[data-warning="3"]').waitFor();
  await scene.passTime(4 * dayMs, tablet);
  await lock("who").getByText("天没联网,输密码后请连网").waitFor();
  await page.getByRole("button", { name: name.one }).click();
  await typePin(/的密码$/, pins.one);
  await lock("aged").waitFor();
  await expect.poll(() => page.locator("#app").isVisible()).toBe(false);
  expect((await ownRows(page)).length).toBe(before);
  await page.getByRole("link", { name: "代传或存成文件" }).click();
  await page.locator('[data-screen="relay"]').waitFor();
  await page.goto(`${url}/board`);
  await lock("aged").waitFor();
  await tablet.setOffline(false);
  await page.getByRole("button", { name: "再连一次" }).click();
  await lock("aged").waitFor({ state: "detached" });
  await page.locator('[data-screen^="board"]').waitFor();
});
