// Roster files chosen and read in a real Chromium under the app's own policy: an XLSX and a GBK file as an office has them, and the
// file to be mended saved and chosen again.

import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { rootPath } from "../fixtures/build-root.ts";
import { idOf } from "../fixtures/rosters/people.mjs";
import { launchBrowser, openContext } from "./support/launch-browser.ts";
import type { PlatformPage } from "./support/platform-page.ts";
import { type StaticServer, startStaticServer } from "./support/static-server.ts";

declare const platform: PlatformPage;

let folder: string;
let server: StaticServer;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "daogang-sheets-"));
  await copyFile(rootPath("tests/browser/support/platform-page.ts"), join(folder, "page.js"));
  await writeFile(
    join(folder, "index.html"),
    '<!doctype html><html lang="zh-CN"><title>sheets</title><script type="module" src="/page.js"></script><input type="file">',
  );
  server = await startStaticServer(pathToFileURL(`${folder}/`));
  browser = await launchBrowser();
  page = await (await openContext(browser, "desktop", { acceptDownloads: true })).newPage();
  page.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
  });
  await page.goto(server.origin);
  await page.waitForFunction(() => "platform" in globalThis);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Chooses the file as a person does, reads it, and tells of whom it speaks. */
async function choose(path: string): Promise<unknown> {
  await page.setInputFiles("input", path);
  return page.evaluate(async () => {
    const file = document.querySelector("input")?.files?.[0];
    if (file === undefined) throw new Error("no file");
    const { sheetFiles, register } = platform;
    const answer = await sheetFiles.read(file, register.isRegister);
    if (answer.type !== "read") return answer.type;
    const { rows, badLines } = register.readRegister(answer.cells, { asOf: Date.UTC(2026, 10, 22) });
    return [answer.kind, ...rows.map(({ name, idNumber }) => `${name} ${idNumber}`), badLines];
  });
}
const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/rosters/${name}`, import.meta.url));

it("reads an XLSX and a GBK file as they lie on a disk", async () => {
  const merged = [`王八方 ${idOf(8)}`, `冯九思 ${idOf(9)}`, `陈十里 ${idOf(10)}`, `褚百川 ${idOf(11)}`];
  expect(await choose(fixture("merged-title.xlsx"))).toEqual(["xlsx", ...merged, []]);
  const plain = [`赵一鸣 ${idOf(1)}`, `钱二川 ${idOf(2)}`, `孙三月 ${idOf(3)}`, "李四海 99010119650512004X"];
  expect(await choose(fixture("gbk.csv"))).toEqual(["csv", ...plain, []]);
  expect(complaints).toEqual([]);
});

it.each(["问题.xlsx", "问题.csv"])("saves %s, which is chosen again and read", async (name) => {
  const download = page.waitForEvent("download");
  await page.evaluate(
    ([fileName, id]) =>
      platform.sheetFiles.save(
        [
          ["姓名", "身份证号", "问题"],
          ["赵一鸣", id ?? "", "没有电话"],
        ],
        fileName ?? "",
      ),
    [name, idOf(1)],
  );
  const file = await download;
  expect(file.suggestedFilename()).toBe(name);
  const path = join(folder, name);
  await file.saveAs(path);
  expect((await readFile(path)).length).toBeGreaterThan(50);
  expect(await choose(path)).toEqual([name.endsWith("csv") ? "csv" : "xlsx", `赵一鸣 ${idOf(1)}`, []]);
  expect(complaints).toEqual([]);
});
