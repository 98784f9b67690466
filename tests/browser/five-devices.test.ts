// A whole morning without a network: two tablets and three phones, the endpoint stopped from before the first tap until after 收队. Badge, rotating
// code, relay, hand-over, 点长, a disagreement, closing. Then the endpoint starts, and five devices, ledger and report say the same of everybody.
// (X1, X2, R16, R22, R25)

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoLeader, demoMember } from "../../src/endpoint/demo.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { holdUntil, mirrorCamera } from "./support/mirror.ts";
import { hurryTo, hurryUntil, join, minuteMs, openDevice, quietHourOffset, rehearse, today, untilToday } from "./support/people.ts";
import { type JournalRow, ownRows, readJournal, readLedger } from "./support/stored.ts";

const offsetMs = quietHourOffset();
/** Three minutes before the end: who signs out now has served the hour. */
const laterMs = 57 * minuteMs;
const place = { longitude: 105.72, latitude: 34.58, accuracy: 20 };

let dataDir: string;
let browser: Browser;
let endpoint: EndpointProcess;
let shift = "";
/** Names by person, as the first tablet shows them. */
let people: readonly string[] = [];
interface Device {
  readonly context: BrowserContext;
  readonly page: Page;
}
/** Of the post that is lent. */
let atPost: readonly string[] = [];
let first: Device;
let second: Device;
/** Shows its badge, then is made 点长. */
let lead: Device;
/** Reads the tablet's code. */
let reads: Device;
/** Is carried. */
let carried: Device;
const person = { lead: demoMember("square", 1), reads: demoMember("square", 0), carried: demoMember("square", 3) };
const all = (): readonly Device[] => [first, second, lead, reads, carried];

async function open(who: string, kind: "phone" | "tablet", rehearses: boolean): Promise<Device> {
  const context = await openDevice(browser, { kind, offsetMs, place });
  await mirrorCamera(context);
  const page = await join(context, await endpoint.invite(who));
  if (rehearses) {
    await rehearse(page, false);
    await untilToday(page, "open");
  }
  return { context, page };
}
const tile = (page: Page, who: string, state?: string) =>
  page.locator(`[data-person="${who}"]${state === undefined ? "" : `[data-state="${state}"]`}`);
async function board({ page }: Device): Promise<void> {
  await page.goto(`${endpoint.url}/board/${shift}`);
  await page.locator('[data-screen="board"] [data-person]').first().waitFor();
}
async function mark({ page }: Device, who: string, word: "present" | "absent"): Promise<void> {
  if (word === "present") await page.locator(`[data-person="${who}"] .tile-main`).click();
  else {
    await page.locator(`[data-person="${who}"] .tile-more`).click();
    await page.getByRole("dialog").getByRole("button", { name: "未到" }).click();
  }
  await tile(page, who, word).waitFor();
}
const ownOfType = async ({ page }: Device, type: string): Promise<readonly JournalRow[]> =>
  (await ownRows(page)).filter(({ event }) => event.type === type);

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-five-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs })]);
  first = await open(demoLeader("square"), "tablet", false);
  second = await open(demoLeader("square"), "tablet", false);
  lead = await open(person.lead, "phone", true);
  reads = await open(person.reads, "phone", true);
  carried = await open(person.carried, "phone", true);
  // 我的码 comes with a network and stays.
  await lead.page.goto(`${endpoint.url}/code`);
  await lead.page.locator('[data-screen="my-code"][data-badge="good"]').waitFor();
  await first.page.goto(`${endpoint.url}/board`);
  await first.page.locator('[data-screen="board"] [data-person]').first().waitFor();
  shift = (await first.page.locator('[data-screen="board"]').getAttribute("data-shift")) ?? "";
  people = await first.page.locator("[data-person]").evaluateAll((tiles) => tiles.map((it) => (it as HTMLElement).dataset.person ?? ""));
  await board(second);
  await endpoint.stop();
  for (const { context } of all()) await context.setOffline(true);
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const peopleOn = (page: Page): Promise<readonly string[]> =>
  page.locator("[data-person]").evaluateAll((tiles) => tiles.map((it) => (it as HTMLElement).dataset.person ?? ""));
