// Exactly once, whatever is killed: the page, a reload, the whole browser, the endpoint between commit and reply, the reply itself, and
// two tabs at the same time. Afterwards the ledger's file and the journal are compared row by row.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { strangersAnswer } from "../fixtures/network-faults.ts";
import { killBrowser } from "./support/browser-process.ts";
import { inviteOf, join, today, untilToday } from "./support/people.ts";
import { openProfile } from "./support/profile.ts";
import {
  createGate,
  eventually,
  expectExactlyOnce,
  longestWaitMs,
  openMe,
  openScene,
  openVolunteer,
  readBoth,
  readLedgerCopy,
  type Scene,
  tapConsent,
  unsentOf,
  untilMe,
} from "./support/scene.ts";
import { ownRows, readLedger } from "./support/stored.ts";

let scene: Scene;
let phone: BrowserContext;
let page: Page;

beforeAll(async () => {
  scene = await openScene();
  ({ phone, page } = await openVolunteer(scene));
});
afterAll(() => scene?.close());

const tap = (of: Page, name: string): Promise<void> => of.getByRole("button", { name, exact: true }).click();
const reopen = async (path: string): Promise<void> => {
  page = await phone.newPage();
  await page.goto(`${scene.proxy.url}${path}`);
};

describe("a page that ends too early", () => {
  it("X1: closed between the tap and the sync, it comes back with the record and sends it", async () => {
    await page.goto(`${scene.proxy.url}/`);
    await untilToday(page, "open");
    scene.proxy.set({ type: "hang" });
    await tap(page, "签到");
    await today(page).getByText("已存本机").waitFor();
    await page.close({ runBeforeUnload: false });
    scene.proxy.set({ type: "pass" });
    await reopen("/");
    await untilToday(page, "on", "uploaded");
  });

  it("X1 X2: reloaded while the reply was on its way, which then never comes, it sends the same event again", async () => {
    const before = scene.proxy.exchanges().length;
    scene.proxy.set({ type: "lost" });
    await tap(page, "撤销");
    await untilToday(page, "open");
    const retracted = (await ownRows(page)).at(-1)?.id;
    await eventually(() =>
      scene.proxy
        .exchanges()
        .slice(before)
        .flatMap(({ events }) => events),
    ).toContain(retracted);
    scene.proxy.set({ type: "pass" });
    await page.reload();
    await openMe(page, scene.proxy.url);
    await untilMe(page, { unsent: 0 });
    const carried = scene.proxy.exchanges().filter(({ events }) => events.includes(retracted ?? ""));
    expect(carried.length).toBeGreaterThan(1);
  });

  it("X1: closed at once after the tap, at an exchange that runs or not, it has kept what it said it kept", async () => {
    const last = (await ownRows(page)).length;
    await tapConsent(page);
    await page.locator('[data-unsent="1"]').or(page.locator('[data-unsent="0"]')).first().waitFor();
    await eventually(async () => (await ownRows(page)).length).toBe(last + 1);
    await page.close({ runBeforeUnload: false });
    await reopen("/me");
    await untilMe(page, { unsent: 0 });
    expect(await ownRows(page)).toHaveLength(last + 1);
  });
});

describe("the endpoint and its replies", () => {
  /** Nothing but pushes reaches the endpoint any more, and none is under way: it dies by the tap that follows. */
  const quiet = async (): Promise<void> => {
    scene.proxy.set(({ events }) => (events.length === 0 ? strangersAnswer(500) : { type: "pass" }));
    await page.getByRole("button", { name: "立即上传" }).click();
    await untilMe(page, { unsent: 0, notice: "trouble" });
  };

  it("X2 X4: killed after the commit and before the reply: after a restart the same receipt comes, and there is one row", async () => {
    await quiet();
    await scene.endpoint().dieAt("afterCommit");
    await tapConsent(page);
    await scene.endpoint().ended;
    await untilMe(page, { unsent: 1, notice: "offline" });
    const [unsent = ""] = unsentOf(await ownRows(page));
    const committed = (await readLedgerCopy(scene)).events.filter((row) => row.id === unsent);
    expect(committed).toHaveLength(1);

    await scene.restart();
    scene.proxy.set({ type: "pass" });
    await scene.passTime(longestWaitMs, phone);
    await untilMe(page, { unsent: 0, notice: "none" });
    const receipt = (await ownRows(page)).find((row) => row.id === unsent)?.receipt;
    expect(receipt).toMatchObject({ number: committed[0]?.number, judgement: "stored", revision: 0 });
  });

  it("X1 X4: killed before the commit: nothing had been promised, and the event arrives after the restart", async () => {
    await quiet();
    await scene.endpoint().dieAt("beforeCommit");
    await tapConsent(page);
    await scene.endpoint().ended;
    await untilMe(page, { unsent: 1, notice: "offline" });
    const [unsent = ""] = unsentOf(await ownRows(page));
    const left = await readLedgerCopy(scene);
    expect(left.events.filter((row) => row.id === unsent)).toEqual([]);
    await scene.restart();
    scene.proxy.set({ type: "pass" });
    await scene.passTime(longestWaitMs, phone);
    await untilMe(page, { unsent: 0, notice: "none" });
  });

  it("X2: a reply that is lost five times in a row leaves one row and one receipt", async () => {
    const before = scene.proxy.exchanges().length;
    const tries = (): number =>
      scene.proxy
        .exchanges()
        .slice(before)
        .filter(({ events }) => events.length > 0).length;
    scene.proxy.set({ type: "lost" });
    await tapConsent(page);
    await untilMe(page, { unsent: 1, notice: "offline" });
    for (let lost = tries(); lost < 5; lost = tries()) {
      await page.getByRole("button", { name: "立即上传" }).click();
      await eventually(tries).toBeGreaterThan(lost);
    }
    await untilMe(page, { unsent: 1, notice: "offline" });
    scene.proxy.set({ type: "pass" });
    await scene.passTime(longestWaitMs, phone);
    await untilMe(page, { unsent: 0, notice: "none" });
  });
});

