// The first hour of a city: from an empty data directory through the administrator's link to named teams, an imported register and a
// leader, at a desk in a real browser against a real endpoint. Then the leader's own device, without a network.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Cells } from "../../src/domain/sheet.ts";
import { readSheetBytes } from "../../src/platform/sheet-file.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { makeManyXlsx } from "../fixtures/rosters/make.mjs";
import { launchBrowser } from "./support/launch-browser.ts";
import { hurryUntil, join, openDevice, quietHourOffset } from "./support/people.ts";
import { listen } from "./support/sweep.ts";

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
let page: Page;
let leaderPerson = "";
const offsetMs = quietHourOffset();
const complaints: string[][] = [];
/** 140 people of 70 squads in 10 branches, seven lines bad in five ways. */
const register = makeManyXlsx(140, 7);
const file = { name: "花名册.xlsx", mimeType: "application/octet-stream", buffer: Buffer.from(register.bytes) };

const administratorLink = (): string => {
  const line = endpoint.lines().find((it) => it.startsWith("administrator: "));
  if (line === undefined) throw new Error("no link for the administrator was printed");
  return line.slice("administrator: ".length);
};
const at = (name: string) => page.locator(`main[data-screen="${name}"]`);
const open = async (path: string, name: string): Promise<void> => {
  await page.goto(endpoint.url + path);
  await at(name).waitFor();
};
const press = (name: string | RegExp) => at("teams").or(page.locator("main, [role=dialog]")).getByRole("button", { name }).first().click();
const uploaded = () => page.locator('.unsent[data-unsent="0"]').waitFor();
const step = (name: string) => page.locator(`[data-step="${name}"]`);
const toDo = async (): Promise<readonly string[]> => {
  await page.locator('[data-asked="answered"]').waitFor({ state: "attached" });
  await page.locator("[data-to-do]").waitFor();
  return page.locator('[data-step][data-done="false"]').evaluateAll((steps) => steps.map((it) => (it as HTMLElement).dataset.step ?? ""));
};
const report = async (): Promise<Record<string, number>> =>
  JSON.parse((await page.locator("[data-report]").getAttribute("data-report")) ?? "{}") as Record<string, number>;
