// 交接 in a real browser, endpoint stopped: today's shift to a second tablet by file, to one that has not joined by QR codes read off a camera's
// film; all mark, and when the endpoint is back everybody agrees. (DESIGN.md section 6, R22, R25)

import { readFile } from "node:fs/promises";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoLeader } from "../../src/endpoint/demo.ts";
import { createSequence } from "../../src/protocol/qr-sequence.ts";
import { drawPhoto, writeCameraFilm } from "./support/fake-camera.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { hurryUntil, inviteOf, join, openDevice } from "./support/people.ts";
import { eventually, openScene, type Scene } from "./support/scene.ts";

let scene: Scene;
let filming: Browser | undefined;
let first: Page;
let second: Page;
const contexts: BrowserContext[] = [];
let url = "";

async function tablet(browser: Browser): Promise<BrowserContext> {
  const context = await openDevice(browser, { kind: "tablet", offsetMs: scene.offsetMs() });
  contexts.push(context);
  return context;
}
const board = async (page: Page): Promise<void> => {
  await page.goto(`${url}/board`);
  await page.locator('[data-screen="board"] [data-person]').first().waitFor();
};

beforeAll(async () => {
  scene = await openScene();
  url = scene.proxy.url;
  first = await join(await tablet(scene.browser), inviteOf(scene.endpoint(), "leader"));
  second = await join(await tablet(scene.browser), await scene.endpoint().invite(demoLeader("square")));
  for (const page of [first, second]) await board(page);
});
afterAll(async () => {
  await filming?.close();
  await scene?.close();
});

const people = (page: Page): Promise<readonly string[]> =>
  page.locator("[data-person]").evaluateAll((tiles) => tiles.map((tile) => (tile as HTMLElement).dataset.person ?? ""));
const stateOf = (page: Page, person: string, state: string) => page.locator(`[data-person="${person}"][data-state="${state}"]`);
const markPresent = async (page: Page, person: string): Promise<void> => {
  await page.locator(`[data-person="${person}"] .tile-main`).click();
  await stateOf(page, person, "present").waitFor();
};
const markAbsent = async (page: Page, person: string): Promise<void> => {
  await page.locator(`[data-person="${person}"] .tile-more`).click();
  await page.getByRole("dialog").getByRole("button", { name: "未到" }).click();
  await stateOf(page, person, "absent").waitFor();
};

/** 更多 → 交接 → the file and the code, as people see them. */
async function give(
  press: string,
): Promise<{ readonly bytes: Uint8Array; readonly code: string; readonly frames: number; readonly id: string }> {
  await first.goto(`${url}/desk/handover`);
  await first.getByRole("button", { name: press }).click();
  return shown();
}
async function shown() {
  const digits = first.locator("[data-code]");
  await digits.waitFor();
  const code = (await digits.getAttribute("data-code")) ?? "";
  expect((await digits.textContent())?.trim()).toMatch(/^\d{3} \d{3} \d{3}$/);
  const downloading = first.waitForEvent("download");
  await first.getByRole("button", { name: "存成文件" }).click();
  const bytes = new Uint8Array(await readFile(await (await downloading).path()));
  const codes = first.locator("[data-sequence]");
  const [frames, id] = [Number(await codes.getAttribute("data-frames")), (await codes.getAttribute("data-sequence")) ?? ""];
  return { bytes, code, frames, id };
}
async function takeFile(page: Page, bytes: Uint8Array, code: string): Promise<void> {
  await page.goto(`${url}/take`);
  await page
    .locator("#handover-file")
    .setInputFiles({ name: "x.daogang", mimeType: "application/octet-stream", buffer: Buffer.from(bytes) });
  await page.locator(".handover-digits").fill(code);
  await page.getByRole("button", { name: "打开" }).click();
}

let squad: readonly string[] = [];

it("R22: the endpoint is gone; the first tablet's marks go to the second by file, which refuses a wrong code and damage in a sentence", async () => {
  await scene.endpoint().stop();
  squad = await people(first);
  await markPresent(first, squad[0] as string);
  await markPresent(first, squad[1] as string);
  const { bytes, code, frames, id } = await give("交给本队另一台平板");
  expect(createSequence("handover", bytes)).toMatchObject({ id, count: frames });
  expect(Buffer.from(bytes).includes("1380000")).toBe(false);
  await takeFile(second, bytes, code === "123456789" ? "987654321" : "123456789");
  await second.getByText("数字不对").waitFor();
  await second.locator(".handover-digits").fill(code);
  await second.getByRole("button", { name: "打开" }).click();
  await second.getByRole("button", { name: "接手", exact: true }).click();
  await second.getByRole("button", { name: "去看板" }).click();
  await stateOf(second, squad[0] as string, "present").waitFor();
  await stateOf(second, squad[1] as string, "present").waitFor();
  await second.goto(`${url}/take`);
  const half = Buffer.from(bytes.slice(0, bytes.length - 40));
  await second.locator("#handover-file").setInputFiles({ name: "x.daogang", mimeType: "application/octet-stream", buffer: half });
  await second.getByText("文件不完整").waitFor();
});