/** Nobody has a say about them but the two tablets. */
const others = (): readonly string[] => people.filter((it) => !Object.values(person).includes(it) && !atPost.includes(it));
const nth = (i: number): string => {
  const one = others()[i];
  if (one === undefined) throw new Error("too few people on the board");
  return one;
};

it("scan, R16: the first tablet reads a badge off a phone's glass", async () => {
  await first.page.goto(`${endpoint.url}/board/${shift}/scan`);
  await first.page.locator('[data-screen="badge-scan"] [data-live="true"]').waitFor();
  await holdUntil(lead.page, first.page, async () => (await ownOfType(first, "badgeSeen")).length > 0);
  expect((await ownOfType(first, "badgeSeen")).map(({ event }) => event.facts.person)).toEqual([person.lead]);
});

it("rotate, R16: a phone reads the tablet's code and checks in", async () => {
  await first.page.goto(`${endpoint.url}/board/${shift}/code`);
  await first.page.locator('[data-screen="show-code"] svg.qr').waitFor();
  await reads.page.getByRole("button", { name: "扫码" }).click();
  await reads.page.locator('[data-live="true"]').waitFor();
  await holdUntil(first.page, reads.page, async () => (await today(reads.page).count()) > 0);
  await untilToday(reads.page, "on", "kept");
  expect((await ownOfType(reads, "codeSeen")).map(({ event }) => event.facts.kind)).toEqual(["rotating"]);
});

it("relay, X1: a phone checks in by itself, and the tablet carries it", async () => {
  await carried.page.getByRole("button", { name: "签到", exact: true }).click();
  await untilToday(carried.page, "on", "kept");
  await carried.page.getByRole("link", { name: "没网?点这里,让队长代传" }).click();
  await carried.page.locator('[data-screen="relay"][data-ready="made"]').waitFor();
  await first.page.goto(`${endpoint.url}/desk/relay`);
  await first.page.locator('[data-live="true"]').waitFor();
  await holdUntil(carried.page, first.page, async () => (await first.page.locator('[data-told^="good"]').count()) > 0);
  await board(first);
  await tile(first.page, person.carried).and(first.page.locator(':not([data-state="unheard"])')).waitFor();
});

it("delegate, R25: made 点长 on the spot, the phone whose badge was read calls the roll of its post", async () => {
  await first.page.locator(`[data-person="${person.lead}"] .tile-more`).click();
  const sheet = first.page.getByRole("dialog");
  await sheet.getByRole("button", { name: "设为点长" }).click();
  await sheet.locator("[data-sequence]").waitFor();
  await lead.page.goto(`${endpoint.url}/scan`);
  await lead.page.locator('[data-live="true"]').waitFor();
  await holdUntil(first.page, lead.page, async () => (await today(lead.page).locator("[data-lead-card]").count()) > 0);
  await today(lead.page).locator("[data-lead-card]").getByRole("link", { name: "点名" }).click();
  await lead.page.locator('[data-screen="post-board"] [data-person]').first().waitFor();
  atPost = await peopleOn(lead.page);
  expect(atPost.length).toBeGreaterThan(1);
  await lead.page.getByRole("button", { name: /剩下的记到岗 \d+人/ }).click();
  await lead.page.locator('[data-count="unheard"] dd', { hasText: "0" }).waitFor();
  await first.page.keyboard.press("Escape");
});

it("hand over, R22: today goes to the second tablet by file, under nine digits", async () => {
  const { page } = first;
  await page.goto(`${endpoint.url}/desk/handover`);
  await page.getByRole("button", { name: "交给本队另一台平板" }).click();
  const code = (await page.locator("[data-code]").getAttribute("data-code")) ?? "";
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "存成文件" }).click();
  const buffer = await readFile(await (await downloading).path());
  await second.page.goto(`${endpoint.url}/take`);
  await second.page.locator("#handover-file").setInputFiles({ name: "x.daogang", mimeType: "application/octet-stream", buffer });
  await second.page.locator(".handover-digits").fill(code);
  await second.page.getByRole("button", { name: "打开" }).click();
  await second.page.getByRole("button", { name: "接手", exact: true }).click();
  await second.page.getByRole("button", { name: "去看板" }).click();
  // What the first one scanned and carried.
  for (const who of [person.lead, person.carried])
    await tile(second.page, who).and(second.page.locator(':not([data-state="unheard"])')).waitFor();
});

