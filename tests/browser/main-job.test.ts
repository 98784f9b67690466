// The main job, watched in a real Chromium against the real endpoint: a check-in made without any signal, with the endpoint stopped,
// reaches it exactly once and stands on the leader's board.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { hurryUntil, inviteOf, join, minuteMs, openDevice, quietHourOffset, rehearse, today, untilToday } from "./support/people.ts";
import { ownRows, placeOfDuty, readLedger } from "./support/stored.ts";

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
const offsetMs = quietHourOffset();
/** From 13:01 on: within the five minutes before the end that still count as the whole hour, and well before the endpoint makes the next shift of the demo. */
const stayedMs = 55 * minuteMs;
let phone: BrowserContext;
let tablet: BrowserContext;
let volunteer: Page;
let leader: Page;

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-main-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs })]);
  phone = await openDevice(browser, { offsetMs, place: { latitude: 0, longitude: 0, accuracy: 20 } });
  tablet = await openDevice(browser, { kind: "tablet", offsetMs });
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const tile = (page: Page, state: string) => page.locator(`[data-person][data-state="${state}"]`);

describe("the main job", () => {
  it("X13: two invites make two devices; 今日 shows the volunteer's running shift, 看板 the leader's", async () => {
    volunteer = await join(phone, inviteOf(endpoint, "volunteer"));
    leader = await join(tablet, inviteOf(endpoint, "leader"));
    const place = await placeOfDuty(volunteer, Date.now() + offsetMs);
    await phone.setGeolocation({ ...place, accuracy: 20 });
    await rehearse(volunteer, true);
    await untilToday(volunteer, "open");
    // The consent is with the team before the endpoint is gone.
    await expect.poll(async () => (await ownRows(volunteer)).map((row) => row.unsent)).toEqual([undefined]);
    await leader.goto(`${endpoint.url}/board`);
    await tile(leader, "unheard").first().waitFor();
    await expect.poll(() => tile(leader, "unheard").count()).toBe(14);
  });

  it("X1: with no signal and the endpoint stopped, 签到 is kept at once, GPS says where, and a mis-tap is taken back", async () => {
    await endpoint.stop();
    await phone.setOffline(true);
    await volunteer.reload();
    await untilToday(volunteer, "open");
    await volunteer.getByRole("button", { name: "签到", exact: true }).click();
    await untilToday(volunteer, "on", "kept");
    await today(volunteer)
      .getByText(/签到成功 \d\d:\d\d/)
      .waitFor();
    await today(volunteer).getByText("已存本机").waitFor();
    await today(volunteer).getByText("定位在岗位上(误差20米)").waitFor();
    await volunteer.getByRole("button", { name: "撤销" }).click();
    await untilToday(volunteer, "open");
    await volunteer.getByRole("button", { name: "签到", exact: true }).click();
    await untilToday(volunteer, "on", "kept");
    await today(volunteer).getByText("定位在岗位上(误差20米)").waitFor();
  });

  it("X1: closed and opened again with still no signal, 签退 an hour later is kept too", async () => {
    await volunteer.close();
    volunteer = await phone.newPage();
    await volunteer.goto(`${endpoint.url}/`);
    await untilToday(volunteer, "on", "kept");
    await phone.clock.fastForward(stayedMs);
    await volunteer.getByRole("button", { name: "签退", exact: true }).click();
    await untilToday(volunteer, "off", "kept");
    await today(volunteer).getByText("辛苦了!本次60分钟,等核定").waitFor();
    await today(volunteer).getByText("定位在岗位上(误差20米)").waitFor();
    const rows = await ownRows(volunteer);
    expect(rows.filter((row) => row.unsent !== 1).map((row) => row.event.type)).toEqual(["consented"]);
  });

  it("X1 X3: signal returns: everything reaches the endpoint by itself, and the board follows without a reload", async () => {
    const opened = await leader.evaluate(() => performance.timeOrigin);
    // While there is nobody to answer: a reply that crosses the jump would set the tablet's clock wrong.
    await tablet.clock.fastForward(stayedMs);
    endpoint = await startEndpoint({ dataDir, port: endpoint.port, args: ["--demo"], offsetMs: offsetMs + stayedMs });
    await phone.setOffline(false);
    await hurryUntil(phone, volunteer.locator('main[data-phase="off"][data-record="uploaded"]'));
    const [me] = (await ownRows(volunteer)).map((row) => row.event.author);
    await hurryUntil(tablet, leader.locator(`[data-person="${me}"][data-state="present"]`));
    expect(await leader.evaluate(() => performance.timeOrigin)).toBe(opened);
  });

  it("R10 R10a R22: the leader marks, closes the duty, and the volunteer sees 已核定 60 分钟 and why", async () => {
    const unheard = tile(leader, "unheard");
    const before = await unheard.count();
    for (const left of [before - 1, before - 2]) {
      await unheard
        .first()
        .getByRole("button", { name: /未收到/ })
        .click();
      await expect.poll(() => unheard.count()).toBe(left);
    }
    await unheard.first().getByRole("button", { name: /更多/ }).click();
    await leader.getByRole("dialog").getByRole("button", { name: "迟到" }).click();
    await leader
      .getByRole("dialog")
      .getByRole("button", { name: /记迟到/ })
      .click();
    await tile(leader, "late").waitFor();
    await leader
      .getByRole("link", { name: "收队" })
      .or(leader.getByRole("button", { name: "收队" }))
      .click();
    await leader.getByRole("button", { name: "确认收队" }).click();
    await leader.getByText("已收队").first().waitFor();
    await hurryUntil(phone, volunteer.locator('main[data-phase="settled"][data-record="uploaded"]'));
    await today(volunteer)
      .getByText(/已核定\s*60\s*分钟/)
      .waitFor();
    await today(volunteer)
      .getByText(/本人签到|自己签到|签到/)
      .first()
      .waitFor();
  });

  it("X1 X2: afterwards the ledger holds one row per event and one attendance with 60 verified minutes", async () => {
    const own = await ownRows(volunteer);
    const leaders = await ownRows(leader);
    await endpoint.stop();
    const { events, attendance } = readLedger(dataDir);
    const ids = events.map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const row of [...own, ...leaders]) expect(ids.filter((id) => id === row.id)).toHaveLength(1);
    expect(own.map((row) => row.event.type)).toEqual([
      "consented",
      "checkedIn",
      "positionFixed",
      "retracted",
      "checkedIn",
      "positionFixed",
      "checkedOut",
      "positionFixed",
    ]);
    const me = own[0]?.event.author;
    const mine = attendance.filter((row) => row.person === me && row.minutes === 60);
    expect(mine).toHaveLength(1);
    expect(mine[0]).toMatchObject({ state: "present", class: "verified", strength: "strong" });
  });
});
