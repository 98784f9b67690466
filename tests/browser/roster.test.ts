// 排班 where it happens: a leader without signal plans a series over the National Day week, places people, copies a week and cancels a
// shift; once there is signal the volunteer's phone and the leader's second device show the same.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { initialsOf } from "../../src/domain/name-search.ts";
import { demoLeader, demoMember } from "../../src/endpoint/demo.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { hurryUntil, join, openDevice, untilToday } from "./support/people.ts";
import { listen } from "./support/sweep.ts";

/** Monday before National Day, 13:01 in Shanghai: the published calendar of 2026 holds whenever this runs. */
const offsetMs = Date.parse("2026-09-28T13:01:00+08:00") - Date.now();

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
let tablet: BrowserContext;
let leader: Page;
let phone: BrowserContext;
let volunteer: Page;
const complaints: string[][] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-roster-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs })]);
  tablet = await openDevice(browser, { kind: "tablet", offsetMs });
  phone = await openDevice(browser, { offsetMs });
  complaints.push(listen(tablet));
  leader = await join(tablet, await endpoint.invite(demoLeader("square")));
  volunteer = await join(phone, await endpoint.invite(demoMember("square", 0)));
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const screen = (page: Page, name: string) => page.locator(`main[data-screen="${name}"]`);
const week = (page: Page, monday: string) => page.locator(`[data-week="${monday}"]`);
const chips = (page: Page, hours: string) => page.locator(".roster-chip", { hasText: hours });
const daysIn = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll((items) => items.map((item) => Number(item.getAttribute("data-day"))));
const say = (page: Page, text: string) => page.locator(".toast", { hasText: text }).waitFor();
const unsent = (page: Page, wanted: (count: number) => boolean) =>
  expect.poll(async () => wanted(Number(await page.locator("a.unsent").getAttribute("data-unsent")))).toBe(true);

async function openRoster(page: Page): Promise<void> {
  await page.goto(endpoint.url);
  await page.getByRole("link", { name: "更多" }).click();
  await page.getByRole("link", { name: /^排班/ }).click();
  await screen(page, "roster").waitFor();
}

async function newShifts(page: Page, preset: string): Promise<void> {
  await page.getByRole("link", { name: "排新班" }).click();
  await screen(page, "roster-new").waitFor();
  await page.getByRole("button", { name: "书院小区" }).click();
  await page.getByRole("button", { name: preset }).click();
}

/** By the initials of the name, as a leader types them: this browser must know the order of pinyin too. */
async function addPerson(page: Page, person: string): Promise<void> {
  await page.getByRole("button", { name: "加人" }).click();
  const lines = page.getByRole("dialog").locator("[data-person]");
  const line = page.getByRole("dialog").locator(`[data-person="${person}"]`);
  const [name = ""] = (await line.textContent())?.trim().split(/\s/) ?? [];
  const before = await lines.count();
  await page
    .getByRole("dialog")
    .getByRole("searchbox")
    .fill([...name].map((char) => initialsOf(char)[0]).join(""));
  await expect.poll(() => lines.count()).toBeLessThan(before);
  await line.click();
  await page.getByRole("dialog").getByRole("searchbox").fill("");
}

