// What the endpoint refuses, as the person concerned sees it: a tampered chain as a whole, wrong events one by one and in words, a used
// invite with a sentence, a stale nonce not at all.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEndpoint } from "../fixtures/endpoint-process.ts";
import { reforge, tamper } from "./support/forge.ts";
import { inviteOf, join, minuteMs, openDevice, today, untilToday } from "./support/people.ts";
import { eventually, openIdleMe, openMe, openScene, readBoth, type Scene, tapConsent, unsentOf, untilMe } from "./support/scene.ts";
import { ownRows, readJournal } from "./support/stored.ts";

let scene: Scene;
let phone: BrowserContext;
let tablet: BrowserContext;
let page: Page;
let board: Page;
let invite: string;

beforeAll(async () => {
  scene = await openScene();
  invite = inviteOf(scene.endpoint(), "volunteer");
  phone = await openDevice(scene.browser, { offsetMs: scene.offsetMs() });
  tablet = await openDevice(scene.browser, { kind: "tablet", offsetMs: scene.offsetMs() });
});
afterAll(() => scene?.close());

const sendNow = (of: Page): Promise<void> => of.getByRole("button", { name: "立即上传" }).click();
const events = (): Promise<readonly { readonly id: string; readonly type: string }[]> =>
  scene.endpoint().query("SELECT id, type FROM events ORDER BY number");
const idsIn = async (): Promise<readonly string[]> => (await events()).map((row) => row.id);

/**
 * From here on what is sent hangs until it is dropped: after that no try is under way that was made before the journal was changed, as there would be
 * where each fails at once and is made again.
 */
const holdBack = (): void => scene.proxy.set({ type: "hang" });
/** Since so many exchanges one that carries the event has come as far as it will. */
const untilHeld = (id: string, since = 0): Promise<void> =>
  eventually(() =>
    scene.proxy
      .exchanges()
      .slice(since)
      .some((seen) => seen.events.includes(id)),
  ).toBe(true);
/** What was held fails, and so does the browser's own second try of it; whatever is sent from then on is read from the journal as it is now. */
async function letThrough(of: Page): Promise<void> {
  scene.proxy.set({ type: "reset" });
  scene.proxy.dropAll();
  await untilMe(of, { notice: "offline" });
  scene.proxy.set({ type: "pass" });
}

describe("an invite", () => {
  const enrolled = async (): Promise<number> => (await events()).filter((row) => row.type === "deviceEnrolled").length;

  it("X13 SY17: the reply is lost: the screen says so, and the same browser tries again with the same key", async () => {
    const before = await enrolled();
    scene.proxy.set(({ path }) => (path === "/api/enrolments" ? { type: "lost" } : { type: "pass" }));
    page = await phone.newPage();
    await page.goto(invite);
    await page.getByRole("button", { name: "加入队伍" }).click();
    await page.getByText("连不上网,请连网后再试。口令不会作废").waitFor();
    await expect.poll(() => enrolled()).toBe(before + 1);
    scene.proxy.set({ type: "pass" });
    await page.getByRole("button", { name: "再试一次" }).click();
    await page.locator('[data-stage="joined"]').waitFor();
    await expect.poll(() => enrolled()).toBe(before + 1);
  });

  it("X13: a second browser is refused with a sentence and keeps nothing", async () => {
    const other = await openDevice(scene.browser, { offsetMs: scene.offsetMs() });
    const stranger = await other.newPage();
    await stranger.goto(invite);
    await stranger.getByRole("button", { name: "加入队伍" }).click();
    await stranger.locator('[data-stage="failed"]').getByText("这个邀请已在别的手机上用过,请队长重发一个").waitFor();
    expect(await readJournal(stranger)).toEqual([]);
    await other.close();
  });

  it("X13: the same browser opening the link again is simply in", async () => {
    await page.goto(invite);
    await untilToday(page, "open");
    expect(new URL(page.url()).pathname).toBe("/");
  });
});

describe("a tampered chain", () => {
  it("X2 SY23: no request with it is taken; the others arrive without it, it is set aside and shown; made right again, it arrives too", async () => {
    await openIdleMe(scene, page);
    holdBack();
    for (const count of [1, 2, 3]) {
      await tapConsent(page);
      await untilMe(page, { unsent: count });
    }
    const rows = await ownRows(page);
    const waiting = unsentOf(rows);
    await untilHeld(waiting[0] ?? "");
    const middle = rows.find((row) => row.id === waiting[1]);
    const given = middle?.event.facts.given === true;
    await tamper(page, middle?.id ?? "", { given: !given });
    await letThrough(page);
    await sendNow(page);
    await page.locator('[data-record="aside"]').getByText("重开应用会再试").waitFor();
    await untilMe(page, { unsent: 1, notice: "none" });
    const left = async () => (await ownRows(page)).filter((row) => row.receipt === null).map((row) => [row.id, row.aside]);
    await eventually(left).toEqual([[middle?.id, 1]]);
    expect((await idsIn()).filter((id) => waiting.includes(id))).toEqual(waiting.filter((id) => id !== middle?.id));

    await tamper(page, middle?.id ?? "", { given });
    await sendNow(page);
    await untilMe(page, { unsent: 0, notice: "none" });
    expect((await idsIn()).filter((id) => waiting.includes(id)).sort()).toEqual([...waiting].sort());
  });
});

