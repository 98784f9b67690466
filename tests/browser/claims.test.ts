// 认岗 where it happens: a leader offers places, volunteers of two squads claim them without and with signal, the leader answers; somebody takes
// leave and another takes the place; an urgent shift asks for agreement, a trained one for the training. Every screen says the same.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoId, demoLeader, demoMember } from "../../src/endpoint/demo.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { hurryUntil, join, openDevice } from "./support/people.ts";

/** A Monday, 13:01 in Shanghai. */
const offsetMs = Date.parse("2026-11-23T13:01:00+08:00") - Date.now();
const tomorrow = "2026-11-24";

interface Phone {
  readonly context: BrowserContext;
  readonly page: Page;
}
let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
let tablet: Phone;
let ann: Phone;
let bea: Phone;
/** Of another squad of the branch. */
let guest: Phone;

const open = async (person: string, kind: "phone" | "tablet" = "phone"): Promise<Phone> => {
  const context = await openDevice(browser, { kind, offsetMs });
  return { context, page: await join(context, await endpoint.invite(person)) };
};

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-claims-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs })]);
  tablet = await open(demoLeader("square"), "tablet");
  [ann, bea, guest] = [await open(demoMember("square", 0)), await open(demoMember("square", 1)), await open(demoMember("river", 0))];
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const screen = (page: Page, name: string) => page.locator(`main[data-screen="${name}"]`);
const dialog = (page: Page) => page.getByRole("dialog");
const say = (page: Page, text: string) => page.locator(".toast", { hasText: text }).waitFor();
const until = ({ context }: Phone, wanted: Locator) => hurryUntil(context, wanted);
const uploaded = (phone: Phone) => until(phone, phone.page.locator('.unsent[data-unsent="0"]'));
/** The card of an offered shift, by its hours. */
const card = ({ page }: Phone, hours: string) => page.locator("[data-offered]", { hasText: hours });
const own = ({ page }: Phone, hours: string) => page.locator("main [data-shift]", { hasText: hours });
const shifts = async ({ page }: Phone): Promise<void> => {
  await page.goto(`${endpoint.url}/shifts`);
  await screen(page, "shifts").waitFor();
};
const review = async (): Promise<void> => {
  await tablet.page.getByRole("link", { name: /^审批/ }).first().click();
  await screen(tablet.page, "approvals").waitFor();
};
const asked = (kind: "claim" | "leave", person: string) => tablet.page.locator(`[data-${kind}][data-person="${person}"]`);

/** One shift of tomorrow, as `more` fills in the rest of the form. */
async function plan(preset: string, post: string, more: (page: Page) => Promise<void>): Promise<void> {
  const { page } = tablet;
  await page.goto(`${endpoint.url}/desk/roster/new`);
  await screen(page, "roster-new").waitFor();
  await page.getByRole("button", { name: post }).click();
  await page.getByRole("button", { name: preset }).click();
  await page.getByRole("button", { name: "一天", exact: true }).click();
  await page.getByLabel("日期").fill(tomorrow);
  await more(page);
  await page.getByRole("button", { name: "排 1 班" }).click();
  await say(page, "已排 1 班");
}

