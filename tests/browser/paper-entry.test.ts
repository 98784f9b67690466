// A paper sheet entered afterwards without a mouse: twenty names of a shift nobody had a phone for, one late, one the register does not know;
// saved in one go, offline, under the number printed at its head.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoLeader } from "../../src/endpoint/demo.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { hurryUntil, join, minuteMs, openDevice, quietHourOffset } from "./support/people.ts";
import { ownRows } from "./support/stored.ts";
import { listen } from "./support/sweep.ts";

/** Half an hour into the hour that the demo's shift lasts. */
const offsetMs = quietHourOffset() + 30 * minuteMs;

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
let office: BrowserContext;
let leader: Page;
let complaints: readonly string[];

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-paper-entry-"));
  [browser, endpoint] = await Promise.all([
    launchBrowser(),
    startEndpoint({ dataDir, args: ["--demo"], offsetMs: offsetMs - 30 * minuteMs }),
  ]);
  await endpoint.moveClock(offsetMs);
  office = await openDevice(browser, { kind: "desktop", offsetMs });
  complaints = listen(office);
  leader = await join(office, await endpoint.invite(demoLeader("square")));
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const form = () => leader.locator("[data-lines]");
const focused = () =>
  leader.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "");
const press = (key: string) => leader.keyboard.press(key);
/** Tab until what has the focus is called so; fails where it never comes. */
async function tabTo(name: RegExp): Promise<void> {
  for (let i = 0; i < 60; i += 1) {
    if (name.test(await focused())) return;
    await press("Tab");
  }
  throw new Error(`no way by keyboard to ${name}`);
}
const marks = async () => (await ownRows(leader)).filter(({ event }) => event.type === "marked");

let number = "";
const lines = 20;

describe("补录签到表", () => {
  it("finds the shift by the number printed on its sheet", async () => {
    await leader.goto(`${endpoint.url}/desk/paper/sheet`);
    number = (await leader.locator("[data-sheet]").getAttribute("data-sheet")) ?? "";
    expect(number).toMatch(/^\d{8}-\d{6}$/);
    await leader.goto(`${endpoint.url}/desk`);
    await leader.getByRole("link", { name: /^补录签到表/ }).click();
    await form().waitFor();
    await office.setOffline(true);
    await leader.getByLabel("签到表编号").focus();
    await leader.keyboard.type("20261121-000000");
    await leader.getByText("没有这个编号的班次").waitFor();
    await press("Control+a");
    await leader.keyboard.type(number);
    await leader.locator('[data-number="printed"]').waitFor();
    await expect.poll(() => leader.getByLabel("班次").count()).toBe(0);
  });

  it("twenty lines without a mouse: came, on the next, one late, one gone early, one new; saved in one go with the sheet's number", async () => {
    await leader.locator(".sheet-line").nth(10).waitFor();
    const planned = await leader.locator(".sheet-line").count();
    expect(planned).toBeGreaterThan(10);
    await tabTo(/ 到了$/);
    for (let i = 0; i < planned; i += 1) {
      await press("Space");
      await press("Enter");
    }
    await leader.locator(`[data-rows="${planned}"][data-wrong="0"]`).waitFor();
    // Behind the last line Enter goes on to the ten spare rows of the paper: people the register does not know.
    await expect.poll(() => focused()).toBe("加一个人");
    for (let i = planned; i < lines; i += 1) {
      await press("Enter");
      await expect.poll(() => leader.evaluate(() => document.activeElement?.getAttribute("data-column"))).toBe("name");
      await leader.keyboard.type(`路过的人${i}`);
      await press("Enter");
    }
    await leader.locator(`[data-rows="${lines}"][data-wrong="0"]`).waitFor();
    await expect.poll(() => leader.locator('[data-new="new"]').count()).toBe(lines - planned);
    // Back to the first, and on to its times: typed over, wrong first.
    await leader.getByLabel("签到表编号").focus();
    await tabTo(/ 到了$/);
    await press("Tab");
    await expect.poll(() => focused()).toMatch(/几点到$/);
    await leader.keyboard.type("9999");
    await leader.locator('[data-wrong="1"]').waitFor();
    await press("Control+a");
    await leader.keyboard.type("1310");
    await leader.locator('[data-wrong="0"]').waitFor();
    await press("Enter");
    await expect.poll(() => focused()).toMatch(/几点到$/);
    await press("Tab");
    await expect.poll(() => focused()).toMatch(/几点走$/);
    await leader.keyboard.type("1320");
    await expect.poll(() => leader.getByRole("button", { name: "存下 20 人" }).count()).toBe(1);
    await press("Control+Enter");
    await leader.locator(".toast", { hasText: "已记 20 人" }).waitFor();
    const rows = await marks();
    expect(rows).toHaveLength(lines);
    expect(new Set(rows.map(({ event }) => event.facts.sheet))).toEqual(new Set([number]));
    const states = rows.map(({ event }) => event.facts.state);
    expect(states.filter((state) => state === "late")).toHaveLength(1);
    expect(states.filter((state) => state === "leftEarly")).toHaveLength(1);
    expect(states.filter((state) => state === "present")).toHaveLength(lines - 2);
    // Whoever stands there now is shown so, and nothing is chosen for them.
    await leader.locator('.sheet-line[data-came="false"][data-state="late"]').waitFor();
    await expect.poll(() => leader.locator('.sheet-line[data-came="true"]').count()).toBe(0);
  });

  it("the same number again warns; 撤销 takes every line back, and the new person with them", async () => {
    await leader.getByLabel("签到表编号").fill(number);
    await leader.locator('[data-twice="20"]').waitFor();
    await leader.getByRole("button", { name: "撤销" }).click();
    await leader.locator(".toast", { hasText: "已撤销" }).waitFor();
    await leader.locator("[data-twice]").waitFor({ state: "detached" });
    await leader.locator('.sheet-line[data-state="late"]').waitFor({ state: "detached" });
    await expect.poll(() => leader.getByText(/^路过的人/).count()).toBe(0);
  });

  it("all the others in one press; once online it is at the endpoint, and nobody on the board is unheard of", async () => {
    await leader.getByRole("button", { name: /^没记的 \d+ 人都到了$/ }).click();
    await leader.getByRole("button", { name: /^存下 \d+ 人$/ }).click();
    await leader.locator(".toast", { hasText: "队长登记" }).waitFor();
    await office.setOffline(false);
    await hurryUntil(office, leader.locator('a.unsent[data-unsent="0"]'));
    const own = await ownRows(leader);
    expect(own.filter(({ receipt }) => receipt?.judgement !== "stored")).toEqual([]);
    await leader.goto(`${endpoint.url}/board`);
    await leader.locator('[data-screen="board"] [data-state="open"], [data-screen="board"] [data-state="present"]').first().waitFor();
    await expect.poll(() => leader.locator('[data-screen="board"] [data-state="unheard"]').count()).toBe(0);
    expect(complaints.filter((line) => !line.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
  });
});
