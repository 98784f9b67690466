// The measures of SCREENS.md on real screens: 今日 at 390 × 844 and on smaller phones, 看板 with 42 people on a tablet and on a phone,
// everything at twice the font size.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoId, demoLeader } from "../../src/endpoint/demo.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { createTestDevice, sendTo } from "../fixtures/test-device.ts";
import { openPhone, type Phone, signIn, takeBack } from "./support/crew.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { join, openDevice, quietHourOffset, today, untilToday } from "./support/people.ts";

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
const offsetMs = quietHourOffset();
let phone: Phone;
let tablet: Page;
let leaderPhone: Page;

const boxOf = async (locator: Locator) => {
  const box = await locator.boundingBox();
  if (box === null) throw new Error(`not on the screen: ${locator}`);
  return { ...box, right: box.x + box.width, bottom: box.y + box.height };
};
const peopleOnBoard = 42;

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-measures-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs })]);
  const place = { longitude: 105.72, latitude: 34.58, accuracy: 20 };
  phone = await openPhone(browser, endpoint, { offsetMs, member: 0, place, agrees: true });

  // 28 more people for the river squad's running shift, by its own leader.
  const desk = createTestDevice(sendTo(endpoint.url), () => Date.now() + offsetMs);
  await desk.enrol(await endpoint.invite(demoLeader("river")));
  await desk.pull();
  const now = Date.now() + offsetMs;
  const shift = desk
    .heldOf("patched")
    .map(
      ({ entry }) =>
        entry.event.facts as unknown as { readonly id: string; readonly set: { readonly start?: number; readonly end?: number } },
    )
    .find(({ set }) => set.start !== undefined && set.end !== undefined && set.start <= now && now < set.end)?.id;
  if (shift === undefined) throw new Error("no shift is running");
  for (let i = 14; i < peopleOnBoard; i += 1) {
    const person = demoId(`one more ${i}`);
    const set = { team: demoId("river"), name: true } as const;
    desk.record({ type: "patched", facts: { entity: "person", id: person, basis: [], set }, parts: { name: `欧阳建国${i}` } });
    desk.record({ type: "placed", facts: { shift, person, post: demoId("river-crossing") } });
  }
  await desk.exchange();
  expect(desk.outbox()).toEqual([]);
  const invite = () => endpoint.invite(demoLeader("river"));
  tablet = await join(await openDevice(browser, { kind: "tablet", offsetMs }), await invite());
  leaderPhone = await join(await openDevice(browser, { offsetMs }), await invite());
  for (const page of [tablet, leaderPhone]) {
    await page.goto(`${endpoint.url}/board`);
    await page
      .locator("[data-person]")
      .nth(peopleOnBoard - 1)
      .waitFor();
  }
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe("今日 at 390 × 844", () => {
  const expectMeasures = async (): Promise<void> => {
    const { page } = phone;
    const heightOf = async (part: string): Promise<number> => (await boxOf(page.locator(part))).height;
    const measures = async () => {
      const [sign, tabs] = [await boxOf(page.locator(".sign")), await boxOf(page.locator("nav.tabs"))];
      return {
        sign: [sign.width, sign.height, sign.bottom <= 640],
        tabs: [tabs.height, tabs.bottom],
        parts: [await heightOf("header"), await heightOf(".duty-card"), await heightOf(".status"), await heightOf(".secondary")],
        page: await page.evaluate(() => document.documentElement.scrollHeight),
      };
    };
    await expect.poll(measures).toEqual({ sign: [342, 168, true], tabs: [64, 844], parts: [56, 172, 64, 56], page: 844 });
  };

  it("keeps SCREENS.md's measures from 签到 to 签退, and the button never moves under the thumb", async () => {
    const { page } = phone;
    await expectMeasures();
    const before = await boxOf(page.locator(".sign"));
    await signIn(phone, "uploaded");
    await today(page).getByText("定位在岗位上(误差20米)").waitFor();
    await expectMeasures();
    await expect.poll(() => boxOf(page.locator(".sign"))).toEqual(before);
    await takeBack(phone);
    await today(page).getByText("已撤销签到").waitFor();
    await expectMeasures();
    await expect.poll(() => boxOf(page.locator(".sign"))).toEqual(before);
  });

  it.each([
    ["a phone of 390 × 740, its browser's bars shown", 390, 740],
    ["a phone of 360 × 640", 360, 640],
    ["a phone of 320 × 568", 320, 568],
  ])("on %s the button is whole on the first view, and stays where it is", async (_, width, height) => {
    const { page } = phone;
    await page.setViewportSize({ width, height });
    await page.reload();
    await untilToday(page, "open");
    const before = await boxOf(page.locator(".sign"));
    await signIn(phone, "uploaded");
    await today(page).getByText("定位在岗位上(误差20米)").waitFor();
    await expect.poll(() => boxOf(page.locator(".sign"))).toEqual(before);
    expect(before.height).toBeGreaterThanOrEqual(160);
    expect(before.bottom).toBeLessThanOrEqual((await boxOf(page.locator("nav.tabs"))).y);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await takeBack(phone);
    await page.setViewportSize({ width: 390, height: 844 });
  });

  it("survives a 200 % font: nothing wider than the phone, 签到 still reached and pressed", async () => {
    const { page } = phone;
    for (const path of ["/shifts", "/me", "/scan?by=keys", "/rehearse", "/"]) {
      await page.goto(`${endpoint.url}${path}`);
      await page.locator("main[data-screen]").waitFor();
      await page.evaluate(() => {
        document.documentElement.style.fontSize = "200%";
      });
      await expect.poll(async () => [path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 390]);
    }
    await signIn(phone, "uploaded");
    await takeBack(phone);
    await page.reload();
    await untilToday(page, "open");
  });
});