describe("认岗", () => {
  it("M5 R23 a leader offers two places to the branch; whoever may claim reads them, and an overlap is refused before the tap", async () => {
    await plan("校园 11:30–12:10", "书院小区", async (page) => {
      await page.getByLabel("招人").selectOption({ label: "招全支队的人" });
      for (const _ of [1, 2]) await page.getByRole("button", { name: "要几个人 +1" }).click();
    });
    await plan("停车 17:00–19:00", "书院小区", async (page) => {
      await page.getByLabel("招人").selectOption({ label: "招本队的人" });
    });
    await uploaded(tablet);
    for (const phone of [ann, bea, guest]) await shifts(phone);
    await until(ann, card(ann, "11:30–12:10").getByText("还差2人"));
    await until(guest, card(guest, "11:30–12:10").getByText("支援 中心广场分队"));
    await expect.poll(() => card(guest, "17:00–19:00").count()).toBe(0);
    // She stands at 17:30 tomorrow already.
    const refused = card(ann, "17:00–19:00");
    await refused.getByText(/不能认:和你 明天 17:30–18:30 .+ 时间重叠/).waitFor();
    await expect.poll(() => refused.getByRole("button").count()).toBe(0);
  });

  it("M5 one tap claims without signal, 撤销 takes it back, and the leader's one tap puts her on the roster", async () => {
    await ann.context.setOffline(true);
    await card(ann, "11:30–12:10").getByRole("button", { name: "认岗" }).click();
    await card(ann, "11:30–12:10").getByText("等队长同意 · 已存本机").waitFor();
    await ann.page.locator(".toast").getByRole("button", { name: "撤销" }).click();
    await ann.page.locator('[data-offered][data-claim="none"]', { hasText: "11:30–12:10" }).waitFor();
    await card(ann, "11:30–12:10").getByRole("button", { name: "认岗" }).click();
    await card(ann, "11:30–12:10").getByText("等队长同意 · 已存本机").waitFor();
    await ann.context.setOffline(false);
    await until(ann, card(ann, "11:30–12:10").getByText("等队长同意 · 已上传"));

    await review();
    await until(tablet, asked("claim", demoMember("square", 0)));
    // Whatever else waits there is counted with it.
    const waiting = await tablet.page
      .locator("[data-section]")
      .evaluateAll((sections) => sections.reduce((sum, section) => sum + Number(section.getAttribute("data-waiting")), 0));
    await tablet.page.locator(`nav [data-waiting="${waiting}"]`).waitFor();
    await asked("claim", demoMember("square", 0)).getByText("还差2人").waitFor();
    await tablet.page.getByRole("button", { name: /^同意 .+ 认岗$/ }).click();
    await say(tablet.page, "已排上");
    await tablet.page.locator('[data-section="claims"]').waitFor({ state: "detached" });
    await uploaded(tablet);
    await until(ann, own(ann, "11:30–12:10"));
    await expect.poll(() => card(ann, "11:30–12:10").count()).toBe(0);
  });

  it("M5 R23 R25 a declined claim says why; of a guest the leader reads name, number and home; then it is full", async () => {
    await card(bea, "11:30–12:10").getByRole("button", { name: "认岗" }).click();
    await uploaded(bea);
    await until(tablet, asked("claim", demoMember("square", 1)));
    await tablet.page.getByRole("button", { name: /^不同意 .+ 认岗$/ }).click();
    await expect.poll(() => dialog(tablet.page).getByRole("button", { name: "不同意" }).isDisabled()).toBe(true);
    await dialog(tablet.page).getByRole("button", { name: "另有安排" }).click();
    await dialog(tablet.page).getByRole("button", { name: "不同意" }).click();
    await say(tablet.page, "已告诉");
    await uploaded(tablet);
    await until(bea, card(bea, "11:30–12:10").getByText("队长没同意:另有安排"));

    await card(guest, "11:30–12:10").getByRole("button", { name: "认岗" }).click();
    await uploaded(guest);
    const line = asked("claim", demoMember("river", 0));
    await until(tablet, line);
    await line.getByText("支援,河滨分队").waitFor();
    await expect.poll(() => line.locator('a[href^="tel:138"]').count()).toBe(1);
    await tablet.page.getByRole("button", { name: /^同意 .+ 认岗$/ }).click();
    await uploaded(tablet);
    await until(guest, own(guest, "11:30–12:10"));
    await shifts(bea);
    await until(bea, card(bea, "11:30–12:10").getByText("不能认:人已经满了"));
  });

  it("M5 leave is taken with whom they found; the place is free again and another claims it; every screen says so", async () => {
    await own(ann, "11:30–12:10").getByRole("button", { name: "请假", exact: true }).click();
    await dialog(ann.page).getByRole("button", { name: "身体不舒服" }).click();
    await dialog(ann.page).getByLabel("顶班的人").fill("隔壁老王");
    await dialog(ann.page).getByLabel("电话").fill("13900000009");
    await dialog(ann.page).getByRole("button", { name: "请假并找人顶班" }).click();
    await say(ann.page, "已请假,队长会找人顶班");
    await own(ann, "11:30–12:10").getByText("队长还没看到").waitFor();
    await uploaded(ann);
    const line = asked("leave", demoMember("square", 0));
    await until(tablet, line);
    await line.getByText("身体不舒服 · 想找人顶班").waitFor();
    await line.getByText("找了 隔壁老王 13900000009").waitFor();
    await tablet.page.getByRole("button", { name: /给 .+ 找人顶班/ }).click();
    await dialog(tablet.page).getByText("隔壁老王 13900000009 不在名册里").waitFor();
    await dialog(tablet.page).getByText("这一班已经在招人").waitFor();
    await dialog(tablet.page).getByRole("button", { name: "取消" }).click();
    await tablet.page.getByRole("button", { name: /^同意 .+ 请假$/ }).click();
    await uploaded(tablet);
    await until(ann, own(ann, "11:30–12:10").getByText("队长知道了"));

    await shifts(bea);
    await until(bea, card(bea, "11:30–12:10").getByText("还差1人"));
    await card(bea, "11:30–12:10").getByRole("button", { name: "认岗" }).click();
    await uploaded(bea);
    await until(tablet, asked("claim", demoMember("square", 1)));
    await tablet.page.getByRole("button", { name: /^同意 .+ 认岗$/ }).click();
    await uploaded(tablet);
    await until(bea, own(bea, "11:30–12:10"));

    await tablet.page.goto(`${endpoint.url}/desk/roster`);
    const chip = tablet.page.locator(".roster-chip", { hasText: "11:30–12:10" });
    await chip.getByText("2/2").waitFor();
    await chip.getByText("(请假)").waitFor();
    await chip.click();
    await tablet.page.locator(`[data-person="${demoMember("square", 0)}"][data-away="true"]`).waitFor();
    await tablet.page
      .locator(`[data-person="${demoMember("river", 0)}"]`)
      .getByText("支援,河滨分队")
      .waitFor();
  });

  it("M26 an urgent shift is not planned without notice and insurance, and not claimed without agreeing to what stands there", async () => {
    await plan("路段 09:00–10:30", "书院小区", async (page) => {
      await page.getByLabel("招人").selectOption({ label: "招本队的人" });
      await page.getByRole("button", { name: "应急班次" }).click();
      await page.getByText("应急班次要写风险告知和保险单号").waitFor();
      await expect.poll(() => page.getByRole("button", { name: "排 1 班" }).isDisabled()).toBe(true);
      await page.getByLabel("风险告知").fill("夜间有积水,穿雨靴");
      await page.getByLabel("保险单号").fill("保单2026-12");
    });
    await uploaded(tablet);
    await shifts(bea);
    const urgent = card(bea, "09:00–10:30");
    await until(bea, urgent.getByText("夜间有积水,穿雨靴"));
    await urgent.getByText("已买保险:保单2026-12").waitFor();
    await urgent.getByText("应急", { exact: true }).waitFor();
    await expect.poll(() => urgent.getByRole("button", { name: /^认岗/ }).count()).toBe(0);
    await urgent.getByRole("button", { name: "我同意并认岗" }).click();
    await until(bea, urgent.getByText("等队长同意 · 已上传"));
  });

  it("M17 a training is asked for before the tap, noted by the leader, and then the place may be claimed", async () => {
    await plan("早高峰 07:30–08:30", "书院小区", async (page) => {
      await page.getByLabel("招人").selectOption({ label: "招本队的人" });
      await page.getByLabel("开始", { exact: true }).fill("20:00");
      await page.getByLabel("结束", { exact: true }).fill("21:00");
      await page.getByRole("button", { name: "急救" }).click();
    });
    await uploaded(tablet);
    await shifts(bea);
    await until(bea, card(bea, "20:00–21:00").getByText("不能认:缺培训或过期了:急救"));
    await tablet.page.goto(`${endpoint.url}/desk/people/${demoMember("square", 1)}`);
    await tablet.page.getByRole("button", { name: "记一次培训" }).click();
    await dialog(tablet.page).getByRole("button", { name: "急救" }).click();
    await dialog(tablet.page).getByLabel("有效到").fill(tomorrow);
    await dialog(tablet.page).getByRole("button", { name: "记上" }).click();
    await say(tablet.page, "已记:急救");
    await tablet.page.getByText("就要过期").waitFor();
    await uploaded(tablet);
    await until(bea, card(bea, "20:00–21:00").getByRole("button", { name: "认岗" }));
    await card(bea, "20:00–21:00").getByRole("button", { name: "认岗" }).click();
    await until(bea, card(bea, "20:00–21:00").getByText("等队长同意 · 已上传"));

    // This one and the urgent one in one go, and back.
    await review();
    await until(tablet, tablet.page.getByRole("button", { name: "全部同意 2 人" }));
    await tablet.page.getByRole("button", { name: "全部同意 2 人" }).click();
    await say(tablet.page, "2 人已排上");
    await tablet.page.locator('[data-section="claims"]').waitFor({ state: "detached" });
    await tablet.page.locator(".toast").getByRole("button", { name: "撤销" }).click();
    await tablet.page.getByRole("button", { name: "全部同意 2 人" }).waitFor();
  });

  it("two people change places in one go, somebody else stands in for one of them, and 撤销 takes each back", async () => {
    const { page } = tablet;
    const [one, two] = [demoMember("square", 1), demoMember("square", 2)];
    const at = (person: string, post: string) => page.locator("section[data-post]", { hasText: post }).locator(`[data-person="${person}"]`);
    await page.goto(`${endpoint.url}/desk/roster/${demoId(`shift square ${Date.parse(`${tomorrow}T07:30:00+08:00`)}`)}`);
    await at(one, "人民东路").waitFor();
    await at(two, "书院小区").waitFor();
    await at(one, "人民东路").getByRole("button").click();
    await dialog(page).getByRole("button", { name: "和别人互换" }).click();
    await dialog(page).getByLabel("原因").fill("电话说好的");
    await dialog(page).locator(`[data-person="${two}"]`, { hasText: "书院小区" }).first().getByRole("button").click();
    await say(page, "已互换");
    await at(one, "书院小区").waitFor();
    await at(two, "人民东路").waitFor();
    await page.locator(".toast").getByRole("button", { name: "撤销" }).click();
    await at(one, "人民东路").waitFor();
    await at(two, "书院小区").waitFor();

    // Bea waits for the urgent shift and the trained one; the noon is hers.
    await page.goto(`${endpoint.url}/desk/roster`);
    await page.locator(".roster-chip", { hasText: "11:30–12:10" }).click();
    const standIn = async (): Promise<void> => {
      await at(one, "书院小区").getByRole("button").click();
      await dialog(page).getByRole("button", { name: "换人" }).click();
      await dialog(page).locator(`[data-person="${two}"] button`).click();
      await say(page, "来替");
      await at(two, "书院小区").waitFor();
      await expect.poll(() => at(one, "书院小区").count()).toBe(0);
    };
    // While 撤销 stands there, ten seconds: no clock is moved meanwhile.
    await standIn();
    await page.locator(".toast").getByRole("button", { name: "撤销" }).click();
    await at(one, "书院小区").waitFor();
    await expect.poll(() => at(two, "书院小区").count()).toBe(0);
    await standIn();
    await uploaded(tablet);
    await until(bea, bea.page.locator('[data-offered][data-claim="ended"]', { hasText: "队长把你换下来了" }));
  });
});