const chooseFile = async (): Promise<void> => {
  await page.locator('input[type="file"]').setInputFiles(file);
  await page.locator("[data-rows]").waitFor();
};

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-desk-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, offsetMs })]);
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe("from an empty installation", () => {
  it("the administrator joins by the printed link and stands at the desk, with two things to do", async () => {
    const desk = await openDevice(browser, { kind: "desktop", offsetMs });
    complaints.push(listen(desk));
    page = await join(desk, administratorLink());
    await page.getByRole("link", { name: "去管理" }).click();
    await at("desk").waitFor();
    await expect.poll(() => toDo()).toEqual(["corpsName", "branches"]);
  });

  it("names the corps, makes a branch and a squad, and takes a mistaken branch back", async () => {
    await step("corpsName").getByRole("link").click();
    await at("teams").waitFor();
    await page.locator('[data-team="志愿服务总队"] button').click();
    await page.getByRole("dialog").getByLabel("名称").fill("某某市文明交通志愿服务总队");
    await press("改名");
    await page.locator('[data-team="某某市文明交通志愿服务总队"]').waitFor();

    for (const title of ["第1支队", "写错了"]) {
      await press("新建支队");
      await page.getByRole("dialog").getByLabel("名称").fill(title);
      await page.keyboard.press("Enter");
      await page.locator(`[data-team="${title}"]`).waitFor();
    }
    await page.getByRole("button", { name: "撤销" }).click();
    await page.locator('[data-team="写错了"]').waitFor({ state: "detached" });
    await press("新建支队");
    await page.getByRole("dialog").getByLabel("名称").fill("第 1 支队");
    await page.getByText("已经有「第 1 支队」了").waitFor();
    await page.keyboard.press("Escape");

    await page.locator('[data-team="第1支队"] button').click();
    await press("在「第1支队」下新建分队");
    await page.getByRole("dialog").getByLabel("名称").fill("第1分队");
    await press("保存");
    await page.locator('[data-team="第1分队"]').waitFor();
    await uploaded();
  });

  it("sees what is wrong with a register line by line before anybody is imported", async () => {
    await open("/desk/import", "import");
    await chooseFile();
    await expect.poll(() => page.locator("[data-rows]").getAttribute("data-rows")).toBe("133");
    await page.locator('[data-missing="69"]').waitFor();
    await press(/^建好这/);
    await page.locator("[data-missing]").waitFor({ state: "detached" });
    await uploaded();
    await press("检查");
    await page.locator('[data-run="check done"]').waitFor();
    await expect.poll(() => report()).toEqual({ problem: 7, created: 133, updated: 0, unchanged: 0, notice: 0 });
    const lines = await page.locator('[data-kind="problem"]').evaluateAll((items) => items.map((it) => it.textContent ?? ""));
    const reasons = [/没有姓名/, /校验不通过/, /电话不对/, /身份证号与第 \d+ 行相同/, /数字失真/];
    expect(lines).toHaveLength(7);
    lines.forEach((text, i) => {
      expect(text).toContain(`第 ${register.bad[i]} 行`);
      expect(text).toMatch(reasons[i % 5] ?? /^$/);
    });
    // Nothing has happened yet.
    await open("/desk/people", "people");
    await page.locator('[data-asked="answered"][data-count="1"]').waitFor();
  });

  it("downloads the lines to be mended, and nothing else", async () => {
    await open("/desk/import", "import");
    await chooseFile();
    await press("检查");
    await page.locator('[data-run="check done"]').waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), press("下载要改的行")]);
    expect(download.suggestedFilename()).toBe("要改的行.xlsx");
    const answer = await readSheetBytes(new Uint8Array(await readFile(await download.path())), () => true);
    const cells: Cells = answer.type === "read" ? answer.cells : [];
    expect(cells).toHaveLength(8);
    expect(cells[0]?.[6]).toBe("问题");
    expect(cells.slice(1).map((row) => row[6])).toEqual([
      "没有姓名",
      expect.stringContaining("校验不通过"),
      expect.stringContaining("电话不对"),
      expect.stringContaining("相同"),
      expect.stringContaining("数字失真"),
      "没有姓名",
      expect.stringContaining("校验不通过"),
    ]);
  });

  it("imports them, and the same file again makes no doubles", async () => {
    await press("导入 133 人");
    await page.locator('[data-run="import done"]').waitFor();
    await page.getByText("导入完成:新增 133 人,更新 0 人").waitFor();
    await page.getByRole("link", { name: "看名册" }).click();
    await page.locator('[data-asked="answered"][data-count="134"]').waitFor();

    await open("/desk/import", "import");
    await chooseFile();
    await press("检查");
    await page.locator('[data-run="check done"]').waitFor();
    await expect.poll(() => report()).toEqual({ problem: 7, created: 0, updated: 0, unchanged: 133, notice: 0 });
    await page.getByText("没有要导入的").waitFor();
    await expect.poll(() => page.getByRole("button", { name: /^导入 / }).count()).toBe(0);
  });

  it("makes one of them a leader, and what remains to be done shrinks", async () => {
    await open("/desk", "desk");
    await expect.poll(() => toDo()).toEqual(["branchStaff", "leaders", "joined"]);
    await expect.poll(() => step("leaders").textContent()).toContain("70 个分队");
    await expect.poll(() => step("joined").textContent()).toContain("133 人");
    await step("leaders").getByRole("link").click();
    await page.locator('[data-asked="answered"][data-count="134"]').waitFor();
    await page.locator("main select").selectOption({ label: "第2支队 · 第2分队" });
    await page.locator('[data-asked="answered"][data-count="2"]').waitFor();
    await page.locator("a.line").first().click();
    await at("person").waitFor();
    leaderPerson = new URL(page.url()).pathname.split("/").pop() ?? "";
    await press("任命");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^任命为.*第2分队分队长$/ })
      .click();
    await page.locator('[data-role="squadLeader"]').waitFor();
    await uploaded();
    await open("/desk", "desk");
    await expect.poll(() => step("leaders").textContent()).toContain("69 个分队");
    await page.locator('[data-branch="第2支队"]', { hasText: "已加入 0" }).waitFor();
  });
});

