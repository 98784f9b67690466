// The live line between the endpoint and an open board, broken and silenced by the proxy: the board falls back to polling, the line comes
// back by itself, and what was missed meanwhile is fetched at once.

import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inviteOf, join, openDevice, untilToday } from "./support/people.ts";
import { eventually, openScene, type Scene, unsentOf } from "./support/scene.ts";
import { ownRows, readJournal } from "./support/stored.ts";

let scene: Scene;
let phone: BrowserContext;
let tablet: BrowserContext;
let volunteer: Page;
let board: Page;
let openedAt: number;

beforeAll(async () => {
  scene = await openScene();
  phone = await openDevice(scene.browser, { offsetMs: scene.offsetMs() });
  tablet = await openDevice(scene.browser, { kind: "tablet", offsetMs: scene.offsetMs() });
  // Screens look at the clock every 15 s and would find what no live query told them: here nothing but the journal's changes does.
  for (const context of [phone, tablet]) await context.addInitScript(() => Object.assign(globalThis, { setInterval: () => 0 }));
  volunteer = await join(phone, inviteOf(scene.endpoint(), "volunteer"));
  await volunteer.goto(`${scene.proxy.url}/`);
  await untilToday(volunteer, "open");
  board = await join(tablet, inviteOf(scene.endpoint(), "leader"));
  await board.goto(`${scene.proxy.url}/board`);
  await board.locator("[data-person]").first().waitFor();
  openedAt = await board.evaluate(() => performance.timeOrigin);
});
afterAll(() => scene?.close());

const person = async (): Promise<string> => {
  const own = (await readJournal(volunteer)).find((row) => row.link !== null);
  return own?.event.author ?? "";
};
const tap = async (name: "签到" | "撤销", becomes: "on" | "open"): Promise<void> => {
  await volunteer.getByRole("button", { name, exact: true }).click();
  await untilToday(volunteer, becomes);
  // By the journal: the number above may still be the one before the tap.
  await eventually(async () => unsentOf(await ownRows(volunteer))).toEqual([]);
};
const untilBoard = async (state: string): Promise<void> => {
  await board.locator(`[data-person="${await person()}"][data-state="${state}"]`).waitFor();
};
/** The events that the board's own journal holds of the volunteer. */
const heard = async (): Promise<number> => {
  const who = await person();
  return (await readJournal(board)).filter((row) => row.event.author === who).length;
};

describe("the live line", () => {
  it("X8: while it stands, a tap elsewhere changes the board with no time passing", async () => {
    await eventually(() => scene.proxy.liveLines()).toBe(2);
    await tap("签到", "on");
    await untilBoard("unconfirmed");
  });

  it("X8: broken and refused, the board falls back to polling", async () => {
    scene.proxy.set(({ path }) => (path === "/api/live" ? { type: "reset" } : { type: "pass" }));
    scene.proxy.dropAll();
    await eventually(() => scene.proxy.liveLines()).toBe(0);
    const before = await heard();
    await tap("撤销", "open");
    // Up to 75 s lie between two polls.
    await scene.passTime(75_000, tablet);
    await untilBoard("unheard");
    expect(await heard()).toBeGreaterThan(before);
  });

  it("X8: it comes back by itself, fetches at once what was missed, and wakes again", async () => {
    await tap("签到", "on");
    scene.proxy.set({ type: "pass" });
    // The line tries again within seconds; the last poll was just now, and 45 s at least lie between two.
    await scene.passTime(30_000, tablet);
    await eventually(() => scene.proxy.liveLines()).toBeGreaterThan(0);
    await untilBoard("unconfirmed");
    await tap("撤销", "open");
    await untilBoard("unheard");
  });

  it("X8: a line that stands but stays silent for 45 s is given up and opened anew", async () => {
    await scene.passTime(60_000, phone);
    await eventually(() => scene.proxy.liveLines()).toBe(2);
    scene.proxy.set(({ path }) => (path === "/api/live" ? { type: "mute" } : { type: "pass" }));
    scene.proxy.dropAll();
    await scene.passTime(2_000, tablet, phone);
    await eventually(() => scene.proxy.hanging()).toBe(2);
    scene.proxy.set({ type: "pass" });
    await scene.passTime(45_000, tablet, phone);
    await eventually(() => scene.proxy.hanging()).toBe(0);
    await scene.passTime(60_000, tablet, phone);
    await eventually(() => scene.proxy.liveLines()).toBe(2);
    await tap("签到", "on");
    await untilBoard("unconfirmed");
  });

  it("X8: through all of it the board was never loaded again", async () => {
    expect(await board.evaluate(() => performance.timeOrigin)).toBe(openedAt);
  });
});
