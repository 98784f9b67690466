// 扫码 as SCREENS.md counts it: 42 badges one after the other before the camera, the endpoint stopped, two taps in all. Counts people and taps; how
// long it took is told and not judged: the time is this machine's.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoLeader } from "../../src/endpoint/demo.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { fillShift, fullPerson, fullShift } from "../fixtures/full-shift.ts";
import { sendTo } from "../fixtures/test-device.ts";
import { badgesOf } from "./support/badges.ts";
import { writeCameraFilm } from "./support/fake-camera.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { join, minuteMs, openDevice, quietHourOffset } from "./support/people.ts";
import { ownRows } from "./support/stored.ts";
import { countHands, tapsOf } from "./support/tap-counter.ts";

const offsetMs = quietHourOffset();
const people = Array.from({ length: 42 }, (_, i) => fullPerson(i));
/** Whoever was missed is seen again when the film starts over. */
const secondsEach = 1;
let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
let leader: Page;

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-many-badges-"));
  const film = await writeCameraFilm(joinPath(dataDir, "film.y4m"), [null]);
  [browser, endpoint] = await Promise.all([launchBrowser({ cameraFilm: film }), startEndpoint({ dataDir, args: ["--demo"], offsetMs })]);
  const now = (): number => Date.now() + offsetMs;
  await fillShift({
    send: sendTo(endpoint.url),
    invite: await endpoint.invite(demoLeader("river")),
    now,
    sinceStart: 10 * minuteMs,
    untilEnd: 120 * minuteMs,
    standing: people.map((_, i) => i % 3),
  });
  const badge = await badgesOf(endpoint, now());
  const tablet = await openDevice(browser, { kind: "tablet", offsetMs });
  await countHands(tablet);
  leader = await join(tablet, await endpoint.invite(demoLeader("river")));
  await leader.goto(`${endpoint.url}/board/${fullShift}`);
  await leader
    .locator('[data-person][data-state="unheard"]')
    .nth(people.length - 1)
    .waitFor();
  const texts = people.map((person) => badge(person));
  await writeCameraFilm(film, texts, secondsEach);
  await endpoint.stop();
  await tablet.setOffline(true);
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

it("R16: 42 badges 2 in all: one tap opens 扫码, one leaves it, everybody is recorded once", async () => {
  const taps = await tapsOf(leader, async () => {
    await leader.getByRole("link", { name: "扫码" }).click();
    await leader.locator(`[data-scanned="${people.length}"]`).waitFor({ timeout: 600_000 });
    await leader.getByRole("link", { name: "手工点名" }).click();
    for (const person of people) await leader.locator(`[data-person="${person}"]:not([data-state="unheard"])`).waitFor();
  });
  expect(taps).toBe(2);
  const recorded = (await ownRows(leader)).filter(({ event }) => event.type === "badgeSeen").map(({ event }) => event);
  expect(recorded.map(({ facts }) => facts.person).sort()).toEqual([...people].sort());
  // A UUIDv7 begins with its time.
  const times = recorded.map(({ id }) => Number.parseInt(id.slice(0, 12), 16));
  console.info(`many-badges: ${people.length} in ${((Math.max(...times) - Math.min(...times)) / 1000).toFixed(1)} s`);
}, 720_000);