describe("排班", () => {
  it("R12 without signal a leader plans workdays over National Day: holidays are left out, the made-up Saturday is in", async () => {
    await openRoster(leader);
    await week(leader, "2026-09-28").waitFor();
    await tablet.setOffline(true);
    await newShifts(leader, "校园 11:30–12:10");
    await leader.getByRole("button", { name: "每周" }).click();
    await leader.getByLabel("到", { exact: true }).fill("2026-10-10");
    await leader.locator('[data-planned="5"][data-skipped="6"]').waitFor();
    await expect.poll(() => daysIn(leader, ".roster-preview li:not(.gone)")).toEqual([20260929, 20260930, 20261008, 20261009, 20261010]);
    await expect.poll(() => leader.locator('.roster-preview [data-day="20260928"]').textContent()).toContain("已经过去");
    await expect.poll(() => leader.locator('.roster-preview [data-day="20261001"]').textContent()).toContain("放假,不排");
    await expect.poll(() => leader.locator('.roster-preview [data-day="20261010"]').textContent()).toContain("调休上班,照排");
    await leader.getByRole("button", { name: "照排", exact: true }).click();
    await leader.locator('[data-planned="9"][data-skipped="1"]').waitFor();
    await leader.getByRole("button", { name: "跳过", exact: true }).click();
    await leader.getByRole("button", { name: "要几个人 +1" }).click();
    await leader.getByRole("button", { name: "排 5 班" }).click();
    await say(leader, "已排 5 班");
    await chips(leader, "11:30–12:10").nth(1).waitFor();
    await expect.poll(() => chips(leader, "11:30–12:10").count()).toBe(2);
    await unsent(leader, (count) => count === 5);
  });

  it("a slip is taken back with one tap, and its shifts are gone from the week", async () => {
    await newShifts(leader, "停车 17:00–19:00");
    await leader.getByLabel("日期").fill("2026-10-03");
    await expect.poll(() => leader.locator('.roster-preview [data-day="20261003"]').textContent()).toContain("放假,照排");
    await leader.getByRole("button", { name: "排 1 班" }).click();
    await chips(leader, "17:00–19:00").waitFor();
    await leader.getByRole("button", { name: "撤销" }).click();
    await say(leader, "已撤销 1 班");
    await chips(leader, "17:00–19:00").waitFor({ state: "detached" });
  });

  it("places people up to and beyond the capacity, which is said and refuses nobody; names a 点长", async () => {
    await chips(leader, "11:30–12:10").first().click();
    await screen(leader, "roster-shift").waitFor();
    await addPerson(leader, demoMember("square", 0));
    await say(leader, "已排上");
    await leader.getByRole("dialog").getByText("1/1 · 已满").waitFor();
    await leader
      .getByRole("dialog")
      .locator(`[data-person="${demoMember("square", 1)}"]`)
      .click();
    await leader.getByRole("dialog").getByText("2/1 · 多1人").waitFor();
    await leader.keyboard.press("Escape");
    await leader.locator(`[data-person="${demoMember("square", 1)}"] button`).click();
    await leader.getByRole("button", { name: "移出", exact: true }).click();
    await leader.locator('[data-shift][data-count="1"]').waitFor();
    await leader.getByRole("button", { name: "撤销" }).click();
    await leader.locator('[data-shift][data-count="2"]').waitFor();
    await leader.locator(`[data-person="${demoMember("square", 0)}"] button`).click();
    await leader.getByRole("button", { name: "设为点长" }).click();
    await leader.locator(`[data-person="${demoMember("square", 0)}"][data-lead="true"]`).waitFor();
  });

  it("R6 who is on another shift at that time is refused, with that reason; touching ends are fine", async () => {
    await leader.getByRole("link", { name: "返回" }).click();
    await screen(leader, "roster").waitFor();
    await newShifts(leader, "停车 17:00–19:00");
    await leader.getByLabel("日期").fill("2026-09-29");
    await leader.getByRole("button", { name: "排 1 班" }).click();
    await chips(leader, "17:00–19:00").click();
    await screen(leader, "roster-shift").waitFor();
    await addPerson(leader, demoMember("square", 3));
    await leader
      .getByRole("alert")
      .getByText(/没排上:.* 9月29日 17:30–18:30 已有班,时间重叠/)
      .waitFor();
    await leader.locator('[data-shift][data-count="0"]').waitFor();
    await leader.keyboard.press("Escape");
    await leader.getByRole("button", { name: "改时间岗位" }).click();
    await leader.getByLabel("开始", { exact: true }).fill("18:30");
    await leader.getByRole("button", { name: "保存" }).click();
    await leader.getByText("18:30–19:00").waitFor();
    await addPerson(leader, demoMember("square", 3));
    await leader.locator('[data-shift][data-count="1"]').waitFor();
    await leader.keyboard.press("Escape");
  });

  it("copies a week with its people, says what is there already, and cancels one shift of it", async () => {
    await leader.getByRole("link", { name: "返回" }).click();
    await leader.getByRole("button", { name: "下一周" }).click();
    await week(leader, "2026-10-05").waitFor();
    await chips(leader, "11:30–12:10").first().click();
    await addPerson(leader, demoMember("square", 2));
    await leader.locator('[data-shift][data-count="1"]').waitFor();
    await leader.keyboard.press("Escape");
    await leader.getByRole("link", { name: "返回" }).click();
    await week(leader, "2026-10-05").waitFor();
    await leader.getByRole("button", { name: "下一周" }).click();
    await week(leader, "2026-10-12").waitFor();
    await leader.locator('[data-empty="week"]').getByRole("button", { name: "复制上周" }).click();
    await leader.locator('[data-copy="3"][data-places="1"]').waitFor();
    await leader.getByRole("button", { name: "复制 3 班" }).click();
    await say(leader, "已排 3 班");
    await leader.locator('.roster-chip[data-count="1"]').waitFor();
    await leader.getByRole("button", { name: "复制上周" }).click();
    await leader.locator('[data-copy="0"]').waitFor();
    await expect.poll(() => leader.locator('[data-skipped="exists"]').count()).toBe(3);
    await leader.keyboard.press("Escape");

    await chips(leader, "11:30–12:10").nth(1).click();
    await leader.getByRole("button", { name: "取消班次" }).click();
    await leader.getByRole("dialog").getByRole("button", { name: "取消班次" }).click();
    await leader.locator('[data-cancelled="true"]').waitFor();
    await leader.getByRole("button", { name: "撤销" }).click();
    await leader.locator('[data-cancelled="false"]').waitFor();
    await leader.getByRole("button", { name: "取消班次" }).click();
    await leader.getByRole("dialog").getByRole("button", { name: "取消班次" }).click();
    await leader.locator('[data-cancelled="true"]').waitFor();
    await leader.getByRole("link", { name: "返回" }).click();
    await leader.getByRole("button", { name: "显示已取消的1班" }).waitFor();
    await expect.poll(() => chips(leader, "11:30–12:10").count()).toBe(2);
  });

  it("with signal everything is uploaded, and the volunteer's phone shows the new shift without being touched", async () => {
    await volunteer.goto(`${endpoint.url}/shifts`);
    await screen(volunteer, "shifts").waitFor();
    await expect.poll(() => volunteer.locator("[data-shift]", { hasText: "11:30–12:10" }).count()).toBe(0);
    await tablet.setOffline(false);
    await hurryUntil(tablet, leader.locator('a.unsent[data-unsent="0"]'));
    await hurryUntil(phone, volunteer.locator("[data-shift]", { hasText: "11:30–12:10" }));
    await expect.poll(() => volunteer.locator("[data-shift]", { hasText: "11:30–12:10" }).textContent()).toContain("书院小区");
  });

  it("X6 the leader's second device shows the same weeks, the one beyond two weeks too", async () => {
    const desk = await openDevice(browser, { kind: "desktop", offsetMs });
    const page = await join(desk, await endpoint.invite(demoLeader("square")));
    await page.goto(`${endpoint.url}/desk/roster?week=2026-10-12`);
    await week(page, "2026-10-12").waitFor();
    await chips(page, "11:30–12:10").nth(1).waitFor();
    await expect.poll(() => chips(page, "11:30–12:10").count()).toBe(2);
    await expect.poll(() => page.locator('.roster-chip[data-count="1"]').count()).toBe(1);
    await page.getByRole("button", { name: "显示已取消的1班" }).waitFor();
    await page.goto(`${endpoint.url}/desk/roster?week=2026-09-28`);
    await expect.poll(() => chips(page, "11:30–12:10").first().textContent()).toContain("(点长)");
    await desk.close();
  });

  it("a shift cancelled under a volunteer is said on 班次, not silently gone", async () => {
    await leader.goto(`${endpoint.url}/desk/roster?week=2026-09-28`);
    await chips(leader, "11:30–12:10").first().click();
    await leader.getByRole("button", { name: "取消班次" }).click();
    await leader.getByRole("dialog").getByRole("button", { name: "只取消这一班" }).click();
    await leader.locator('[data-cancelled="true"]').waitFor();
    await hurryUntil(tablet, leader.locator('a.unsent[data-unsent="0"]'));
    await hurryUntil(phone, volunteer.locator('[data-shift][data-cancelled="true"]', { hasText: "班次已取消" }));
  });

  it("a tap made without signal on a shift cancelled meanwhile is not refused by the phone: it is kept, uploaded, and 今日 says what became of it", async () => {
    await volunteer.goto(endpoint.url);
    await untilToday(volunteer, "open");
    await phone.setOffline(true);
    await volunteer.getByRole("button", { name: "签到", exact: true }).click();
    await untilToday(volunteer, "on", "kept");
    await leader.goto(`${endpoint.url}/desk/roster?week=2026-09-28`);
    await chips(leader, "13:00–14:00").first().click();
    await leader.getByRole("button", { name: "取消班次" }).click();
    await leader.getByRole("dialog").getByText("排了 14 人").waitFor();
    await leader.getByRole("dialog").getByRole("button", { name: "取消班次" }).click();
    await leader.locator('[data-cancelled="true"]').waitFor();
    await hurryUntil(tablet, leader.locator('a.unsent[data-unsent="0"]'));
    await phone.setOffline(false);
    await hurryUntil(phone, volunteer.locator("[data-cancelled]", { hasText: "这条没通过:班次已取消,请问队长" }));
    await hurryUntil(phone, volunteer.locator('a.unsent[data-unsent="0"]'));
    await hurryUntil(tablet, leader.getByRole("button", { name: "恢复班次" }));
    await leader.getByRole("button", { name: "恢复班次" }).click();
    await hurryUntil(phone, volunteer.locator('main[data-screen="today"][data-phase="on"][data-record="uploaded"]'));
  });

  it("says nothing on the console but that there was no signal", () =>
    expect(complaints.flat().filter((line) => !/ERR_INTERNET_DISCONNECTED/.test(line))).toEqual([]));
});