describe("wrong events among right ones", () => {
  let foreign: string;
  let wrongBulk: string;
  let wrongPart: string;
  let right: string;

  it("X3 R25: a foreign squad, poison and a part that does not fit stand alone and are shown with their reason; the right one is stored", async () => {
    board = await join(tablet, inviteOf(scene.endpoint(), "leader"));
    await board.goto(`${scene.proxy.url}/board`);
    const unheard = board.locator('[data-person][data-state="unheard"]');
    await unheard.first().waitFor();
    holdBack();
    const before = await unheard.count();
    for (const left of [1, 2, 3, 4]) {
      await unheard
        .first()
        .getByRole("button", { name: /未收到/ })
        .click();
      await eventually(() => unheard.count()).toBe(before - left);
    }
    const marks = (await ownRows(board)).filter((row) => row.unsent === 1);
    expect(marks.map((row) => row.event.type)).toEqual(["marked", "marked", "marked", "marked"]);
    [foreign = "", wrongBulk = "", wrongPart = "", right = ""] = marks.map((row) => row.id);
    await board.goto(`${scene.proxy.url}/me`);
    await untilMe(board, { unsent: 4 });
    // All four: the opened page's.
    await untilHeld(right);
    const other = await foreignShift(marks[0]?.event.facts.shift);
    await reforge(
      board,
      new Map([
        [foreign, { facts: { shift: other } }],
        [wrongBulk, { facts: { bulk: "yes" } }],
        [wrongPart, { parts: { phone: "13800001000" } }],
      ]),
    );
    await letThrough(board);
    await sendNow(board);
    await untilMe(board, { unsent: 0, notice: "none" });
    const refused = board.locator('[data-record="refused"]');
    await eventually(() => refused.count()).toBe(3);
    const shown = await Promise.all(["forbidden", "poison"].map((code) => board.locator(`[data-problem="${code}"]`).allInnerTexts()));
    expect(shown[0]).toEqual([expect.stringMatching(/^点名[\s\S]*这条没通过:没有这个权限,或班次已取消[\s\S]*请支队看过后收下$/)]);
    expect(shown[1]).toEqual([
      expect.stringMatching(/^点名[\s\S]*这条没通过:内容读不懂[\s\S]*服务器更新后会自动再看一遍$/),
      expect.stringMatching(/^点名[\s\S]*这条没通过:内容读不懂[\s\S]*服务器更新后会自动再看一遍$/),
    ]);
  });

  it("X3: 看板 shows 没通过 on the tiles of this shift, none of the refused counts, and the right one stands", async () => {
    await board.goto(`${scene.proxy.url}/board`);
    const rows = await ownRows(board);
    const tileOf = (id: string, state = "") =>
      board.locator(`[data-person="${rows.find((row) => row.id === id)?.event.facts.person}"]${state}`);
    for (const id of [wrongBulk, wrongPart]) {
      await tileOf(id).getByText("没通过").waitFor();
      await expect.poll(() => tileOf(id).getAttribute("data-state")).toBe("unheard");
    }
    await expect.poll(() => tileOf(foreign).getAttribute("data-state")).toBe("unheard");
    await tileOf(right, '[data-state="present"]').waitFor();
    await expect.poll(() => tileOf(right).getAttribute("data-refused")).toBe("false");
    // Said again and accepted, it is no longer worth a warning; 我的 goes on listing it.
    await tileOf(wrongBulk)
      .getByRole("button", { name: /未收到/ })
      .click();
    await tileOf(wrongBulk, '[data-state="present"][data-refused="false"]').waitFor();
    await expect.poll(() => tileOf(wrongPart).getAttribute("data-refused")).toBe("true");
  });

  it("X3: 今日 says of a refused 签到 that it was not accepted, and why; another tap is", async () => {
    await page.goto(`${scene.proxy.url}/`);
    await untilToday(page, "open");
    holdBack();
    await page.getByRole("button", { name: "签到", exact: true }).click();
    await untilToday(page, "on", "kept");
    const [tapped = ""] = unsentOf(await ownRows(page));
    await untilHeld(tapped);
    const before = scene.proxy.exchanges().length;
    await openMe(page, scene.proxy.url);
    await untilMe(page, { unsent: 1 });
    // The opened page's own.
    await untilHeld(tapped, before);
    await reforge(page, new Map([[tapped, { facts: { post: "nowhere" } }]]));
    await letThrough(page);
    await sendNow(page);
    await page.locator(`[data-record="refused"][data-problem="poison"]`).waitFor();
    await page.goto(`${scene.proxy.url}/`);
    await untilToday(page, "open", "refused");
    await today(page).getByText("这条没通过:内容读不懂,请问队长").waitFor();
    await page.getByRole("button", { name: "签到", exact: true }).click();
    await untilToday(page, "on", "uploaded");
    expect((await ownRows(page)).at(-1)?.receipt?.judgement).toBe("stored");
  });
});

