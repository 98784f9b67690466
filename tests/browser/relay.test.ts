// 代传 in a real browser, the endpoint stopped: a phone shows its records as QR codes, a leader's tablet reads them with its camera and shows them
// on the board; a file does the same. When the endpoint is there again the tablet uploads, the phone too, and everybody agrees.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openPhone, type Phone, signIn } from "./support/crew.ts";
import { holdUntil, mirrorCamera } from "./support/mirror.ts";
import { hurryUntil, inviteOf, join, openDevice, untilToday } from "./support/people.ts";
import { eventually, expectExactlyOnce, openScene, type Scene } from "./support/scene.ts";
import { ownRows, readJournal, readLedger } from "./support/stored.ts";

let scene: Scene;
let browser: Browser;
let tablet: BrowserContext;
let leader: Page;
let folder: string;
const phones: Phone[] = [];
const place = { longitude: 105.72, latitude: 34.58, accuracy: 20 };

beforeAll(async () => {
  folder = await mkdtemp(joinPath(tmpdir(), "daogang-relay-"));
  scene = await openScene();
  browser = scene.browser;
  const offsetMs = scene.offsetMs();
  tablet = await openDevice(browser, { kind: "tablet", offsetMs });
  await mirrorCamera(tablet);
  leader = await join(tablet, inviteOf(scene.endpoint(), "leader"));
  await leader.goto(`${scene.proxy.url}/board`);
  await leader.locator('[data-state="unheard"]').first().waitFor();
  for (const member of [2, 3]) phones.push(await openPhone(browser, scene.endpoint(), { offsetMs, member, place, agrees: true }));
  // Nobody has a network from here on, and the endpoint is gone altogether.
  await scene.endpoint().stop();
  for (const context of [tablet, ...phones.map((phone) => phone.context)]) await context.setOffline(true);
});
afterAll(async () => {
  await scene?.close();
  await rm(folder, { recursive: true, force: true });
});

const phone = (i: number): Phone => {
  const it = phones[i];
  if (it === undefined) throw new Error("no such phone");
  return it;
};
const openTaking = async (): Promise<void> => {
  await leader.goto(`${scene.proxy.url}/desk/relay`);
  await leader.locator('[data-screen="desk-relay"]').waitFor();
};
const told = (tone: string) => leader.locator(`[data-told^="${tone}"]`);
const tileOf = (person: string) => leader.locator(`[data-screen="board"] [data-person="${person}"]`);

it("X1 代传: 今日 leads there without a network; the tablet's camera takes the codes in and says whose they are", async () => {
  const { page, person } = phone(0);
  await signIn(phone(0));
  await page.getByRole("link", { name: "没网?点这里,让队长代传" }).click();
  await page.locator('[data-screen="relay"][data-ready="made"]').waitFor();
  await page.getByText("谁拍到这个码").waitFor();
  await openTaking();
  await leader.locator('[data-live="true"]').waitFor();
  await holdUntil(page, leader, async () => (await told("good").count()) > 0);
  await expect.poll(() => told("good").textContent()).toMatch(/的 \d+ 条已收下,有网自动上传/);
  await leader.locator('[data-line="waiting"]', { hasText: "未上传" }).waitFor();
  await leader.goto(`${scene.proxy.url}/board`);
  await tileOf(person).and(leader.locator(':not([data-state="unheard"])')).waitFor();
  // The phone keeps what it has: only the endpoint's answer takes it out.
  await expect.poll(() => page.locator(".unsent").getAttribute("data-unsent")).not.toBe("0");
});

it("SY26 the same codes once more: 已经收过了, and nothing twice", async () => {
  await openTaking();
  await leader.locator('[data-live="true"]').waitFor();
  await holdUntil(phone(0).page, leader, async () => (await told("plain").count()) > 0);
  await expect.poll(() => told("plain").textContent()).toContain("已经收过了");
  await expect.poll(() => leader.locator("[data-line]").count()).toBe(1);
});

it("X1 a file does the same, also with the app's endpoint gone: told what is in it, saved, read back on the tablet", async () => {
  const { page, person } = phone(1);
  await signIn(phone(1));
  await page.getByRole("link", { name: "我的" }).click();
  await page.getByRole("link", { name: /让队长代传这/ }).click();
  await page.locator('[data-ready="made"]').waitFor();
  await page.getByRole("button", { name: "存成文件" }).click();
  await page.getByRole("dialog").getByText("文件里是明文").waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("dialog").getByRole("button", { name: "存文件" }).click(),
  ]);
  const path = joinPath(folder, "records.json");
  await download.saveAs(path);
  const text = await readFile(path, "utf8");
  expect(JSON.parse(text)).toMatchObject({ daogang: "records", version: 1 });
  // R25: in the file the fix is in the clear, and the person was told so.
  expect(text).toContain("lngE7");
  await openTaking();
  const field = leader.locator("#records-file");
  const broken = joinPath(folder, "broken.json");
  await writeFile(broken, text.slice(0, -20));
  await field.setInputFiles(broken);
  await told("bad").getByText("这个文件不是代传文件").waitFor();
  const changed = joinPath(folder, "changed.json");
  await writeFile(changed, text.replace(/"first":\d+/, '"first":9'));
  await field.setInputFiles(changed);
  await told("bad").getByText("内容被改过").waitFor();
  await field.setInputFiles(path);
  await told("good").waitFor();
  await leader.goto(`${scene.proxy.url}/board`);
  await tileOf(person).and(leader.locator(':not([data-state="unheard"])')).waitFor();
});

it("X1 X2 the endpoint is there again: the tablet uploads first and shows 已上传, then the phones, and all of them agree", async () => {
  await scene.restart();
  await tablet.setOffline(false);
  await leader.goto(`${scene.proxy.url}/relay/take`);
  await hurryUntil(tablet, leader.locator('[data-line="uploaded"]').nth(1));
  await leader.getByText("已上传").first().waitFor();
  for (const { context, page } of phones) {
    await context.setOffline(false);
    await page.goto(`${scene.proxy.url}/`);
    await hurryUntil(context, page.locator('main[data-screen="today"][data-record="uploaded"]'));
  }
  await untilToday(phone(0).page, "on", "uploaded");
  await leader.goto(`${scene.proxy.url}/board`);
  for (const { person } of phones) await hurryUntil(tablet, tileOf(person).and(leader.locator(':not([data-state="unheard"])')));
  const ownOfAll = () => Promise.all(phones.map(({ page }) => ownRows(page)));
  // The tablet holds each of them with the receipt the phone has: what the endpoint says anew of one comes to both, but not at the same moment.
  await eventually(async () => {
    const taps = (await ownOfAll()).flat().filter(({ event }) => event.type === "checkedIn");
    const carried = await readJournal(leader);
    return taps.map(({ id, receipt }) => isDeepStrictEqual(carried.find((row) => row.id === id)?.receipt, receipt));
  }).toEqual(phones.map(() => true));
  const kept = await ownOfAll();
  await scene.endpoint().stop();
  const ledger = readLedger(scene.dataDir);
  for (const own of kept) expectExactlyOnce(own, ledger);
  expect(ledger.events.filter(({ type }) => type === "relayed")).toHaveLength(2);
});
