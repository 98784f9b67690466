// The ways people differ: by keyboard only, in English, in the dark, without motion, through a deep link with no network at all.
// Each on real screens against the real endpoint.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoLeader, demoMember } from "../../src/endpoint/demo.ts";
import { demoName, demoSquads } from "../../src/endpoint/demo-city.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { openPhone, type Phone, signIn, squad, takeBack } from "./support/crew.ts";
import { launchBrowser, openContext } from "./support/launch-browser.ts";
import { join, openDevice, quietHourOffset, untilToday } from "./support/people.ts";
import { ownRows } from "./support/stored.ts";

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
const offsetMs = quietHourOffset();
let phone: Phone;
let tablet: Page;

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-ways-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs })]);
  phone = await openPhone(browser, endpoint, { offsetMs, member: 0, place: null, agrees: false });
  tablet = await join(await openDevice(browser, { kind: "tablet", offsetMs }), await endpoint.invite(demoLeader("river")));
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe("the ways people differ", () => {
  /** Presses Tab until the name has the focus, seen by its ring, then the key. */
  async function pressOn(page: Page, name: string | RegExp, key = "Enter"): Promise<void> {
    const wanted = page.getByRole("link", { name }).or(page.getByRole("button", { name, exact: true }));
    await wanted.first().waitFor();
    for (let i = 0; i < 40; i += 1) {
      await page.keyboard.press("Tab");
      if (await wanted.first().evaluate((element) => element === document.activeElement)) break;
    }
    const ring = await wanted
      .first()
      .evaluate((element) => (element === document.activeElement ? getComputedStyle(element).outlineStyle : "no focus"));
    expect([String(name), ring]).toEqual([String(name), "solid"]);
    await page.keyboard.press(key);
  }

  it("by keyboard only: joins, rehearses, signs in, thinks better of leaving, leaves", async () => {
    const context = await openDevice(browser, { offsetMs });
    const page = await context.newPage();
    await page.goto(await endpoint.invite(demoMember(squad, 9)));
    await pressOn(page, "加入队伍");
    await page.locator('[data-stage="joined"]').waitFor();
    await pressOn(page, "练一次");
    await pressOn(page, "不用定位", "Space");
    await pressOn(page, "下一步");
    await pressOn(page, "跳过");
    await pressOn(page, "练好了,去今日");
    await untilToday(page, "open");
    await pressOn(page, "签到");
    await untilToday(page, "on");
    // The button turned from 签到 into 签退 and kept the focus.
    const sign = page.getByRole("button", { name: "签退", exact: true });
    await expect.poll(() => sign.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.locator('.sign[aria-disabled="false"]').waitFor();
    await page.keyboard.press("Space");
    const asked = page.getByRole("dialog");
    await expect.poll(() => asked.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    // The focus stays inside the question, and Esc answers no.
    for (let i = 0; i < 5; i += 1) {
      await page.keyboard.press("Tab");
      await expect.poll(() => asked.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    }
    await page.keyboard.press("Escape");
    await asked.waitFor({ state: "detached" });
    await expect.poll(() => sign.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press("Enter");
    await expect.poll(() => asked.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    const leave = asked.getByRole("button", { name: "签退" });
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await expect.poll(() => leave.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press("Enter");
    await untilToday(page, "off", "uploaded");
  });

  it("under a glove: two taps within one frame are one 签到 and no 签退", async () => {
    const { page } = phone;
    await page.getByRole("button", { name: "签到", exact: true }).evaluate((button: HTMLElement) => {
      button.click();
      button.click();
    });
    await untilToday(page, "on", "uploaded");
    expect((await ownRows(page)).map(({ event }) => event.type)).toEqual(["consented", "checkedIn"]);
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
    await takeBack(phone);
  });

  it("in the dark, once chosen, and after a reload", async () => {
    const { page } = phone;
    await page.goto(`${endpoint.url}/me`);
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await expect.poll(() => paper()).toBe("rgb(250, 247, 242)");
    await page.getByRole("button", { name: "夜间" }).click();
    await expect.poll(paper).toBe("rgb(20, 23, 26)");
    await page.reload();
    await expect.poll(paper).toBe("rgb(20, 23, 26)");
    await page.getByRole("button", { name: "白天" }).click();
    await expect.poll(paper).toBe("rgb(250, 247, 242)");
  });

  it("without motion where the system asks for none", async () => {
    const { page } = phone;
    await page.goto(`${endpoint.url}/`);
    await untilToday(page, "open");
    await signIn(phone, "uploaded");
    const motion = () =>
      page.locator(".sign.leave").evaluate((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element);
        return [transitionDuration, animationName];
      });
    await expect.poll(() => motion()).toEqual(["0.08s", "fill"]);
    await page.emulateMedia({ reducedMotion: "reduce" });
    await expect.poll(() => motion()).toEqual(["0s", "none"]);
    await page.emulateMedia({ reducedMotion: "no-preference" });
    await takeBack(phone);
  });

  it("in English: not a Chinese word on any screen but names", async () => {
    const context = await openContext(browser, "phone", { locale: "en-GB" });
    await context.clock.install({ time: Date.now() + offsetMs });
    const page = await context.newPage();
    const names = [
      ...demoSquads.flatMap(({ title, posts }) => [title, ...posts.map((post) => post.title)]),
      ...Array.from({ length: 70 }, (_, i) => demoName(i)),
      // The switch itself says each language in its own.
      "语言 Language",
      "自动 Auto",
      "中文",
      // The mark of leave is a drawing: this character in a square, beside its word.
      "假",
    ].sort((a, b) => b.length - a.length);
    const leftOver = async (): Promise<string> => {
      const said = await page.evaluate(() =>
        [
          document.title,
          document.body.innerText,
          ...Array.from(document.querySelectorAll("[aria-label]"), (element) => element.getAttribute("aria-label") ?? ""),
        ].join("\n"),
      );
      const bare = names.reduce((text, name) => text.split(name).join(""), said);
      return bare
        .split("\n")
        .filter((line) => /[㐀-鿿]/.test(line))
        .join("\n");
    };
    const seen: string[] = [];
    const look = async (screen: string): Promise<void> => {
      await page.locator(`[data-screen="${screen}"]`).waitFor();
      seen.push(await leftOver());
    };
    await page.goto(await endpoint.invite(demoLeader("north")));
    await look("join");
    await page.getByRole("button").first().click();
    await page.locator('[data-offline-ready="true"]').waitFor();
    seen.push(await leftOver());
    for (const path of ["rehearse", "scan?by=keys", "shifts", "me"]) {
      await page.goto(`${endpoint.url}/${path}`);
      await look(path.split("?")[0] ?? "");
    }
    await page.goto(`${endpoint.url}/`);
    await look("today");
    await page.goto(`${endpoint.url}/board`);
    await page.locator("[data-person]").first().waitFor();
    await look("board");
    await page.locator(".tile-more").first().click();
    await page.getByRole("dialog").waitFor();
    seen.push(await leftOver());
    await page.goto(`${page.url()}/close`);
    await look("close");
    expect(seen).toEqual(Array(10).fill(""));
    await context.close();
  });

  it("through a deep link, reloaded with no network and the endpoint stopped", async () => {
    await endpoint.stop();
    const places = [
      [phone.page, "/shifts", '[data-screen="shifts"] [data-shift]'],
      [phone.page, "/me", '[data-screen="me"] [data-unsent]'],
      [phone.page, "/rehearse", '[data-screen="rehearse"]'],
      [tablet, "/board", '[data-screen="board"] [data-person]'],
    ] as const;
    for (const [page, path, shown] of places) {
      await page.context().setOffline(true);
      await page.goto(`${endpoint.url}${path}`);
      await page.locator(shown).first().waitFor();
      await page.reload();
      await page.locator(shown).first().waitFor();
    }
    await tablet.getByRole("link", { name: "收队" }).click();
    await tablet.getByRole("button", { name: "确认收队" }).waitFor();
    await tablet.reload();
    await tablet.getByRole("button", { name: "确认收队" }).waitFor();
  });
});
