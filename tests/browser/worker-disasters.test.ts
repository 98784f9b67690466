// F26 and F30 in a real Chromium: a newer service worker takes over between the tap and the disk; and the worker sends what waits when the
// browser wakes it, with every page closed and beside open ones.

import { readFile } from "node:fs/promises";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { holdJournal, strangerPage } from "./support/disasters.ts";
import { untilToday } from "./support/people.ts";
import {
  eventually,
  expectExactlyOnce,
  openIdleMe,
  openScene,
  openVolunteerToday,
  readBoth,
  type Scene,
  tapConsent,
  untilMe,
} from "./support/scene.ts";
import { clientFolder } from "./support/static-server.ts";
import { ownRows, readLedger } from "./support/stored.ts";

let scene: Scene;
let phone: BrowserContext;
let page: Page;

beforeAll(async () => {
  scene = await openScene();
  ({ phone, page } = await openVolunteerToday(scene, { wakes: true }));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
});
afterAll(() => scene?.close());

interface Marks {
  isOld?: true;
  isTakenOver?: true;
}
const marks = (of: Page): Promise<Marks> =>
  of.evaluate(() => {
    const { isOld, isTakenOver } = globalThis as Marks;
    return { ...(isOld === undefined ? {} : { isOld }), ...(isTakenOver === undefined ? {} : { isTakenOver }) };
  });

it("F26 X1: offered, never forced: accepted in another tab in the middle of a tap, it waits for the disk", async () => {
  const other = await phone.newPage();
  await other.goto(`${scene.proxy.url}/me`);
  await other.locator("[data-consent]").waitFor();
  for (const of of [page, other])
    await of.evaluate(() => {
      // A busy machine may take longer to change workers than the app waits for its journal: here it is patient.
      const timer = setTimeout;
      const patient = (call: () => void, ms = 0) => timer(call, ms < 5_000 ? ms : ms * 20);
      Object.assign(globalThis, { isOld: true, setTimeout: patient });
      navigator.serviceWorker.addEventListener("controllerchange", () => Object.assign(globalThis, { isTakenOver: true }));
    });
  const worker = await readFile(new URL("service-worker.js", clientFolder), "utf8");
  scene.proxy.replace("/service-worker.js", `${worker}\n// a newer version\n`);
  await other.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await other.locator('[data-update="waiting"]').waitFor();
  expect(await marks(page)).toEqual({ isOld: true });

  const held = await holdJournal(phone, scene.proxy.url);
  await page.getByRole("button", { name: "签到", exact: true }).click();
  await other.locator('[data-update="waiting"] button').click();
  await eventually(() => marks(page)).toEqual({ isOld: true, isTakenOver: true });
  await held.release();
  await eventually(() => marks(page).catch(() => null)).toEqual({});
  await untilToday(page, "on");
  expect((await ownRows(page)).map(({ event }) => event.type)).toEqual(["checkedIn"]);
  await other.close();
});

/** Wakes the worker as the browser does when the network is back; `of` is any page of the origin. */
async function wakeWorker(of: Page): Promise<void> {
  const devtools = await phone.newCDPSession(of);
  const registration = new Promise<string>((resolve) => {
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const found = registrations.find((it) => it.scopeURL.startsWith(scene.proxy.url) && !it.isDeleted);
      if (found !== undefined) resolve(found.registrationId);
    });
  });
  await devtools.send("ServiceWorker.enable");
  await devtools.send("ServiceWorker.dispatchSyncEvent", {
    origin: scene.proxy.url,
    registrationId: await registration,
    tag: "daogang-outbox",
    lastChance: false,
  });
  await devtools.detach();
}

it("F30 X1 X2: the page is closed with a tap unsent: woken by the browser, the worker sends it, once", async () => {
  await openIdleMe(scene, page);
  scene.proxy.set({ type: "reset" });
  await tapConsent(page);
  await untilMe(page, { unsent: 1, notice: "offline" });
  const waiting = (await ownRows(page)).at(-1)?.id ?? "";
  // Asked for when sending has failed, and the browser takes its time to note it.
  const asked = () =>
    page.evaluate(async () => {
      const { sync } = (await navigator.serviceWorker.ready) as unknown as { readonly sync: { getTags(): Promise<readonly string[]> } };
      return sync.getTags();
    });
  await eventually(asked).toContain("daogang-outbox");
  const stranger = await strangerPage(phone, scene.proxy.url);
  await page.close();
  scene.proxy.set({ type: "pass" });
  await wakeWorker(stranger);
  await eventually(() => scene.endpoint().query("SELECT id FROM events WHERE id = ?", waiting)).toHaveLength(1);
  page = await phone.newPage();
  await page.goto(`${scene.proxy.url}/me`);
  await untilMe(page, { unsent: 0 });
  expect((await ownRows(page)).find(({ id }) => id === waiting)?.receipt?.judgement).toBe("stored");
  await stranger.close();
});

it("F30 X9: two tabs tapping and the woken worker at the same time: one chain, every tap once", async () => {
  const other = await phone.newPage();
  await other.goto(`${scene.proxy.url}/me`);
  for (const of of [page, other]) await untilMe(of, { unsent: 0 });
  const before = (await ownRows(page)).length;
  for (let i = 0; i < 4; i += 1) await Promise.all([tapConsent(page), tapConsent(other), wakeWorker(page)]);
  await eventually(async () => (await ownRows(page)).length).toBe(before + 8);
  for (const of of [page, other]) await untilMe(of, { unsent: 0, notice: "none" });
  const { own } = await readBoth(scene, page);
  expectExactlyOnce(own, readLedger(scene.dataDir));
});
