// A network that does everything but work: login pages, strangers' errors, cut, lost, hanging and refused requests between a real browser
// and the real endpoint. Nothing leaves the outbox, the screen says why, and afterwards everything arrives once and by itself.

import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fault, portalPage, strangersAnswer } from "../fixtures/network-faults.ts";
import { inviteOf, join, openDevice, rehearse, today, untilToday } from "./support/people.ts";
import {
  eventually,
  expectExactlyOnce,
  longestWaitMs,
  openIdleMe,
  openScene,
  readBoth,
  type Scene,
  tapConsent,
  unsentOf,
  untilMe,
} from "./support/scene.ts";
import { ownRows } from "./support/stored.ts";

let scene: Scene;
let phone: BrowserContext;
let tablet: BrowserContext;
let page: Page;
let board: Page;

beforeAll(async () => {
  scene = await openScene();
  phone = await openDevice(scene.browser, { offsetMs: scene.offsetMs() });
  tablet = await openDevice(scene.browser, { kind: "tablet", offsetMs: scene.offsetMs() });
  page = await join(phone, inviteOf(scene.endpoint(), "volunteer"));
  await rehearse(page, false);
  board = await join(tablet, inviteOf(scene.endpoint(), "leader"));
});
afterAll(() => scene?.close());

/** What was under way has been answered: a tap now is a try of its own. */
const untilAnswered = (): Promise<void> => page.locator("button:enabled", { hasText: "立即上传" }).waitFor();

const portalWords = "这个网要先登录,记录还在手机里";
const busyWords = "服务器忙,会自动再传";
const troubleWords = "没传成,会自动再试,记录还在手机里";
const offlineWords = "没有网,有网自动上传";

interface Case {
  readonly title: string;
  readonly fault: Fault;
  readonly notice: string;
  readonly words: string;
  /** Passed before the page gives up. */
  readonly afterMs?: number;
}
const cases: readonly Case[] = [
  { title: "X8: a login page with status 200", fault: portalPage, notice: "portal", words: portalWords },
  { title: "X8: a stranger's 404", fault: strangersAnswer(404), notice: "portal", words: portalWords },
  {
    title: "X8: JSON with status 200 that is not ours",
    fault: { type: "answer", status: 200, headers: { "content-type": "application/json" }, body: '{"code":0,"data":null}' },
    notice: "portal",
    words: portalWords,
  },
  { title: "SY8: a stranger's 413 to a lone event", fault: strangersAnswer(413), notice: "portal", words: portalWords },
  { title: "X9: 429 with Retry-After", fault: strangersAnswer(429, { "retry-after": "120" }), notice: "busy", words: busyWords },
  { title: "X10: 503 with Retry-After", fault: strangersAnswer(503, { "retry-after": "60" }), notice: "busy", words: busyWords },
  { title: "X8: 500", fault: strangersAnswer(500), notice: "trouble", words: troubleWords },
  { title: "X8: a cut reply", fault: { type: "cut" }, notice: "offline", words: offlineWords },
  { title: "X2: a lost reply", fault: { type: "lost" }, notice: "offline", words: offlineWords },
  { title: "X1: a reset connection", fault: { type: "reset" }, notice: "offline", words: offlineWords },
  { title: "X1: a connection that hangs", fault: { type: "hang" }, notice: "offline", words: offlineWords, afterMs: 30_000 },
];

describe("nothing leaves the outbox, 我的 says what is going on, and it arrives by itself", () => {
  it.each(cases.map((of) => [of.title, of] as const))("%s", async (_, { fault, notice, words, afterMs }) => {
    await openIdleMe(scene, page);
    const before = scene.proxy.exchanges().length;
    scene.proxy.set(fault);
    await tapConsent(page);
    const tried = () =>
      scene.proxy
        .exchanges()
        .slice(before)
        .flatMap(({ events }) => events);
    await eventually(() => tried().length).toBeGreaterThan(0);
    if (afterMs !== undefined) await scene.passTime(afterMs, phone);
    await untilMe(page, { unsent: 1, notice });
    await page.locator('[data-screen="me"]').getByText(words, { exact: true }).waitFor();
    await page.locator('[data-record="kept"]').getByText("已存本机").waitFor();
    const rows = await ownRows(page);
    expect(unsentOf(rows)).toEqual([rows.at(-1)?.id]);
    expect(rows.at(-1)?.receipt).toBeNull();

    scene.proxy.set({ type: "pass" });
    await scene.passTime(longestWaitMs, phone);
    await untilMe(page, { unsent: 0, notice: "none" });
    await expect.poll(() => page.getByText(words, { exact: true }).count()).toBe(0);
  });
});

