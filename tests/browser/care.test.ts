// 大字: a quarter larger whatever the phone's own letters are, nothing beside the one button, tabs with words only; chosen on 我的, kept,
// and by itself from 55 on where the register told the phone an ID number. And a code read from a photo.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { idCheckCharacter } from "../../src/domain/id-number.ts";
import { demoId, demoMember } from "../../src/endpoint/demo.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { openPhone, type Phone, signIn, squad, takeBack } from "./support/crew.ts";
import { drawPhoto } from "./support/fake-camera.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { quietHourOffset, today, untilToday } from "./support/people.ts";
import { ownRows } from "./support/stored.ts";

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
const offsetMs = quietHourOffset();
const bottomOf = async (page: Page, selector: string): Promise<number> => {
  const box = await page.locator(selector).first().boundingBox();
  return box === null ? Number.POSITIVE_INFINITY : box.y + box.height;
};
const letters = (page: Page): Promise<string> => page.evaluate(() => getComputedStyle(document.body).fontSize);
const open = (member: number): Promise<Phone> => openPhone(browser, endpoint, { offsetMs, member, place: null, agrees: false });

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-care-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs })]);
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

it("SCREENS care: chosen on 我的 it is there at once, without secondary actions, and still after a reload", async () => {
  const { page, context } = await open(0);
  await expect.poll(() => letters(page)).toBe("18px");
  await page.getByRole("link", { name: "我的" }).click();
  await page.getByRole("group", { name: "大字" }).getByRole("button", { name: "大字" }).click();
  await page.locator("html[data-care]").waitFor();
  await page.goto(new URL("/", page.url()).href);
  await untilToday(page, "open");
  await expect.poll(() => letters(page)).toBe("22.5px");
  await expect.poll(() => page.getByRole("button", { name: "扫码" }).count()).toBe(0);
  await expect.poll(() => page.locator(".tabs .icon").first().isVisible()).toBe(false);
  await expect.poll(() => bottomOf(page, ".sign")).toBeLessThanOrEqual(page.viewportSize()?.height ?? 0);
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  // Without a place a code is what helps: then it is offered.
  await signIn({ page, context, person: "" }, "uploaded");
  await page.getByRole("button", { name: "扫码" }).waitFor();
  await takeBack({ page, context, person: "" });
  await context.close();
});

it("SCREENS care: from 55 on by itself, where the register told the phone so, until the person says otherwise", async () => {
  const { page, context } = await open(1);
  await expect.poll(() => page.locator("html[data-care]").count()).toBe(0);
  const year = new Date(Date.now() + offsetMs).getUTCFullYear() - 60;
  const first = `620502${year}0101001`;
  const person = demoMember(squad, 1);
  await endpoint.append(
    "patched",
    { entity: "person", id: person, basis: [], set: { idNumber: true } },
    { idNumber: first + idCheckCharacter(first) },
  );
  await page.reload();
  await page.locator("html[data-care]").waitFor();
  await page.getByRole("link", { name: "我的" }).click();
  await page.getByRole("button", { name: "普通" }).click();
  await page.locator("html:not([data-care])").waitFor();
  await page.reload();
  await page.locator('main[data-screen="me"]').waitFor();
  await expect.poll(() => page.locator("html[data-care]").count()).toBe(0);
  await context.close();
});

/** Until `released`, nothing else reads what this browser chose. */
const holdChoices = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((held, failed) => {
        const told = globalThis as unknown as { released: boolean };
        told.released = false;
        const opening = indexedDB.open("daogang-settings");
        opening.onerror = () => failed(new Error("no choices"));
        opening.onsuccess = () => {
          const store = opening.result.transaction("settings", "readwrite").objectStore("settings");
          const again = (): void => {
            if (told.released) opening.result.close();
            else store.count().onsuccess = again;
          };
          again();
          held();
        };
      }),
  );

it("SCREENS care: choices that the browser's storage gives late are taken up late, and none is lost", async () => {
  const { page, context } = await open(3);
  await page.getByRole("link", { name: "我的" }).click();
  await page.getByRole("group", { name: "大字" }).getByRole("button", { name: "大字" }).click();
  await page.locator("html[data-care]").waitFor();
  await page.getByRole("button", { name: "English" }).click();
  await page.locator('html[lang="en"]').waitFor();
  const other = await context.newPage();
  await other.goto(new URL("/", page.url()).href);
  await today(other).waitFor();
  await holdChoices(other);
  await page.reload();
  await page.locator('main[data-screen="me"]').waitFor();
  await expect.poll(() => page.locator("html[data-care], html[lang=en]").count()).toBe(0);
  await other.evaluate(() => Object.assign(globalThis, { released: true }));
  await page.locator('html[lang="en"][data-care]').waitFor();
  await page
    .getByRole("button", { name: "Chinese" })
    .or(page.getByRole("button", { name: "中文" }))
    .waitFor();
  await context.close();
});

it("R16: a photo of the post's sign is read like the sign itself; a photo without a code says so", async () => {
  const { page, context } = await open(2);
  const printed = await readFile(joinPath(dataDir, "signs.html"), "utf8");
  const sign = new RegExp(`data-post="${demoId("square-compound")}"[^>]* data-url="([^"]+)"`).exec(printed)?.[1];
  if (sign === undefined) throw new Error("no sign was printed");
  const none = joinPath(dataDir, "wall.png");
  const photo = joinPath(dataDir, "sign.png");
  await writeFile(none, drawPhoto(null));
  await writeFile(photo, drawPhoto(sign));
  await page.getByRole("button", { name: "扫码" }).click();
  await page.getByLabel("选一张码的照片").setInputFiles(none);
  await page.getByText("照片里没看到码").waitFor();
  await page.getByLabel("选一张码的照片").setInputFiles(photo);
  await today(page).waitFor();
  await untilToday(page, "on", "uploaded");
  expect((await ownRows(page)).map(({ event }) => event.type)).toContain("codeSeen");
  await context.close();
});
