// Monday morning, for real: an empty installation becomes a working squad. One administrator, one leader, five volunteers, each with a
// device of their own; nothing is put into the ledger but through the screens.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { makeXlsx } from "../fixtures/rosters/bytes.mjs";
import { idOf, nameOf, phoneOf } from "../fixtures/rosters/people.mjs";
import { launchBrowser } from "./support/launch-browser.ts";
import { hurryUntil, join, minuteMs, openDevice, rehearse, today, untilAnswered, untilToday } from "./support/people.ts";
import { middle, placeAt } from "./support/post-scene.ts";
import { eventually } from "./support/scene.ts";
import { readLedger } from "./support/stored.ts";

/** 06:45 on a Monday in Shanghai. */
const morning = Date.parse("2026-11-23T06:45:00+08:00");
let offsetMs = morning - Date.now();

interface Person {
  readonly name: string;
  readonly context: BrowserContext;
  page: Page;
}
let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
let desk: Page;
let tablet: BrowserContext;
let leader: Page;
let squadLink = "";
const volunteers: Person[] = [];
const branch = "河东支队";
const squad = "东关分队";
const leaderName = nameOf(1);
/** Nine of the squad: the leader, five with a phone, three without; and a line without a name. */
const names = Array.from({ length: 9 }, (_, i) => nameOf(i + 1));
const register = Buffer.from(
  makeXlsx([
    {
      name: "花名册",
      rows: [
        ["某某市志愿服务队花名册", null, null, null, null, null],
        ["序号", "支队", "分队", "姓名", "手机号", "身份证号", "备注"],
        ...names.map((name, i) => [i + 1, branch, squad, name, phoneOf(i + 1), idOf(i + 1), ""]),
        [10, branch, squad, "", phoneOf(10), "", "名字漏了"],
      ],
      merges: ["A1:F1"],
    },
  ]),
);