describe("two tabs of one device", () => {
  const count = 12;
  /** Every tap is made before the first one is answered. */
  const tapOften = (of: Page): Promise<void> =>
    of.evaluate(async (times) => {
      const button = document.querySelector<HTMLButtonElement>("[data-consent] button");
      for (let i = 0; i < times; i += 1) {
        button?.click();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }, count);

  for (const locks of ["with", "without"] as const)
    it(`X9 X2: tapping and sending at once, ${locks} Web Locks, the chain never forks and both say 已上传`, async () => {
      const [first, second] = [await phone.newPage(), await phone.newPage()];
      for (const of of [first, second]) {
        // X9: correctness never rests on the lock, and old browsers have none.
        if (locks === "without") await of.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, "locks"));
        await openMe(of, scene.proxy.url);
        await untilMe(of, { unsent: 0 });
      }
      await page.close();
      page = first;
      expect(await first.evaluate(() => "locks" in navigator)).toBe(locks === "with");
      const before = (await ownRows(first)).length;
      const gate = createGate();
      const start = scene.proxy.exchanges().length;
      scene.proxy.set(({ events }) => (events.length > 0 ? { type: "hold", until: gate.opened } : { type: "pass" }));
      await Promise.all([tapOften(first), tapOften(second)]);
      await eventually(async () => (await ownRows(first)).length).toBe(before + 2 * count);
      const held = () =>
        scene.proxy
          .exchanges()
          .slice(start)
          .filter(({ events }) => events.length > 0);
      await eventually(() => held().length).toBe(locks === "with" ? 1 : 2);
      if (locks === "without") expect(held()[1]?.events.some((id) => held()[0]?.events.includes(id))).toBe(true);
      gate.open();
      scene.proxy.set({ type: "pass" });
      for (const of of [first, second]) await untilMe(of, { unsent: 0, notice: "none" });
      const own = await ownRows(second);
      expect(own.map((row) => row.event.n)).toEqual(own.map((_, i) => i + 1));
      expect(own).toHaveLength(before + 2 * count);
      await second.close();
    });

  it("X1: 签到 in one tab while the other sends stands in both as 已上传", async () => {
    const other = await phone.newPage();
    await other.goto(`${scene.proxy.url}/`);
    await untilToday(other, "open");
    await Promise.all([tapOften(page), tap(other, "签到")]);
    await untilToday(other, "on", "uploaded");
    await untilMe(page, { unsent: 0 });
    await page.goto(`${scene.proxy.url}/`);
    await untilToday(page, "on", "uploaded");
    await other.close();
  });
});

describe("the whole browser", () => {
  it("X1 X2: killed (SIGKILL) right after a mark, it opens again from its profile while nothing answers, and sends it once", async () => {
    const profile = await mkdtemp(joinPath(tmpdir(), "daogang-profile-"));
    const launch = (): Promise<BrowserContext> => openProfile(profile, scene.offsetMs(), "tablet");
    const tablet = await launch();
    const leader = await join(tablet, inviteOf(scene.endpoint(), "leader"));
    await leader.goto(`${scene.proxy.url}/board`);
    const person = await leader.locator('[data-person][data-state="unheard"]').first().getAttribute("data-person");
    scene.proxy.set({ type: "hang" });
    await leader
      .locator(`[data-person="${person}"]`)
      .getByRole("button", { name: /未收到/ })
      .click();
    await leader.locator(`[data-person="${person}"][data-state="present"][data-unsent="true"]`).waitFor();
    await killBrowser(tablet);

    // Still nothing answers: what comes up is what was on the disk.
    const again = await launch();
    const reopened = await again.newPage();
    await reopened.goto(`${scene.proxy.url}/board`);
    await reopened.locator(`[data-person="${person}"][data-state="present"][data-unsent="true"]`).waitFor();
    scene.proxy.set({ type: "pass" });
    scene.proxy.dropAll();
    await scene.passTime(longestWaitMs, again);
    await reopened.locator(`[data-person="${person}"][data-state="present"][data-unsent="false"]`).waitFor();
    const { own, ledger } = await readBoth(scene, reopened);
    expectExactlyOnce(own, ledger);
    expect(ledger.attendance.filter((row) => row.person === person && row.state === "present")).toHaveLength(1);
    await again.close();
    // The browser's own children still write while they end.
    await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });
});

it("X1 X2: afterwards the ledger holds every event of the phone once, in one chain, and one attendance", async () => {
  const own = await ownRows(page);
  const ledger = readLedger(scene.dataDir);
  expectExactlyOnce(own, ledger);
  expect(own.every((row) => row.receipt?.judgement === "stored" && row.unsent === undefined)).toBe(true);
  const checkIns = own.filter((row) => row.event.type === "checkedIn");
  expect(checkIns).toHaveLength(2);
  const mine = ledger.attendance.filter((row) => row.person === own[0]?.event.author && row.checked_in_at !== null);
  expect(mine.map((row) => row.shift)).toEqual([checkIns[0]?.event.facts.shift]);
});
