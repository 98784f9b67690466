// Codes of 代传 before the wrong camera: a volunteer's 扫码 says in a sentence what they are, and where to go with them. The other phone and the
// decoding are real.

import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoMember } from "../../src/endpoint/demo.ts";
import { squad } from "./support/crew.ts";
import { holdUntil, mirrorCamera } from "./support/mirror.ts";
import { inviteOf, join, openDevice, untilToday } from "./support/people.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { ownRows } from "./support/stored.ts";

let scene: Scene;
let shows: Page;
let scans: Page;

beforeAll(async () => {
  scene = await openScene();
  const open = async (): Promise<BrowserContext> => openDevice(scene.browser, { offsetMs: scene.offsetMs() });
  const [first, second] = [await open(), await open()];
  await mirrorCamera(second);
  shows = await join(first, inviteOf(scene.endpoint(), "volunteer"));
  scans = await join(second, await scene.endpoint().invite(demoMember(squad, 4)));
  await shows.goto(`${scene.proxy.url}/`);
  await untilToday(shows, "open");
  await first.route("**/api/**", (route) => route.abort());
});
afterAll(() => scene?.close());

it("a phone's 代传 codes before a volunteer's 扫码: what they are, the way to 代传收取, and nothing recorded", async () => {
  await shows.getByRole("button", { name: "签到", exact: true }).click();
  await untilToday(shows, "on");
  await shows.goto(`${scene.proxy.url}/relay`);
  await shows.locator('[data-screen="relay"][data-ready="made"]').waitFor();
  await scans.goto(`${scene.proxy.url}/scan`);
  await scans.locator('[data-screen="scan"] [data-live="true"]').waitFor();
  const before = (await ownRows(scans)).length;
  const said = scans.locator('[data-other-code="relay"]');
  await holdUntil(shows, scans, async () => (await said.count()) > 0);
  await said.getByText("请到“代传收取”里扫").waitFor();
  expect((await ownRows(scans)).length).toBe(before);
  await said.getByRole("link", { name: "去代传收取" }).click();
  await scans.locator('main[data-screen^="relay"]').waitFor();
});
