// X7 in real browsers: the endpoint goes back to yesterday, by `restore` or by a file copied back, and phone and tablet refill it: every tap
// has one row again, the board says what it said, and nothing is doubled.

import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commandOf } from "../../src/endpoint/commands.ts";
import { demoMember } from "../../src/endpoint/demo.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { squad } from "./support/crew.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { inviteOf, join, openDevice, quietHourOffset, untilToday } from "./support/people.ts";
import { expectExactlyOnce } from "./support/scene.ts";
import { ownRows, readJournal, readLedger } from "./support/stored.ts";

const offsetMs = quietHourOffset();
const patienceMs = 60_000;

/** Runs inside a page: what its journal knows of the ledger's life. */
const lifeInPage = (): Promise<{ readonly epoch: number; readonly isAged: boolean }> =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open("daogang");
    opening.onerror = () => reject(new Error("no journal"));
    opening.onsuccess = () => {
      const reading = opening.result.transaction("state").objectStore("state").get("sync");
      reading.onerror = () => reject(new Error("the journal cannot be read"));
      reading.onsuccess = () => {
        opening.result.close();
        resolve({ epoch: reading.result.cursor.epoch, isAged: reading.result.aged === true });
      };
    };
  });

const board = (page: Page): Promise<readonly string[]> =>
  page
    .locator("[data-person][data-state]")
    .evaluateAll((tiles) => tiles.map((tile) => `${tile.getAttribute("data-person")} ${tile.getAttribute("data-state")}`).sort());

/** What brings the ledger back to how it was now. Takes the folder the endpoint uses; returns the one it uses afterwards. */
type Way = (folder: string, dataDir: string, endpoint: EndpointProcess) => Promise<() => Promise<string>>;

async function command(dataDir: string, args: readonly string[]): Promise<void> {
  const clock = { now: () => Date.now() + offsetMs };
  const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)), fraction: () => 0.5 };
  const ended = await commandOf({ DATA_DIR: dataDir }, args)?.({ clock, random, say: () => {} });
  expect(ended).toEqual({ code: 0 });
}

const announced: Way = async (folder, dataDir) => {
  // Beside the running endpoint.
  await command(dataDir, ["backup", joinPath(folder, "saved")]);
  return async () => {
    const restored = joinPath(folder, "restored");
    await command(restored, ["restore", joinPath(folder, "saved")]);
    return restored;
  };
};

const unannounced: Way = async (folder, dataDir, endpoint) => {
  await endpoint.stop();
  await mkdir(joinPath(folder, "yesterday"));
  await copyFile(joinPath(dataDir, "ledger.db"), joinPath(folder, "yesterday", "ledger.db"));
  return async () => {
    await copyFile(joinPath(folder, "yesterday", "ledger.db"), joinPath(dataDir, "ledger.db"));
    return dataDir;
  };
};