describe("the leader's own device", () => {
  let phone: Page;
  it("R25 holds the squad's people with their phones, and corrects one without a network", async () => {
    const context = await openDevice(browser, { offsetMs });
    complaints.push(listen(context));
    phone = await join(context, await endpoint.invite(leaderPerson));
    await phone.goto(`${endpoint.url}/desk/people`);
    await phone.locator('[data-count="2"]').waitFor();
    const others = phone.locator(`a.line:not([data-person="${leaderPerson}"])`);
    await expect.poll(() => others.textContent()).toMatch(/\d{11}/);
    // The chunk of the page about one person has been fetched by the app's own precache.
    await context.setOffline(true);
    await others.click();
    await phone.locator('main[data-screen="person"]').waitFor();
    // R25: a leader is not offered the register's details.
    await expect.poll(() => phone.getByRole("button", { name: /查看登记信息/ }).count()).toBe(0);
    await phone.getByRole("button", { name: "修改" }).click();
    await phone.getByLabel("电话").fill("138");
    await phone.getByText("电话不对").waitFor();
    await phone.getByLabel("电话").fill("138 0000 0001");
    await phone.getByRole("button", { name: "保存" }).click();
    await phone.locator('.unsent[data-unsent="1"]').waitFor();
    await phone.getByRole("link", { name: "13800000001" }).waitFor();
    await phone.goto(`${endpoint.url}/desk/people/new`);
    await phone.getByLabel("姓名").fill("路过的人");
    await phone.getByRole("button", { name: "新增一人" }).click();
    await phone.locator("[data-added]").waitFor();
    await phone.getByLabel("姓名").fill("路过的人");
    await phone.locator("[data-twin]").waitFor();
    await context.setOffline(false);
  });

  it("merges the walk-in with the person; the register keeps what was corrected by hand", async () => {
    await phone.goto(`${endpoint.url}/desk/people`);
    await phone.locator('[data-count="3"]').waitFor();
    const name = (await phone.locator(`a.line:not([data-person="${leaderPerson}"]) b`).allTextContents()).find((it) => it !== "路过的人");
    await phone.getByText("路过的人").click();
    await phone.getByRole("button", { name: "和另一人合并" }).click();
    await phone
      .getByRole("dialog")
      .getByRole("searchbox")
      .fill(name ?? "");
    await phone.getByRole("button", { name: `合并到${name}` }).click();
    await phone.getByRole("link", { name: `这一条已合并到${name}` }).waitFor();
    await phone.goto(`${endpoint.url}/desk/people`);
    await phone.locator('[data-count="2"]').waitFor();
    await phone.goto(`${endpoint.url}/me`);
    await phone.getByRole("button", { name: "立即上传" }).click();
    await phone.locator('.unsent[data-unsent="0"]').waitFor();

    await open("/desk/import", "import");
    await chooseFile();
    await press("检查");
    await page.locator('[data-run="check done"]').waitFor();
    await expect.poll(() => report()).toEqual({ problem: 7, created: 0, updated: 0, unchanged: 133, notice: 1 });
    await press(/有提示/);
    await page.getByText("手工改过,保留:电话").waitFor();
  });

  it("goes on by itself after a lost connection", async () => {
    await page.getByLabel("手工改过的也按表格改回去").check();
    await press("检查");
    await page.locator('[data-run="check done"]').waitFor();
    await page.context().setOffline(true);
    await press("导入 1 人");
    await page.locator('[data-run="import failed"]').waitFor();
    await page.getByText("连上就自动接着导入").waitFor();
    await page.context().setOffline(false);
    await hurryUntil(page.context(), page.locator('[data-run="import done"]'));
    await page.getByText("导入完成:新增 0 人,更新 1 人").waitFor();
  });

  it("nothing on the console: no error, no warning, no refusal of the policy", () =>
    expect(complaints.flat().filter((it) => !/ERR_INTERNET_DISCONNECTED/.test(it))).toEqual([]));
});