it("R22: both mark, the endpoint comes back, and both say the same; where they disagree both say 存疑", async () => {
  await board(first);
  await board(second);
  const [, , alike, other, fought] = squad as readonly [string, string, string, string, string];
  await markPresent(first, alike);
  await markAbsent(second, other);
  await markPresent(first, fought);
  await markAbsent(second, fought);
  await scene.restart();
  for (const page of [first, second]) await hurryUntil(page.context(), page.locator('.unsent[data-unsent="0"]'));
  for (const page of [first, second])
    for (const [person, state] of [
      [squad[0] as string, "present"],
      [alike, "present"],
      [other, "absent"],
      [fought, "disputed"],
    ] as const)
      await hurryUntil(page.context(), stateOf(page, person, state));
  const kept = async (page: Page): Promise<readonly unknown[]> =>
    page.evaluate(
      () =>
        new Promise((resolve) => {
          const opening = indexedDB.open("daogang");
          opening.onsuccess = () => {
            const reading = opening.result.transaction("events").objectStore("events").getAll();
            reading.onsuccess = () => {
              opening.result.close();
              resolve(reading.result.filter((row: { life?: number; carried?: number }) => row.life === -1 || row.carried === 1));
            };
          };
        }),
    );
  await eventually(() => kept(second)).toEqual([]);
});

it("§6: a third tablet takes over by QR codes alone, off its camera, with no network", { timeout: 240_000 }, async () => {
  await board(first);
  await first.context().setOffline(true);
  await markPresent(first, squad[6] as string);
  const { bytes, code } = await give("交给本队另一台平板");
  // What the first tablet's screen shows, one code after the other, before the other's camera; it misses where they begin.
  const { count, frame } = createSequence("handover", bytes);
  const texts = Array.from({ length: count + 4 }, (_, i) => frame(i + 3));
  const cameraFilm = await writeCameraFilm(joinPath(scene.dataDir, "handover.y4m"), texts, 0.2, { share: 0.98 });
  filming = await launchBrowser({ cameraFilm });
  const third = await join(await tablet(filming), await scene.endpoint().invite(demoLeader("square")));
  await third.context().setOffline(true);
  await third.goto(`${url}/take`);
  await third.getByRole("button", { name: "扫对方的码" }).click();
  await third.getByText(/已读 \d+\/\d+/).waitFor();
  await third.locator('[data-stage="code"]').waitFor({ timeout: 150_000 });
  await third.locator(".handover-digits").fill(code);
  await third.getByRole("button", { name: "打开" }).click();
  await third.getByRole("button", { name: "接手", exact: true }).click();
  await third.getByRole("button", { name: "去看板" }).click();
  await stateOf(third, squad[6] as string, "present").waitFor();
  await filming.close();
  await first.context().setOffline(false);
});

it("R25: a tablet that has not joined is lent the shift, marks as the leader, and its marks arrive", { timeout: 240_000 }, async () => {
  const device = await tablet(scene.browser);
  const lent = await device.newPage();
  await lent.goto(url);
  await lent.evaluate(async () => void (await navigator.serviceWorker.ready));
  await scene.endpoint().stop();
  await lent.getByRole("link", { name: "没有网?从另一台平板接手" }).click();
  const key = (await lent.locator("[data-key]").getAttribute("data-key")) ?? "";
  expect(key).toMatch(/^DG7:04[0-9A-F]{128}$/);
  await first.goto(`${url}/desk/handover`);
  await first.getByRole("button", { name: "借给没加入的平板" }).click();
  await first
    .locator("#photo-of-code")
    .setInputFiles({ name: "key.png", mimeType: "image/png", buffer: Buffer.from(drawPhoto(key, { share: 0.95 })) });
  await first.getByRole("dialog").getByText("只能记").waitFor();
  await first.getByRole("dialog").getByRole("button", { name: "借出" }).click();
  const { bytes, code } = await shown();
  await takeFile(lent, bytes, code);
  await lent.getByText("借用到").waitFor();
  await lent.getByRole("button", { name: "接手", exact: true }).click();
  await lent.getByRole("button", { name: "去看板" }).click();
  const late = squad[5] as string;
  await stateOf(lent, squad[0] as string, "present").waitFor();
  await markPresent(lent, late);
  // Nothing else of the app is for it.
  await lent.goto(`${url}/desk/people`);
  await lent.locator('[data-screen="board"]').waitFor();
  await scene.restart();
  await hurryUntil(device, lent.locator('.unsent[data-unsent="0"]'));
  // Sent and answered, the names it was given are still there.
  await lent.locator(`[data-person="${late}"][data-unsent="false"]`).waitFor();
  await board(first);
  await hurryUntil(first.context(), stateOf(first, late, "present"));
});