it("mark in conflict, R22: each tablet says another thing of one person, and the second marks somebody the first has not", async () => {
  await board(first);
  await board(second);
  await tile(first.page, nth(0), "unheard").waitFor();
  await mark(first, nth(0), "present");
  await mark(second, nth(0), "absent");
  await mark(second, nth(1), "present");
  await mark(first, nth(3), "absent");
});

it("close, R10: an hour later one signs out by phone, and the first tablet says 收队", async () => {
  for (const { context } of all()) await context.clock.fastForward(laterMs);
  await reads.page.goto(`${endpoint.url}/`);
  await untilToday(reads.page, "on", "kept");
  await reads.page.getByRole("button", { name: "签退", exact: true }).click();
  await untilToday(reads.page, "off", "kept");
  await board(first);
  await first.page.getByRole("link", { name: "收队" }).click();
  await first.page.getByRole("button", { name: "确认收队" }).click();
  await first.page.locator('[data-screen="close"][data-closed="true"]').waitFor();
});

it("X1 X2 R22: the endpoint starts: all five upload, and devices, ledger and report agree about everybody", async () => {
  endpoint = await startEndpoint({ dataDir, port: endpoint.port, args: ["--demo"], offsetMs: offsetMs + laterMs });
  // The phones first: what names a right, or a code, that nobody has heard of yet has to wait for the tablet.
  for (const { context, page } of [lead, reads, carried, second, first]) {
    await context.setOffline(false);
    await page.goto(`${endpoint.url}/me`);
    // X9: half a minute may pass before a device speaks.
    await hurryTo(context, async () => (await ownRows(page)).every(({ receipt }) => receipt !== null));
  }
  const rows = await endpoint.query<{ person: string; state: string; class: string | null; minutes: number; settled: string | null }>(
    `SELECT person, state, class, minutes, settled FROM attendance WHERE shift = '${shift}'`,
  );
  const held = new Map(rows.map((row) => [row.person, row]));
  expect(held.get(nth(0))).toMatchObject({ state: "disputed", minutes: 0 });
  expect(held.get(nth(1))).toMatchObject({ state: "present", class: "attested", minutes: 60 });
  expect(held.get(nth(3))).toMatchObject({ state: "absent", minutes: 0 });
  // R16: the code was read there, within its half minute; out by the own phone.
  expect(held.get(person.reads)).toMatchObject({ state: "present", class: "verified", minutes: 60 });
  // R10: seen by badge, and the end on the leader's word.
  expect(held.get(person.lead)).toMatchObject({ state: "present", class: "attested", minutes: 60 });
  for (const tablet of [first, second]) {
    await board(tablet);
    for (const who of people) await hurryUntil(tablet.context, tile(tablet.page, who, held.get(who)?.state ?? "unheard"));
  }
  await lead.page.goto(`${endpoint.url}/`);
  await today(lead.page).locator("[data-lead-card]").getByRole("link", { name: "点名" }).click();
  await lead.page.locator('[data-screen="post-board"] [data-person]').first().waitFor();
  for (const who of atPost) await hurryUntil(lead.context, tile(lead.page, who, held.get(who)?.state ?? "unheard"));

  // Everybody's own hours are what the ledger settled, to the minute.
  for (const [name, device] of [
    ["lead", lead],
    ["reads", reads],
    ["carried", carried],
  ] as const) {
    const row = held.get(person[name]);
    // Told of it by the line, or by its next look.
    await hurryTo(device.context, async () =>
      (await readJournal(device.page)).some(
        ({ id, event }) => event.type === "settled" && event.facts.shift === shift && id === row?.settled,
      ),
    );
    await device.page.goto(`${endpoint.url}/hours`);
    await device.page.locator(`[data-screen="hours"][data-minutes="${row?.minutes}"]`).first().waitFor();
  }

  const kept = await Promise.all(all().map(({ page }) => ownRows(page)));
  await endpoint.stop();
  const { events } = readLedger(dataDir);
  const ids = events.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(events.filter(({ flaw }) => flaw !== null)).toEqual([]);
  for (const row of kept.flat()) {
    expect(ids.filter((id) => id === row.id)).toHaveLength(1);
    expect(row.receipt?.judgement).toBe("stored");
  }
}, 600_000);
