// A record opened by whoever stood there: a phone nine minutes fast and a position far away, a leader's mark, 收队; every step of it in words,
// and one number on every page and in the endpoint's report.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordWords } from "../../src/words/record.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import {
  hurryUntil,
  inviteOf,
  join,
  minuteMs,
  openDevice,
  quietHourOffset,
  rehearse,
  untilAnswered,
  untilToday,
} from "./support/people.ts";
import { ownRows, placeOfDuty } from "./support/stored.ts";

const words = recordWords["zh-CN"];
const fastMs = 9 * minuteMs;
const stayedMs = 57 * minuteMs;
const zoneMs = 480 * minuteMs;
let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
const offsetMs = quietHourOffset();
let phone: BrowserContext;
let tablet: BrowserContext;
let volunteer: Page;
let leader: Page;
let me: string;
let shift: string;

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-record-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs })]);
  phone = await openDevice(browser, { offsetMs: offsetMs + fastMs, place: { latitude: 0, longitude: 0, accuracy: 20 } });
  tablet = await openDevice(browser, { kind: "tablet", offsetMs });
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const evidence = (page: Page, type: string) => page.locator(`[data-screen="record"] [data-evidence="${type}"]`);
const step = (page: Page, type: string) => page.locator(`[data-screen="record"] [data-step="${type}"]`);

/** Never by address: a page opened anew would lose the hour its clock was put forward. */
const tab = (page: Page, name: string) => page.getByRole("navigation").getByRole("link", { name }).click();