describe("an endpoint of another city under the same address", () => {
  it("X1 SY13: says on 今日 and 我的 that it does not know this phone; nothing leaves, and the right one gets it all", async () => {
    const otherDir = await mkdtemp(joinPath(tmpdir(), "daogang-other-"));
    const other = await startEndpoint({ dataDir: otherDir, args: ["--demo"], offsetMs: scene.offsetMs() });
    const words = "队伍不认识这台手机,请重新加入。记录还在手机里";
    await openIdleMe(scene, page);
    const before = (await readJournal(page)).length;
    scene.proxy.lead(other.port);
    await tapConsent(page);
    await untilMe(page, { unsent: 1, notice: "unknownDevice" });
    await page.getByRole("link", { name: words }).waitFor();
    await page.goto(`${scene.proxy.url}/`);
    await today(page).getByRole("link", { name: words }).waitFor();
    expect(await readJournal(page)).toHaveLength(before + 1);
    expect(unsentOf(await ownRows(page))).toHaveLength(1);
    await other.stop();
    await rm(otherDir, { recursive: true, force: true });

    scene.proxy.lead(scene.endpoint().port);
    await page.reload();
    await page.locator('.unsent[data-unsent="0"]').waitFor();
    await eventually(() => today(page).getByRole("link", { name: words }).count()).toBe(0);
  });
});

describe("a stale nonce", () => {
  it("X13 SY9: after 31 min it is retried once with the fresh one, and nobody sees anything of it", async () => {
    await openIdleMe(scene, page);
    await page.evaluate(() => {
      const card = document.querySelector("[data-notice]");
      const seen: (string | null)[] = [];
      Object.assign(globalThis, { seen });
      new MutationObserver(() => seen.push(card?.getAttribute("data-notice") ?? null)).observe(document, {
        subtree: true,
        childList: true,
        attributes: true,
      });
    });
    await scene.endpoint().moveClock(scene.offsetMs() + 31 * minuteMs);
    const before = scene.proxy.exchanges().length;
    await tapConsent(page);
    await eventually(async () => unsentOf(await ownRows(page))).toEqual([]);
    await untilMe(page, { unsent: 0, notice: "none" });
    const last = (await ownRows(page)).at(-1)?.id;
    const carried = scene.proxy
      .exchanges()
      .slice(before)
      .map(({ events }) => events);
    expect(carried.filter((events) => events.length > 0)).toEqual([[last], [last]]);
    const seen = await page.evaluate(() => (globalThis as unknown as { readonly seen: readonly string[] }).seen);
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen)).toEqual(new Set(["none"]));
  });
});

it("X2 X3: afterwards every event stands in the ledger once, and no attendance was made of a refused one", async () => {
  const marks = await ownRows(board);
  const { own, ledger } = await readBoth(scene, page);
  for (const row of [...own, ...marks]) expect(ledger.events.filter(({ id }) => id === row.id)).toMatchObject([{ flaw: null }]);
  const refused = [...own, ...marks].filter((row) => row.receipt?.judgement === "quarantined");
  expect(refused.map((row) => row.event.type).sort()).toEqual(["checkedIn", "marked", "marked", "marked"]);
  const stored = marks.filter((row) => row.receipt?.judgement === "stored").map((row) => row.event.facts.person);
  const present = ledger.attendance.filter((row) => row.state === "present").map((row) => row.person);
  expect(present.sort()).toEqual(stored.sort());
});

/** A shift of another squad, which this device has never been told of. */
async function foreignShift(own: unknown): Promise<string> {
  const known = new Set((await readJournal(board)).map((row) => row.event.facts.id));
  const attendance = await scene.endpoint().query<{ shift: string }>("SELECT shift FROM attendance");
  const shift = attendance.find((row) => row.shift !== own && !known.has(row.shift))?.shift;
  if (shift === undefined) throw new Error("no shift of another squad");
  return shift;
}
