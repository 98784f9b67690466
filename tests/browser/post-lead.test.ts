// 点长 on the spot, the endpoint stopped and nobody with a network: a leader makes a volunteer 点长 on the board, their phone reads it off the
// tablet's glass, calls the roll of one post and nobody else's. The phone comes back first: its marks are stored all the same. (R19, R25)

import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoMember } from "../../src/endpoint/demo.ts";
import { inEveryLook } from "./support/looks.ts";
import { holdUntil, mirrorCamera } from "./support/mirror.ts";
import { hurryUntil, inviteOf, join, openDevice, rehearse, today, untilToday } from "./support/people.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { ownRows, readJournal, readLedger } from "./support/stored.ts";
import { sweepMeasures, sweepWithAxe } from "./support/sweep.ts";

let scene: Scene;
let tablet: BrowserContext;
let phone: BrowserContext;
let leader: Page;
let lead: Page;
const person = demoMember("square", 3);
/** Of their squad, at another post. */
const elsewhere = demoMember("square", 4);
let here: readonly string[] = [];

beforeAll(async () => {
  scene = await openScene();
  const offsetMs = scene.offsetMs();
  tablet = await openDevice(scene.browser, { kind: "tablet", offsetMs });
  leader = await join(tablet, inviteOf(scene.endpoint(), "leader"));
  await leader.goto(`${scene.proxy.url}/board`);
  await leader.locator('[data-state="unheard"]').first().waitFor();
  phone = await openDevice(scene.browser, { offsetMs });
  await mirrorCamera(phone);
  lead = await join(phone, await scene.endpoint().invite(person));
  await rehearse(lead, false);
  await untilToday(lead, "open");
  await scene.endpoint().stop();
  for (const context of [tablet, phone]) await context.setOffline(true);
});
afterAll(() => scene?.close());

const dialog = () => leader.getByRole("dialog");
const card = () => today(lead).locator("[data-lead-card]");
/** Nothing too small, too faint, too wide or unsaid, in any look. */
const expectKept = async (page: Page): Promise<void> => {
  await inEveryLook(page, async (look) => {
    const swept = { look: look.name, ...(await sweepMeasures(page)), axe: await sweepWithAxe(page) };
    expect(swept).toEqual({ look: look.name, targets: [], texts: [], wide: [], axe: [] });
  });
};
const peopleOn = (page: Page): Promise<readonly string[]> =>
  page.locator("[data-person]").evaluateAll((tiles) => tiles.map((tile) => (tile as HTMLElement).dataset.person ?? "").sort());

it("R25: made 点长 on the board without a network: the right is recorded and stands on the tile, its code is shown", async () => {
  await leader.locator(`[data-person="${person}"] .tile-more`).click();
  await dialog().getByRole("button", { name: "设为点长" }).click();
  await dialog().locator("[data-sequence]").waitFor();
  expect((await ownRows(leader)).map(({ event }) => event.facts)).toMatchObject([{ entity: "role", set: { person, role: "postLead" } }]);
  await expect.poll(() => leader.locator(`[data-person="${person}"] .tile-extra`).textContent()).toContain("点长");
  await expect.poll(() => card().count()).toBe(0);
});

it("R25: the phone reads it off the glass and knows the people of its post by name and without phones, nobody else", async () => {
  // Nothing of anybody's before.
  expect((await readJournal(lead)).some(({ event }) => event.facts.person === elsewhere)).toBe(false);
  await lead.getByRole("button", { name: "扫码" }).click();
  await lead.locator('[data-live="true"]').waitFor();
  await holdUntil(leader, lead, async () => (await card().count()) > 0);
  await today(lead).getByText("你是点长了").waitFor();
  await expect.poll(() => card().getAttribute("data-arrived")).toBe("0");
  // Whom a 点长 calls is not themself.
  await expect.poll(() => today(lead).locator(".duty-call").getAttribute("href")).toMatch(/^tel:1/);
  await expectKept(lead);
  await card().getByRole("link", { name: "点名" }).click();
  await lead.locator('[data-screen="post-board"] [data-person]').first().waitFor();
  const post = await leader.locator(".post-tabs button").nth(1).getAttribute("data-post");
  await leader.keyboard.press("Escape");
  await leader.locator(`[data-post="${post}"]`).click();
  await expect.poll(async () => (await peopleOn(leader)).includes(elsewhere)).toBe(false);
  here = await peopleOn(leader);
  await expect.poll(() => peopleOn(lead)).toEqual(here);
  expect(here).not.toContain(elsewhere);
  await expect.poll(() => lead.locator(".tile-name").allTextContents()).not.toContain("?");
  const rows = await readJournal(lead);
  expect(rows.some(({ event }) => event.facts.person === elsewhere)).toBe(false);
});

it("marks, the rest of the post and 抽查 are recorded in their own name; what is the leader's alone is not offered", async () => {
  const [one = "", two = ""] = here.filter((it) => it !== person);
  const tile = (of: string, state: string) => lead.locator(`[data-person="${of}"][data-state="${state}"]`);
  await lead.locator(`[data-person="${one}"] .tile-main`).click();
  await tile(one, "present").waitFor();
  await lead.locator(`[data-person="${two}"] .tile-more`).click();
  const sheet = lead.getByRole("dialog");
  await expectKept(lead);
  for (const word of ["设为点长", "去别的岗支援", "找人替"])
    await expect.poll(() => sheet.getByRole("button", { name: word }).count()).toBe(0);
  await sheet.getByRole("button", { name: "未到" }).click();
  await tile(two, "absent").waitFor();
  await lead.locator(`[data-person="${one}"] .tile-more`).click();
  await sheet.getByRole("button", { name: "抽查" }).click();
  await sheet.locator("[data-spot-check] .go").click();
  await lead.getByRole("button", { name: /剩下的记到岗 \d+人/ }).click();
  await lead.locator(`[data-count="unheard"] dd`, { hasText: "0" }).waitFor();
  await expect.poll(() => lead.getByRole("button", { name: "现场登记" }).count()).toBe(0);
  await expect.poll(() => lead.getByRole("link", { name: "收队" }).count()).toBe(0);
  await lead.getByRole("link", { name: "返回" }).click();
  await card().waitFor();
  await expect.poll(() => card().getAttribute("data-arrived")).toBe(String(here.length - 1));
});

it("R19, R25: the phone comes back before the tablet: the right goes with it, every mark is stored, and the tablet agrees afterwards", async () => {
  await scene.restart();
  await phone.setOffline(false);
  await hurryUntil(phone, lead.locator('.unsent[data-unsent="0"]'));
  const marks = async () => (await ownRows(lead)).filter(({ event }) => event.type === "marked");
  const looks = async () => (await ownRows(lead)).filter(({ event }) => event.type === "spotChecked");
  await expect.poll(async () => (await marks()).map(({ receipt }) => receipt?.judgement)).toEqual(here.map(() => "stored"));
  expect((await looks()).map(({ receipt }) => receipt?.judgement)).toEqual(["stored"]);
  await lead.goto(`${scene.proxy.url}/`);
  await card().waitFor();
  await expect.poll(() => card().getAttribute("data-arrived")).toBe(String(here.length - 1));
  await tablet.setOffline(false);
  await hurryUntil(tablet, leader.locator('.unsent[data-unsent="0"]'));
  await hurryUntil(tablet, leader.locator(`[data-state="absent"]`));
  await expect.poll(() => leader.locator('[data-state="present"]').count()).toBe(here.length - 1);
  await scene.endpoint().stop();
  const ledger = readLedger(scene.dataDir);
  expect(ledger.events.filter(({ flaw }) => flaw !== null)).toEqual([]);
});