describe.each([
  ["restored from a backup", announced],
  ["a file copied back, and nobody said so", unannounced],
])("X7 %s", (_, way) => {
  let browser: Browser;
  let folder: string;
  let dataDir: string;
  let endpoint: EndpointProcess;
  const contexts: BrowserContext[] = [];
  let volunteer: Page;
  let newcomer: Page;
  let leader: Page;
  let goBack: () => Promise<string>;
  let epoch: number;
  let before: readonly string[];

  const start = async (port?: number): Promise<void> => {
    endpoint = await startEndpoint({ dataDir, args: ["--demo"], offsetMs, ...(port === undefined ? {} : { port }) });
  };
  const open = async (kind: "phone" | "tablet", invite: string): Promise<Page> => {
    const context = await openDevice(browser, { kind, offsetMs });
    contexts.push(context);
    return join(context, invite);
  };
  const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
  const tile = (person: string, state: string) => leader.locator(`[data-person="${person}"][data-state="${state}"]`);
  const mark = async (person: string): Promise<void> => {
    await tile(person, "unheard")
      .getByRole("button", { name: /未收到/ })
      .click();
    await tile(person, "present").waitFor();
  };
  const refilled = async (page: Page): Promise<void> => {
    await page.reload();
    await expect.poll(async () => (await page.evaluate(lifeInPage)).epoch, { timeout: patienceMs }).toBeGreaterThan(epoch);
    await expect
      .poll(async () => [(await page.evaluate(lifeInPage)).isAged, (await ownRows(page)).filter((row) => row.unsent === 1).length], {
        timeout: patienceMs,
      })
      .toEqual([false, 0]);
  };

  beforeAll(async () => {
    folder = await mkdtemp(joinPath(tmpdir(), "daogang-rollback-"));
    dataDir = joinPath(folder, "data");
    [browser] = await Promise.all([launchBrowser(), start()]);
  });
  afterAll(async () => {
    await browser?.close();
    await endpoint?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("X7 yesterday: a volunteer has signed in and the leader has marked somebody, and that is kept aside", async () => {
    volunteer = await open("phone", inviteOf(endpoint, "volunteer"));
    leader = await open("tablet", inviteOf(endpoint, "leader"));
    await volunteer.goto(`${endpoint.url}/`);
    await press(volunteer, "签到");
    await untilToday(volunteer, "on", "uploaded");
    await leader.goto(`${endpoint.url}/board`);
    await mark(demoMember(squad, 5));
    await expect.poll(async () => (await ownRows(leader)).every((row) => row.unsent !== 1), { timeout: patienceMs }).toBe(true);
    ({ epoch } = await volunteer.evaluate(lifeInPage));
    const { port } = endpoint;
    goBack = await way(folder, dataDir, endpoint);
    if (way === unannounced) await start(port);
  });

  it("X7 today: taps, marks and a phone that joins reach the endpoint", async () => {
    await volunteer.reload();
    await volunteer
      .getByRole("button", { name: "签退", exact: true })
      .or(volunteer.getByRole("button", { name: "撤销" }))
      .first()
      .waitFor();
    await press(volunteer, "撤销");
    await untilToday(volunteer, "open");
    await press(volunteer, "签到");
    await untilToday(volunteer, "on", "uploaded");
    newcomer = await open("phone", await endpoint.invite(demoMember(squad, 1)));
    await newcomer.goto(`${endpoint.url}/`);
    await press(newcomer, "签到");
    await untilToday(newcomer, "on", "uploaded");
    await leader.reload();
    await mark(demoMember(squad, 6));
    for (const page of [volunteer, newcomer, leader])
      await expect.poll(async () => (await ownRows(page)).every((row) => row.unsent !== 1), { timeout: patienceMs }).toBe(true);
    // A tap without a fix waits for the leader to confirm it.
    for (const member of [0, 1]) await tile(demoMember(squad, member), "unconfirmed").waitFor({ timeout: patienceMs });
    before = await board(leader);
  });

  it("X7 the endpoint is back at yesterday, and lacks what it had answered", async () => {
    const { port } = endpoint;
    await endpoint.stop();
    const had = readLedger(dataDir).events.map(({ id }) => id);
    dataDir = await goBack();
    const has = readLedger(dataDir).events.map(({ id }) => id);
    for (const page of [volunteer, newcomer, leader]) {
      const own = (await ownRows(page)).map(({ id }) => id);
      expect(own.every((id) => had.includes(id))).toBe(true);
      expect(own.every((id) => has.includes(id))).toBe(false);
    }
    await start(port);
  });

  it("X7 every device brings back what it holds, the one that had joined since too, and the board says what it said", async () => {
    for (const page of [leader, newcomer, volunteer]) await refilled(page);
    await leader.reload();
    await expect.poll(() => board(leader), { timeout: patienceMs }).toEqual(before);
    await untilToday(volunteer, "on", "uploaded");
    await untilToday(newcomer, "on", "uploaded");
    // What follows goes on in the same chain.
    await press(newcomer, "撤销");
    await untilToday(newcomer, "open");
    await expect.poll(async () => (await ownRows(newcomer)).every((row) => row.unsent !== 1), { timeout: patienceMs }).toBe(true);
  });

  it("X7 afterwards one row an event, no chain broken, and no device holds what the ledger does not", async () => {
    const pages = [volunteer, newcomer, leader];
    const journals = await Promise.all(pages.map(readJournal));
    const own = await Promise.all(pages.map(ownRows));
    await endpoint.stop();
    const ledger = readLedger(dataDir);
    for (const rows of own) expectExactlyOnce(rows, ledger);
    const ids = new Set(ledger.events.map(({ id }) => id));
    expect(ids.size).toBe(ledger.events.length);
    for (const rows of journals) expect(rows.filter(({ id }) => !ids.has(id)).map(({ event }) => event.type)).toEqual([]);
    expect(ledger.events.filter(({ flaw }) => flaw !== null)).toEqual([]);
    await command(dataDir, ["verify"]);
  });
});
