// 包抓: a branch puts a squad in charge of a post, also with no network; the squad's leader reads it and may change nothing; ended, it stays
// to be read.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoId } from "../../src/endpoint/demo.ts";
import { readSheetBytes } from "../../src/platform/sheet-file.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { hurryUntil, inviteOf, join, openDevice, quietHourOffset } from "./support/people.ts";

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
let desktop: BrowserContext;
let phone: BrowserContext;
let branch: Page;
let leader: Page;
const offsetMs = quietHourOffset();

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-assign-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs })]);
  desktop = await openDevice(browser, { kind: "desktop", offsetMs });
  phone = await openDevice(browser, { offsetMs });
  branch = await join(desktop, await endpoint.invite(demoId("staff east")));
  leader = await join(phone, inviteOf(endpoint, "leader"));
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

it("M4: the branch puts the squad in charge with no network; twice is refused in words", async () => {
  await branch.goto(`${endpoint.url}/desk/assignments`);
  await branch.locator('main[data-screen="assignments"]').waitFor();
  await desktop.setOffline(true);
  await branch.getByRole("button", { name: "新增包抓" }).click();
  await branch.getByLabel("责任队伍").selectOption(demoId("square"));
  await branch.getByLabel("小区、路段或岗位").selectOption(demoId("square-compound"));
  await branch.getByLabel("到哪天止").fill("2020-01-01");
  await branch.getByText("止日不能早于起日").waitFor();
  await expect.poll(() => branch.getByRole("button", { name: "保存" }).isDisabled()).toBe(true);
  await branch.getByLabel("到哪天止").fill("");
  await branch.getByLabel("频次").fill("每周六上午");
  await branch.getByLabel("联络员(可不填)").fill("李主任");
  await branch.getByLabel("联络员电话").fill("13800000002");
  await branch.keyboard.press("Enter");
  await branch.locator('[data-assignment][data-ended="false"]').getByText("李主任").waitFor();
  await branch.getByRole("button", { name: "新增包抓" }).click();
  await branch.getByLabel("责任队伍").selectOption(demoId("square"));
  await branch.getByLabel("小区、路段或岗位").selectOption(demoId("square-compound"));
  await branch.getByText("这支队伍已经包抓这里了").waitFor();
});

it("M4: the leader reads it with the contact and has nothing to press; the table holds it", async () => {
  await desktop.setOffline(false);
  await branch.reload();
  await hurryUntil(desktop, branch.locator('.unsent[data-unsent="0"]'));
  await leader.goto(`${endpoint.url}/desk/assignments`);
  const line = leader.locator("[data-assignment]");
  await hurryUntil(phone, line);
  await line.getByText("李主任").waitFor();
  await expect.poll(() => line.getByRole("link", { name: "13800000002" }).getAttribute("href")).toBe("tel:13800000002");
  await expect.poll(() => leader.getByRole("button", { name: /新增包抓|结束包抓/ }).count()).toBe(0);
  const [download] = await Promise.all([branch.waitForEvent("download"), branch.getByRole("button", { name: "下载包抓责任表" }).click()]);
  const answer = await readSheetBytes(new Uint8Array(await readFile(await download.path())), () => true);
  if (answer.type !== "read") throw new Error(answer.type);
  expect(answer.cells[2]).toContain("每周六上午");
  expect(answer.cells[2]).toContain("13800000002");
});

it("M4: ended it stays to be read, and 撤销 brings it back", async () => {
  await branch.getByRole("button", { name: "结束包抓" }).click();
  await branch.locator('[data-assignment][data-ended="true"]').getByText("已结束").waitFor();
  await branch.getByRole("button", { name: "撤销" }).click();
  await branch.locator('[data-assignment][data-ended="false"]').waitFor();
});
