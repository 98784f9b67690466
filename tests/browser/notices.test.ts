// M23: a leader without signal posts a notice; it travels with the next exchange, a volunteer reads it without signal, the leader sees who has.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoLeader, demoMember } from "../../src/endpoint/demo.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { hurryUntil, join, openDevice, quietHourOffset } from "./support/people.ts";

const offsetMs = quietHourOffset();
const text = "明天七点在西口集合,带马甲和水";

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
let phone: BrowserContext;
let tablet: BrowserContext;
let volunteer: Page;
let leader: Page;

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-notices-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs })]);
  phone = await openDevice(browser, { offsetMs });
  tablet = await openDevice(browser, { kind: "tablet", offsetMs });
  volunteer = await join(phone, await endpoint.invite(demoMember("square", 2)));
  leader = await join(tablet, await endpoint.invite(demoLeader("square")));
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const screen = (page: Page, name: string) => page.locator(`main[data-screen="${name}"]`);
/** Everything of this page's device has been taken. */
const uploaded = (page: Page) => page.locator("a.unsent[data-unsent='0']").first();
const write = async (words: string): Promise<void> => {
  await leader.getByRole("button", { name: "发通知" }).click();
  const form = leader.getByRole("dialog");
  await form.getByRole("button", { name: "发出" }).click();
  await form.getByRole("alert").getByText("请写通知的内容").waitFor();
  await form.getByLabel("写什么").fill(words);
  await form.getByRole("button", { name: "发出" }).click();
  await form.waitFor({ state: "detached" });
};

describe("M23 通知", () => {
  it("M23 X1 posted without signal it is kept, marked as not uploaded, and a slip is taken back at once", async () => {
    await leader.goto(`${endpoint.url}/desk/notices`);
    await screen(leader, "desk-notices").getByText("还没有通知").waitFor();
    await tablet.setOffline(true);
    await write("写错了");
    await leader.locator(".toast").getByRole("button", { name: "撤销" }).click();
    await leader.getByText("还没有通知").waitFor();
    await write(text);
    await leader.locator("[data-notice]", { hasText: text }).getByText("未上传").waitFor();
    await leader.locator("[data-read='0']").waitFor();
  });
  it("M23 with signal it reaches the volunteer, who is told on 今日 and says 知道了 without signal", async () => {
    await volunteer.goto(`${endpoint.url}/`);
    await screen(volunteer, "today").waitFor();
    await tablet.setOffline(false);
    await hurryUntil(tablet, uploaded(leader));
    const link = volunteer.locator('a[href="/notices"][data-unread="1"]');
    await hurryUntil(phone, link);
    await link.click();
    await screen(volunteer, "notices").getByText(text).waitFor();
    // What was taken back is not there, and nobody else's reading is a volunteer's to see.
    await expect.poll(() => volunteer.locator("[data-notice]").count()).toBe(1);
    await expect.poll(() => volunteer.locator("[data-read]").count()).toBe(0);
    await phone.setOffline(true);
    await volunteer.getByRole("button", { name: "知道了" }).click();
    await volunteer.locator('[data-notice][data-unread="false"]').getByText("读过").waitFor();
    await volunteer.goBack();
    await screen(volunteer, "today").waitFor();
    await expect.poll(() => volunteer.locator("a[data-unread]").count()).toBe(0);
  });
  it("M23 the leader sees who has read it and who has not, and copies it for the group", async () => {
    await phone.setOffline(false);
    const read = leader.locator("[data-read='1']");
    await hurryUntil(phone, uploaded(volunteer));
    await hurryUntil(tablet, read);
    expect(Number(await read.getAttribute("data-readers"))).toBeGreaterThan(5);
    await tablet.grantPermissions(["clipboard-read", "clipboard-write"]);
    await leader.getByRole("button", { name: "复制到群里" }).click();
    await leader.locator(".toast").waitFor();
    const copied = await leader.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain(text);
    expect(copied.startsWith("【")).toBe(true);
  });
  it("M23 taken back it is gone from both", async () => {
    await leader.getByRole("button", { name: "撤回" }).click();
    await leader.getByRole("dialog").getByRole("button", { name: "撤回通知" }).click();
    await leader.getByText("还没有通知").waitFor();
    await volunteer.goto(`${endpoint.url}/notices`);
    await hurryUntil(tablet, uploaded(leader));
    await hurryUntil(phone, volunteer.getByText("还没有通知"));
  });
});
