// A forgotten PIN of a shared tablet: only a fresh invite of their own, with a network, sets a new one; nobody else's opens it, and what was
// marked before is there, unsent or not.

import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoLeader } from "../../src/endpoint/demo.ts";
import { hurryUntil, inviteOf, join, openDevice } from "./support/people.ts";
import { eventually, openScene, type Scene } from "./support/scene.ts";
import { ownRows } from "./support/stored.ts";

const person = demoLeader("square");
const [forgotten, chosen] = ["135790", "864208"];
let scene: Scene;
let tablet: BrowserContext;
let page: Page;
let board = "";

beforeAll(async () => {
  scene = await openScene();
  tablet = await openDevice(scene.browser, { kind: "tablet", offsetMs: scene.offsetMs() });
  page = await join(tablet, inviteOf(scene.endpoint(), "leader"));
});
afterAll(() => scene?.close());

const lock = () => page.locator('[data-lock="who"]');
const marks = async () => (await ownRows(page)).filter(({ event }) => event.type === "marked");
const markNext = async (): Promise<void> => {
  const marked = (await page.locator('[data-person][data-state="unheard"]').first().getAttribute("data-person")) ?? "";
  await page.locator(`[data-person="${marked}"] .tile-main`).click();
  await page.locator(`[data-person="${marked}"][data-state="present"]`).waitFor();
};
const typeNewPin = async (pin: string): Promise<void> => {
  await page.getByLabel("新密码").fill(pin);
  await page.getByLabel("再输一遍").fill(pin);
  await page.getByRole("button", { name: "存密码" }).click();
};
const reset = async (invite: string): Promise<void> => {
  await lock().getByLabel("邀请链接或口令").fill(invite);
  await lock().getByRole("button", { name: "重设密码" }).click();
};

it("with a mark that is not sent yet the tablet is locked, and its PIN forgotten", async () => {
  await page.goto(`${scene.proxy.url}/desk/tablet`);
  await page.getByRole("button", { name: "设密码" }).click();
  await typeNewPin(forgotten);
  await page.locator('[data-pins="1"]').waitFor();
  await page.goto(`${scene.proxy.url}/board`);
  await page.locator('[data-screen="board"] [data-person]').first().waitFor();
  board = page.url();
  await tablet.route("**/api/**", (route) => route.abort());
  await markNext();
  await page.locator("a.unsent").click();
  await page.getByRole("button", { name: "现在锁上" }).click();
  await lock()
    .getByLabel(/的密码$/)
    .fill("000000");
  await lock().getByText("还能试 4 次").waitFor();
  await lock().getByRole("button", { name: "忘了密码" }).click();
  await lock().getByText("请支队重新发一个邀请给你").waitFor();
});

it("nonsense, somebody else's invite and no network open nothing, and each is said", async () => {
  await reset("随便写的");
  await lock().getByText("这不是给你的邀请").waitFor();
  await reset(await scene.endpoint().invite(demoLeader("river")));
  await lock().getByText("这不是给你的邀请").waitFor();
  await reset(await scene.endpoint().invite(person));
  await lock().getByText("要有网才能重设").waitFor();
  await expect.poll(() => page.locator("#app").isVisible()).toBe(false);
  // Back, and the old PIN is still the one.
  await lock().getByRole("button", { name: "返回" }).click();
  await lock()
    .getByLabel(/的密码$/)
    .waitFor();
});

it("with a network and an invite of their own: a new PIN, the marks are all there, the next one is theirs, and everything is sent once", async () => {
  const before = await marks();
  expect(before.filter(({ unsent }) => unsent === 1)).toHaveLength(1);
  await tablet.unroute("**/api/**");
  await lock().getByRole("button", { name: "忘了密码" }).click();
  await reset(await scene.endpoint().invite(person));
  await typeNewPin(chosen);
  await lock().waitFor({ state: "detached" });
  await page.goto(board);
  await page.locator('[data-screen="board"] [data-state="present"]').first().waitFor();
  await markNext();
  const after = await marks();
  expect(after.slice(0, before.length).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(after.map(({ event }) => (event as unknown as { readonly author: string }).author)).toEqual(after.map(() => person));
  // The number may still be the one before the mark: what the device has a receipt for counts.
  await eventually(async () => (await marks()).every(({ receipt }) => receipt !== null)).toBe(true);
  await hurryUntil(tablet, page.locator('.unsent[data-unsent="0"]'));
  const kept = await scene.endpoint().query<{ id: string }>("SELECT id FROM events WHERE type = 'marked'");
  for (const { id } of after) expect(kept.filter((row) => row.id === id)).toHaveLength(1);
  // The new one opens it, the forgotten one does not.
  await page.locator("a.unsent").click();
  await page.getByRole("button", { name: "现在锁上" }).click();
  await lock()
    .getByLabel(/的密码$/)
    .fill(forgotten);
  await lock().getByText("还能试 4 次").waitFor();
  await lock()
    .getByLabel(/的密码$/)
    .fill(chosen);
  await lock().waitFor({ state: "detached" });
});