describe("one record", () => {
  it("R15 R20: a tap far away on a fast phone: how far, how sure, and the corrected time", async () => {
    volunteer = await join(phone, inviteOf(endpoint, "volunteer"));
    const place = await placeOfDuty(volunteer, Date.now() + offsetMs);
    // About 330 m to the north.
    await phone.setGeolocation({ ...place, latitude: place.latitude + 0.003, accuracy: 20 });
    await rehearse(volunteer, true);
    await untilToday(volunteer, "open");
    await volunteer.getByRole("button", { name: "签到", exact: true }).click();
    await untilToday(volunteer, "on", "uploaded");
    await volunteer.locator('[data-place="outside"]').waitFor();
    me = (await ownRows(volunteer))[0]?.event.author ?? "";

    await tab(volunteer, "班次");
    await volunteer.locator("[data-shift]").getByRole("link", { name: "看这次记录" }).first().click();
    shift = new URL(volunteer.url()).pathname.split("/").pop() ?? "";
    const tap = evidence(volunteer, "tap");
    await tap.getByText("手机快9分钟,已自动校正").waitFor();
    await expect.poll(() => tap.textContent()).toMatch(/签到 \d\d:\d\d.*算到岗时间.*时间准到\d+秒以内.*已上传/);
    const fix = evidence(volunteer, "fix");
    await expect.poll(() => fix.textContent()).toMatch(/离岗位\d{3}米,误差±20米/);
    await fix.getByText(words.bands.outside).waitFor();
    // R39: the coordinates themselves for their owner; the leader's page below has none.
    const raw = fix.locator('[data-raw-fix="kept"]');
    await raw.locator("summary").click();
    await raw.getByText(/^北纬 \d+\.\d{5}°,东经 \d+\.\d{5}°/).waitFor();
    await volunteer.getByText(words.nothing.unconfirmed).waitFor();
  });

  it("R16 R22: the leader opens the same record from the board, and the mark stands in it with who and when", async () => {
    leader = await join(tablet, inviteOf(endpoint, "leader"));
    await leader.goto(`${endpoint.url}/board`);
    const tile = leader.locator(`[data-person="${me}"]`);
    await tile.getByRole("button", { name: /更多/ }).click();
    await leader.getByRole("dialog").getByRole("link", { name: "看这次记录" }).click();
    await evidence(leader, "fix").getByText(words.bands.outside).waitFor();
    await expect.poll(() => leader.locator('[data-screen="record"]').textContent()).not.toMatch(/\d\.\d{4}/);
    await leader.getByRole("link", { name: "返回" }).click();
    await tile.getByRole("button").first().click();
    await leader.locator(`[data-person="${me}"][data-state="present"]`).waitFor();
    await hurryUntil(phone, evidence(volunteer, "mark"));
    await evidence(volunteer, "mark").getByText("记你已到").waitFor();
    await expect.poll(() => volunteer.locator("[data-flags]").textContent()).toContain(words.flagsWhat);
  });

  it("a reminder comes before the planned end, and the shift goes into the calendar", async () => {
    const download = volunteer.waitForEvent("download");
    await volunteer.getByRole("button", { name: words.calendarAll(1) }).click();
    expect((await download).suggestedFilename()).toMatch(/\.ics$/);
    await tab(volunteer, "班次");
    const all = volunteer.waitForEvent("download");
    await volunteer.locator('[data-screen="shifts"] [data-calendar]').getByRole("button").click();
    expect((await all).suggestedFilename()).toMatch(/\.ics$/);
    for (const device of [phone, tablet]) await untilAnswered(device);
    await endpoint.moveClock(offsetMs + stayedMs);
    for (const device of [phone, tablet]) await device.clock.fastForward(stayedMs);
    await volunteer.locator("[data-reminder]").getByText("记得签退").waitFor();
    await volunteer.locator("[data-reminder]").getByRole("button").click();
    await expect.poll(() => volunteer.locator("[data-reminder]").count()).toBe(0);
  });

  it("R10 R13: what was settled and why stands in it; 收队 in the leader's", async () => {
    await tab(volunteer, "今日");
    await volunteer.getByRole("button", { name: "签退", exact: true }).click();
    await hurryUntil(phone, volunteer.locator('main[data-phase="off"][data-record="uploaded"]'));
    await leader.getByRole("link", { name: "收队" }).click();
    await leader.getByRole("button", { name: "确认收队" }).click();
    await leader.getByText("已收队").first().waitFor();
    await hurryUntil(phone, volunteer.locator('main[data-phase="settled"]'));
    await tab(volunteer, "班次");
    await volunteer.locator(`[data-shift="${shift}"]`).getByRole("link", { name: "看这次记录" }).click();
    await evidence(volunteer, "settled").getByText("核定:60分钟").waitFor();
    await step(volunteer, "settled").getByText("核定60分钟").waitFor();
    await expect.poll(() => step(volunteer, "class").textContent()).toContain(words.why.leaderWord);
    await expect.poll(() => step(volunteer, "end").textContent()).toMatch(/签退 \d\d:\d\d/);
    // No rule's number for a volunteer.
    await expect.poll(() => volunteer.locator('[data-screen="record"]').textContent()).not.toMatch(/\(R\d/);
    await leader.goto(`${endpoint.url}/record/${shift}/${me}`);
    await evidence(leader, "closed")
      .getByText(/收队,按\d\d:\d\d结束/)
      .waitFor();
    await evidence(leader, "settled").getByText("核定:60分钟").waitFor();
  });

  it("R4 R23: 我的时长, 班次, the board, 台账 and the endpoint's report say the same minutes", async () => {
    await tab(volunteer, "我的");
    await volunteer.getByRole("link", { name: "我的时长" }).click();
    const mine = volunteer.locator('main[data-screen="hours"]');
    await mine.locator(`[data-shift="${shift}"][data-minutes="60"]`).waitFor();
    const total = Number(await mine.getAttribute("data-minutes"));
    await mine.locator(`[data-all-time="${total}"]`).waitFor();
    const months = await mine.locator("[data-month]").evaluateAll((all) => all.map((it) => Number(it.getAttribute("data-minutes"))));
    expect(months.reduce((sum, minutes) => sum + minutes, 0)).toBe(total);

    const attendance = await endpoint.query<{ minutes: number }>(
      "SELECT minutes FROM attendance WHERE shift = ? AND person = ?",
      shift,
      me,
    );
    expect(attendance).toEqual([{ minutes: 60 }]);
    await leader.goto(`${endpoint.url}/board/${shift}`);
    await leader.locator(`[data-person="${me}"][data-state="present"]`).waitFor();

    await leader.goto(`${endpoint.url}/desk/ledger`);
    const ledger = leader.locator('main[data-screen="ledger"]');
    // This month and the year before it, whenever this runs.
    const today = new Date(Date.now() + offsetMs + stayedMs + zoneMs);
    const dayOf = (year: number, month: number, day: number): string => new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
    const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()];
    const period = { from: dayOf(year - 1, month, 1), to: dayOf(year, month + 1, 0) };
    await ledger.getByLabel("从").fill(period.from);
    await ledger.getByLabel("到").fill(period.to);
    await ledger.locator(`[data-by="person"] [data-row="${me}"][data-minutes="${total}"]`).waitFor();
    const download = leader.waitForEvent("download");
    await ledger.getByRole("button", { name: "存成表格" }).click();
    expect((await download).suggestedFilename()).toMatch(/^志愿服务时长台账 .*\.xlsx$/);
  });
});