const screen = (page: Page, name: string) => page.locator(`main[data-screen="${name}"]`);
const press = (page: Page, name: string | RegExp) => page.locator("main, [role=dialog]").getByRole("button", { name }).last().click();
const uploaded = (page: Page) => hurryUntil(page.context(), page.locator('.unsent[data-unsent="0"]'));
/** Everybody's clock and the endpoint's, together. */
async function passTime(minutes: number): Promise<void> {
  const contexts = [desk.context(), tablet, ...volunteers.map((it) => it.context)];
  for (const context of contexts) await untilAnswered(context);
  offsetMs += minutes * minuteMs;
  await endpoint.moveClock(offsetMs);
  for (const context of contexts) await context.clock.fastForward(minutes * minuteMs);
}

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-monday-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, offsetMs })]);
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe("Monday morning", () => {
  it("M1 06:45: the administrator opens the printed link, imports the register with its branch and squad, and names a leader", async () => {
    const link = endpoint.lines().find((line) => line.startsWith("administrator: ")) ?? "";
    desk = await join(await openDevice(browser, { kind: "desktop", offsetMs }), link.slice("administrator: ".length));
    await desk.goto(`${endpoint.url}/desk/import`);
    await desk.locator('input[type="file"]').setInputFiles({ name: "花名册.xlsx", mimeType: "application/octet-stream", buffer: register });
    await desk.locator('[data-missing="1"]').waitFor();
    await press(desk, /^建好这/);
    await desk.locator("[data-missing]").waitFor({ state: "detached" });
    await uploaded(desk);
    await press(desk, "检查");
    await desk.locator('[data-run="check done"]').waitFor();
    await desk.locator('[data-kind="problem"]', { hasText: "没有姓名" }).waitFor();
    await press(desk, "导入 9 人");
    await desk.locator('[data-run="import done"]').waitFor();
    await desk.goto(`${endpoint.url}/desk/people`);
    await desk.locator('[data-asked="answered"][data-count="10"]').waitFor();
    await desk.locator("a.line", { hasText: leaderName }).first().click();
    await press(desk, "任命");
    await press(desk, /任命为.*东关分队分队长$/);
    await desk.locator('[data-role="squadLeader"]').waitFor();
    await uploaded(desk);
  });

  it("M13 the leader gets a link of their own, joins on a tablet, surveys a post by standing there, and plans the week", async () => {
    const person = new URL(desk.url()).pathname.split("/").pop();
    await desk.goto(`${endpoint.url}/desk/invites?person=${person}`);
    const part = desk.locator('[data-invite-part="person"]');
    await part.getByRole("button", { name: "做一个邀请链接" }).click();
    const invite = (await part.locator("[data-link]").getAttribute("data-link")) ?? "";
    tablet = await openDevice(browser, { kind: "tablet", offsetMs, place: placeAt(middle, 12) });
    leader = await join(tablet, invite);

    await leader.goto(`${endpoint.url}/desk/posts/new`);
    await screen(leader, "post").waitFor();
    await leader.getByLabel("名称").fill("东关十字");
    await leader.getByRole("button", { name: "采点", exact: true }).click();
    await leader.getByRole("button", { name: "在这里采点" }).click();
    for (let i = 0; i < 4; i += 1) {
      // Where a receiver is silent it is asked again: there may be more than that by now.
      await leader
        .getByText(new RegExp(`^收到[${i + 1}-4]次`))
        .or(leader.locator('[data-survey="done"]'))
        .first()
        .waitFor();
      await tablet.setGeolocation(placeAt([middle[0] + (i + 1) * 60, middle[1] - i * 50], 12));
    }
    await leader.locator('[data-survey="done"]').waitFor();
    await leader.getByRole("button", { name: "用这个点" }).click();
    await leader.locator('[data-points="1"]').waitFor();
    await leader.getByRole("button", { name: "保存", exact: true }).click();
    // Kept: a page left before would take it along.
    await leader.getByText("已存本机,有网自动上传").waitFor();
    await uploaded(leader);

    await leader.goto(`${endpoint.url}/desk/roster/new`);
    await screen(leader, "roster-new").waitFor();
    await leader.getByRole("button", { name: "东关十字" }).click();
    await leader.getByRole("button", { name: "早高峰 07:30–08:30" }).click();
    await leader.getByRole("button", { name: "每周" }).click();
    await leader.getByLabel("到", { exact: true }).fill("2026-11-27");
    await leader.locator('[data-planned="5"]').waitFor();
    await leader.getByRole("button", { name: "排 5 班" }).click();
    await screen(leader, "roster").waitFor();
    await uploaded(leader);
  });

  it("M13 forty in one chat: the squad's link, five who say who they are, one tap of the leader's", async () => {
    await leader.goto(`${endpoint.url}/desk/invites`);
    const part = leader.locator('[data-invite-part="team"]');
    await part.getByRole("button", { name: "做一个邀请链接" }).click();
    squadLink = (await part.locator("[data-link]").getAttribute("data-link")) ?? "";
    for (const n of [2, 3, 4, 5, 6]) {
      const context = await openDevice(browser, { offsetMs, place: placeAt(middle, 15) });
      const page = await context.newPage();
      await page.goto(squadLink);
      await page.getByLabel("姓名").fill(nameOf(n));
      await page.getByLabel("手机号后四位").fill(phoneOf(n).slice(-4));
      await page.getByRole("button", { name: "加入队伍" }).click();
      await page.locator('[data-standing="waiting"]').waitFor();
      volunteers.push({ name: nameOf(n), context, page });
    }
    await leader.goto(`${endpoint.url}/desk/joins`);
    await hurryUntil(tablet, leader.getByRole("button", { name: "全部确认 5 人" }));
    await leader.getByRole("button", { name: "全部确认 5 人" }).click();
    for (const { context, page } of volunteers) await hurryUntil(context, page.locator('[data-stage="joined"]'));
    for (const { page } of volunteers) {
      await page.locator('[data-offline-ready="true"]').waitFor();
      await rehearse(page, true);
    }
  });

  it("M5 the leader places seven on Monday's shift; each phone shows it without being told", async () => {
    await leader.goto(`${endpoint.url}/desk/roster`);
    await leader.locator(".roster-chip", { hasText: "07:30–08:30" }).first().click();
    await screen(leader, "roster-shift").waitFor();
    await leader.getByRole("button", { name: "加人" }).click();
    for (const name of names.slice(1, 8)) {
      await leader
        .getByRole("dialog")
        .getByRole("button", { name: new RegExp(name) })
        .first()
        .click();
      await leader.locator(".toast", { hasText: "已排上" }).waitFor();
    }
    await leader.keyboard.press("Escape");
    await leader.locator('[data-shift][data-count="7"]').waitFor();
    await uploaded(leader);
    for (const { context, page } of volunteers)
      await hurryUntil(context, page.locator('main[data-screen="today"]:not([data-phase="none"])', { hasText: "东关十字" }));
  });

  it("M6 07:28: five sign in on the corner, one of them without signal, and all stand on the leader's board", async () => {
    await passTime(43);
    const [first] = volunteers as [Person];
    await first.context.setOffline(true);
    for (const { page } of volunteers) {
      await page.goto(`${endpoint.url}/`);
      await untilToday(page, "open");
      await page.getByRole("button", { name: "签到", exact: true }).click();
      await page.locator('main[data-phase="on"]').waitFor();
      await today(page)
        .getByText(/定位在岗位上/)
        .waitFor();
    }
    await untilToday(first.page, "on", "kept");
    await leader.goto(`${endpoint.url}/board`);
    await hurryUntil(tablet, leader.locator('[data-person][data-state="present"]').nth(3));
    await first.context.setOffline(false);
    await hurryUntil(first.context, first.page.locator('main[data-record="uploaded"]'));
    await hurryUntil(tablet, leader.locator('[data-person][data-state="present"]').nth(4));
  });

  it("R10a 08:30: they sign out, the leader marks one without a phone, closes the duty; each sees 已核定 60 分钟", async () => {
    await passTime(62);
    for (const { page } of volunteers) {
      await page.getByRole("button", { name: "签退", exact: true }).click();
      await page.locator('main[data-phase="off"]').waitFor();
    }
    for (const { page, context } of volunteers) await hurryUntil(context, page.locator('main[data-record="uploaded"]'));
    const unheard = leader.locator('[data-person][data-state="unheard"]');
    await eventually(() => unheard.count()).toBe(2);
    await unheard
      .first()
      .getByRole("button", { name: /未收到/ })
      .click();
    await eventually(() => unheard.count()).toBe(1);
    await leader
      .getByRole("link", { name: "收队" })
      .or(leader.getByRole("button", { name: "收队" }))
      .click();
    await leader.getByRole("button", { name: "确认收队" }).click();
    await leader.getByText("已收队").first().waitFor();
    for (const { page, context } of volunteers) {
      await hurryUntil(context, page.locator('main[data-phase="settled"]'));
      await today(page)
        .getByText(/已核定\s*60\s*分钟/)
        .waitFor();
    }
    await uploaded(leader);
  });

  it("X1 R17 the ledger says the same: five verified hours, one attested, every event once", async () => {
    await endpoint.stop();
    const { events, attendance } = readLedger(dataDir);
    const ids = events.map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
    const hours = attendance.filter((row) => row.minutes === 60 && row.settled !== null);
    expect(hours.filter((row) => row.class === "verified")).toHaveLength(5);
    expect(hours.filter((row) => row.class === "attested")).toHaveLength(1);
    expect(attendance.filter((row) => Number(row.minutes) > 0)).toHaveLength(6);
  });
});