describe("看板 with 42 people", () => {
  it("at a 200 % font on a phone every count is read, 未收到 above all, and no tile leaves the screen", async () => {
    const scale = (to: string) =>
      leaderPhone.evaluate((size) => {
        document.documentElement.style.fontSize = size;
      }, to);
    await scale("200%");
    for (const shown of [...(await leaderPhone.locator("[data-count]").all()), leaderPhone.locator("[data-person]").nth(1)]) {
      const box = await boxOf(shown);
      expect([box.x >= 0, box.right <= 390]).toEqual([true, true]);
    }
    await scale("");
  });

  it("at 1024 × 768 shows all of them without scrolling: 158 × 76, six by seven", async () => {
    await expect.poll(() => tablet.evaluate(() => document.documentElement.scrollHeight)).toBe(768);
    const bar = await boxOf(tablet.locator("header"));
    const posts = await boxOf(tablet.locator("nav"));
    const foot = await boxOf(tablet.locator("footer"));
    expect([bar.height, posts.height, foot.height, foot.bottom]).toEqual([56, 56, 72, 768]);
    const tiles = await Promise.all((await tablet.locator("[data-person]").all()).map(boxOf));
    expect(tiles).toHaveLength(peopleOnBoard);
    expect(new Set(tiles.map(({ x }) => Math.round(x))).size).toBe(6);
    expect(new Set(tiles.map(({ y }) => Math.round(y))).size).toBe(7);
    for (const tile of tiles) {
      expect(tile.width).toBeGreaterThanOrEqual(158);
      expect(tile.height).toBe(76);
      expect(tile.y).toBeGreaterThanOrEqual(posts.bottom);
      expect(tile.bottom).toBeLessThanOrEqual(foot.y);
    }
  });

  it("on a phone shows two columns, the bar stays, and 收队 lies under the thumb wherever one has scrolled", async () => {
    const tiles = leaderPhone.locator("[data-person]");
    const columns = new Set((await Promise.all((await tiles.all()).map(boxOf))).map(({ x }) => x));
    expect(columns.size).toBe(2);
    for (const index of [0, peopleOnBoard - 1]) {
      await tiles.nth(index).scrollIntoViewIfNeeded();
      const bar = await boxOf(leaderPhone.locator("header"));
      const close = await boxOf(leaderPhone.getByRole("link", { name: "收队" }));
      expect([bar.y, close.bottom > 760 && close.bottom <= 844]).toEqual([0, true]);
    }
    await expect.poll(() => leaderPhone.evaluate(() => scrollY)).toBeGreaterThan(0);
    const last = await boxOf(tiles.last());
    expect(last.bottom).toBeLessThanOrEqual((await boxOf(leaderPhone.locator("footer"))).y);
    await expect.poll(() => leaderPhone.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
