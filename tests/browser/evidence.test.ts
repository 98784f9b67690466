// 临时换点 and 抽查 in real browsers: a leader moves a crossing for one shift, its volunteer reads so on 今日 and is inside where it was moved to;
// taken back, all is as before. A spot check notes who was not seen, and changes no minute.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoLeader, demoMember } from "../../src/endpoint/demo.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { inEveryLook } from "./support/looks.ts";
import { hurryUntil, join, jump, minuteMs, openDevice, quietHourOffset, rehearse, today, untilToday } from "./support/people.ts";
import { listen, sweepMeasures, sweepWithAxe } from "./support/sweep.ts";

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
let tablet: BrowserContext;
let phone: BrowserContext;
let leader: Page;
let volunteer: Page;
let shift = "";
const who = demoMember("square", 0);
const complaints: string[][] = [];
const offsetMs = quietHourOffset();

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-evidence-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs })]);
  tablet = await openDevice(browser, { kind: "tablet", offsetMs });
  // A kilometre east of the square.
  phone = await openDevice(browser, { offsetMs, place: { longitude: 105.731, latitude: 34.58, accuracy: 20 } });
  complaints.push(listen(tablet), listen(phone));
  leader = await join(tablet, await endpoint.invite(demoLeader("square")));
  volunteer = await join(phone, await endpoint.invite(who));
  await leader.goto(`${endpoint.url}/board`);
  shift = (await leader.locator('[data-screen="board"]').getAttribute("data-shift")) ?? "";
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const dialog = () => leader.getByRole("dialog");
const fine = async (page: Page): Promise<void> => {
  await inEveryLook(page, async (look) => {
    const measures = await sweepMeasures(page);
    expect({ look: look.name, ...measures, axe: await sweepWithAxe(page) }).toEqual({
      look: look.name,
      ...Object.fromEntries(Object.keys(measures).map((key) => [key, []])),
      axe: [],
    });
  });
};

it("临时换点: needs a place and a reason; the volunteer reads both, and is inside where the post was moved to", async () => {
  await leader.goto(`${endpoint.url}/desk/roster/${shift}`);
  await leader.getByRole("button", { name: "临时换点" }).click();
  await dialog().getByRole("button", { name: "中心广场路口" }).click();
  await dialog().getByRole("button", { name: "就这么换" }).click();
  await dialog().getByText("写一句为什么").waitFor();
  await dialog().getByLabel("为什么换").fill("广场修路");
  await dialog().getByText("先标出新位置").waitFor();
  await dialog().getByRole("button", { name: "输" }).first().click();
  await dialog().getByLabel("经纬度").fill("105.731000, 34.580000");
  await dialog().getByRole("button", { name: "WGS-84" }).click();
  await dialog().getByRole("button", { name: "用这个点" }).click();
  await fine(leader);
  await leader.setViewportSize({ width: 390, height: 844 });
  await fine(leader);
  await leader.setViewportSize({ width: 1024, height: 768 });
  await dialog().getByRole("button", { name: "就这么换" }).click();
  await leader.locator("[data-relocated]", { hasText: "广场修路" }).waitFor();

  await rehearse(volunteer, true);
  const moved = volunteer.locator("[data-moved]");
  await hurryUntil(phone, moved);
  await expect.poll(() => moved.textContent()).toMatch(/^临时换点 · 广场修路 · 离原来约\d+米,往东$/);
  await fine(volunteer);
  await volunteer.getByRole("button", { name: "签到", exact: true }).click();
  await untilToday(volunteer, "on", "uploaded");
  await today(volunteer).locator('[data-place="inside"]').waitFor();
});

it("撤销换点: the fix counts against the usual place again, on every device", async () => {
  await leader.locator("[data-relocated]").getByRole("button", { name: "撤销换点" }).click();
  await leader.locator("[data-relocated]").waitFor({ state: "detached" });
  await hurryUntil(phone, today(volunteer).locator('[data-place="outside"]'));
  await volunteer.locator("[data-moved]").waitFor({ state: "detached" });
});

it("抽查: not seen is noted beside the person and changes no minute; whom to look for is drawn by lot", async () => {
  await leader.goto(`${endpoint.url}/board/${shift}`);
  const tile = leader.locator(`[data-person="${who}"]`);
  // Their 签到 has been heard of: nothing else changes it any more.
  await hurryUntil(tablet, tile.and(leader.locator(':not([data-state="unheard"])')));
  const state = await tile.getAttribute("data-state");
  await tile.locator(".tile-more").click();
  await dialog().getByRole("button", { name: "抽查" }).click();
  await dialog().getByLabel("备注").fill("口罩摊位旁也没有");
  await fine(leader);
  await dialog().getByRole("button", { name: "没看到" }).click();
  await dialog().waitFor({ state: "detached" });
  await expect.poll(() => tile.getAttribute("data-state")).toBe(state);
  await tile.locator(".tile-more").click();
  await dialog().getByText("抽查时不在岗").waitFor();
  await dialog().getByRole("button", { name: "抽查" }).click();
  await dialog().getByText("抽查:没看到").waitFor();
  await leader.keyboard.press("Escape");

  // A quarter of an hour into the duty the lot is drawn among those who are said to be there.
  const others = leader.locator('[data-person][data-state="unheard"]');
  for (let i = 0; i < 2; i += 1) {
    const person = await others.first().getAttribute("data-person");
    await leader.locator(`[data-person="${person}"] button`).first().click();
    await leader.locator(`[data-person="${person}"]:not([data-state="unheard"])`).waitFor();
  }
  await jump(tablet, 20 * minuteMs);
  await leader.locator("[data-to-check]").waitFor();
  await fine(leader);
  await leader.locator("[data-to-check]").click();
  await dialog().waitFor();
  expect(complaints.flat()).toEqual([]);
});