describe("the other screens say it too", () => {
  it("X8: 今日 names the login page and 500, keeps the record, and falls silent when it is uploaded", async () => {
    await page.goto(`${scene.proxy.url}/`);
    await untilToday(page, "open");
    scene.proxy.set(portalPage);
    await page.getByRole("button", { name: "签到", exact: true }).click();
    await untilToday(page, "on", "kept");
    await today(page).locator(".notices").getByText(portalWords).waitFor();
    scene.proxy.set(strangersAnswer(500));
    await page.getByRole("button", { name: "撤销" }).click();
    await today(page).locator(".notices").getByText(troubleWords).waitFor();
    await page.locator('[data-unsent="2"]').waitFor();
    scene.proxy.set({ type: "pass" });
    await scene.passTime(longestWaitMs, phone);
    await page.locator('[data-unsent="0"]').waitFor();
    await eventually(() => today(page).locator(".notices").getByText(troubleWords).count()).toBe(0);
  });

  it("X8 X9: 看板 names no network, the login page and 429 under the tiles, and marks go on", async () => {
    await board.goto(`${scene.proxy.url}/board`);
    const foot = board.locator(".board-foot");
    const unheard = board.locator('[data-person][data-state="unheard"]');
    const asked = strangersAnswer(429, { "retry-after": "60" });
    const said = [
      [{ type: "reset" } satisfies Fault, "没有网,照常点名,有网自动传"],
      [portalPage, portalWords],
      [asked, busyWords],
    ] as const;
    await unheard.first().waitFor();
    const count = await unheard.count();
    for (const [i, [fault, words]] of said.entries()) {
      scene.proxy.set(fault);
      const person = await unheard.first().getAttribute("data-person");
      await board
        .locator(`[data-person="${person}"]`)
        .getByRole("button", { name: /未收到/ })
        .click();
      await eventually(() => unheard.count()).toBe(count - i - 1);
      // The message of the mark itself stands there first.
      await scene.passTime(20_000, tablet);
      await foot.getByText(words, { exact: true }).waitFor();
    }
    await expect.poll(() => board.locator('[data-unsent="true"]').count()).toBe(3);
    scene.proxy.set({ type: "pass" });
    await scene.passTime(longestWaitMs, tablet);
    await eventually(() => board.locator('li[data-unsent="true"]').count()).toBe(0);
    await eventually(() => foot.getByText(busyWords, { exact: true }).count()).toBe(0);
  });
});

describe("when it tries again", () => {
  const pageTime = (): Promise<number> => page.evaluate(() => performance.now());

  it("X9 SY5: Retry-After 60 s is waited for, 30 s at least, coming back to the page does not cut it, a tap does", async () => {
    await openIdleMe(scene, page);
    scene.proxy.set(strangersAnswer(429, { "retry-after": "60" }));
    const began = await pageTime();
    await tapConsent(page);
    await untilMe(page, { unsent: 1, notice: "busy" });
    const before = scene.proxy.exchanges().length;
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    while (scene.proxy.exchanges().length === before) {
      await scene.passTime(5_000, phone);
      // A request of the page itself: one that the step set off is on its way by then.
      await page.evaluate(() => fetch("/healthz").then((reply) => reply.text()));
    }
    expect((await pageTime()) - began).toBeGreaterThanOrEqual(30_000);
    const tried = scene.proxy.exchanges().length;
    await untilMe(page, { unsent: 1, notice: "busy" });
    await untilAnswered();
    await tapConsent(page);
    await eventually(() => scene.proxy.exchanges().length).toBeGreaterThan(tried);
    await untilMe(page, { unsent: 2, notice: "busy" });
    await untilAnswered();
    scene.proxy.set({ type: "pass" });
    await tapConsent(page);
    await untilMe(page, { unsent: 0, notice: "none" });
  });

  it("X9 SY8: our own 413 halves the bundle until the lone event is set aside and shown; the others arrive", async () => {
    scene.proxy.set({ type: "reset" });
    for (let i = 1; i <= 8; i += 1) {
      await tapConsent(page);
      await page.locator(`.card[data-unsent="${i}"]`).waitFor();
    }
    const large = unsentOf(await ownRows(page))[4] ?? "";
    const before = scene.proxy.exchanges().length;
    scene.proxy.set(({ events }) => (events.includes(large) ? { type: "tooLarge" } : { type: "pass" }));
    await page.getByRole("button", { name: "立即上传" }).click();
    await page.locator('[data-record="aside"]').getByText("传不上,先放着").waitFor();
    await page.locator('[data-record="aside"]').getByText("重开应用会再试").waitFor();
    await untilMe(page, { unsent: 1, notice: "none" });
    const sizes = scene.proxy
      .exchanges()
      .slice(before)
      .map(({ events }) => events.length);
    // The loop may have tried by itself before the press: then that tries the one set aside once more (SY24).
    expect(sizes.filter((size) => size > 0).slice(0, 7)).toEqual([8, 4, 4, 2, 1, 1, 2]);
    const left = async () => (await ownRows(page)).filter((row) => row.receipt === null).map((row) => [row.id, row.aside]);
    await eventually(left).toEqual([[large, 1]]);
  });
});

it("X1 X2: afterwards each device's events stand in the ledger once; only what was set aside is still on the phone", async () => {
  const marks = await ownRows(board);
  const { own, ledger } = await readBoth(scene, page);
  expectExactlyOnce(marks, ledger);
  const [aside, ...others] = own.filter((row) => row.aside === 1);
  expect(others).toEqual([]);
  const sent = own.filter((row) => row !== aside);
  const theirs = ledger.events.filter((row) => row.device === aside?.device);
  expect(theirs.map((row) => row.id).sort()).toEqual(sent.map((row) => row.id).sort());
  expect(sent.every((row) => row.receipt?.judgement === "stored")).toBe(true);
  // The event after the one set aside says that something before it is missing.
  expect(theirs.filter((row) => row.flaw !== null).map((row) => [row.n, row.flaw])).toEqual([[(aside?.event.n ?? 0) + 1, "gap"]]);
});
