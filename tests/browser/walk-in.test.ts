// 现场登记 and 替班 on the board, in a real browser with no network: a stranger by name and last four digits, somebody of the squad in
// another's place; then the ledger has each once.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { hurryUntil, inviteOf, join, openDevice, quietHourOffset } from "./support/people.ts";
import { ownRows, readLedger } from "./support/stored.ts";

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
let tablet: BrowserContext;
let leader: Page;
const offsetMs = quietHourOffset();

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-walk-in-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs })]);
  tablet = await openDevice(browser, { kind: "tablet", offsetMs });
  leader = await join(tablet, inviteOf(endpoint, "leader"));
  await leader.goto(`${endpoint.url}/board`);
  await leader.locator('[data-state="unheard"]').first().waitFor();
  await tablet.setOffline(true);
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const dialog = () => leader.getByRole("dialog");
const tileOf = (name: string) => leader.locator("[data-person]", { hasText: name });

it("R22a: a stranger is written down with name and last four digits and is there at once; 撤销 takes both back", async () => {
  await leader.getByRole("button", { name: "现场登记" }).click();
  await dialog().getByLabel("姓名").fill("路过的人");
  await dialog().getByLabel("手机后四位").fill("12");
  await dialog().getByText("只要四个数字").waitFor();
  await expect.poll(() => dialog().getByRole("button", { name: "登记路过的人,记已到" }).isDisabled()).toBe(true);
  await dialog().getByLabel("手机后四位").fill("1234");
  await dialog().getByRole("button", { name: "登记路过的人,记已到" }).click();
  await tileOf("路过的人").and(leader.locator('[data-state="present"]')).waitFor();
  await leader.getByRole("button", { name: "撤销" }).click();
  await tileOf("路过的人").waitFor({ state: "detached" });
  await leader.getByRole("button", { name: "现场登记" }).click();
  await dialog().getByLabel("姓名").fill("路过的人");
  await dialog().getByLabel("手机后四位").fill("1234");
  await leader.keyboard.press("Enter");
  await tileOf("路过的人").and(leader.locator('[data-state="present"]')).waitFor();
});

it("R22a: 替班 names both people in one mark: who came is there, whose place it was is no longer awaited", async () => {
  const [absent, , comes] = await leader.locator('[data-person][data-state="unheard"]').evaluateAll((tiles) =>
    tiles.map((tile) => ({
      person: (tile as HTMLElement).dataset.person ?? "",
      name: tile.querySelector(".tile-name")?.textContent ?? "",
    })),
  );
  if (absent === undefined || comes === undefined) throw new Error("too few people on the board");
  await leader.getByRole("button", { name: `${absent.name},更多` }).click();
  await dialog()
    .getByRole("button", { name: `找人替${absent.name}` })
    .click();
  await dialog().getByLabel("姓名").fill(comes.name);
  await dialog().locator(`[data-known="${comes.person}"]`).click();
  await leader.locator(`[data-person="${comes.person}"][data-state="present"]`).waitFor();
  await leader.locator(`[data-person="${absent.person}"][data-state="onLeave"]`).waitFor();

  await tablet.setOffline(false);
  await hurryUntil(tablet, leader.locator('.unsent[data-unsent="0"]'));
  const marks = (await ownRows(leader)).filter(({ event }) => event.type === "marked");
  expect(marks.every(({ receipt }) => receipt?.judgement === "stored")).toBe(true);
  expect(marks.map(({ event }) => event.facts).filter(({ insteadOf }) => insteadOf !== undefined)).toMatchObject([
    { person: comes.person, insteadOf: absent.person },
  ]);
  await endpoint.stop();
  const rows = readLedger(dataDir).events.filter(({ type }) => type === "marked");
  expect(rows.map(({ id }) => id).sort()).toEqual(marks.map(({ id }) => id).sort());
});
