// English on every page of the desk: whoever chose it reads no Chinese but the names people and places have. (The volunteer's and the
// board's screens: ways.test.ts.)

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoId, demoLeader, demoMember } from "../../src/endpoint/demo.ts";
import { demoBranches, demoCorps, demoName, demoSquads } from "../../src/endpoint/demo-city.ts";
import { allWords } from "../../src/words/all-words.ts";
import { loadWords } from "../../src/words/words.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { setOneAside } from "./support/aside.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { openDevice, quietHourOffset } from "./support/people.ts";
import { tourDesk } from "./support/tour.ts";

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
const offsetMs = quietHourOffset();
/** Longest first: a squad's title may hold a post's. */
const names = [
  demoCorps.title,
  ...demoBranches.map(({ title }) => title),
  ...demoSquads.flatMap(({ title, posts }) => [title, ...posts.map((post) => post.title)]),
  ...Array.from({ length: 90 }, (_, i) => demoName(i)),
  "到岗",
  // What the columns of an office's own file are called.
  ...["姓名", "联系电话", "身份证号", "支队", "分队"],
].sort((a, b) => b.length - a.length);

async function leftOver(page: Page): Promise<readonly string[]> {
  const said = await page.evaluate(() =>
    [
      document.title,
      document.body.innerText,
      ...Array.from(
        document.querySelectorAll("[aria-label], [placeholder]"),
        (it) => it.getAttribute("aria-label") ?? it.getAttribute("placeholder") ?? "",
      ),
    ].join("\n"),
  );
  const bare = names.reduce((text, name) => text.split(name).join(""), said);
  return bare.split("\n").filter((line) => /[㐀-鿿]/.test(line));
}

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-english-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs })]);
  await setOneAside(endpoint, demoMember("square", 5), offsetMs);
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

it.each([
  ["corps staff", demoId("staff corps")],
  ["branch staff", demoId("staff east")],
  ["a squad leader", demoLeader("square")],
])(
  "SCREENS: in English %s: no Chinese but names on any page of the desk",
  async (_, person) => {
    const context = await openDevice(browser, { kind: "desktop", offsetMs, language: "en" });
    const found: string[] = [];
    let pages = 0;
    const page = await tourDesk(
      context,
      await endpoint.invite(person),
      async (name, shown) => {
        pages += 1;
        for (const line of await leftOver(shown)) found.push(`${name}: ${line}`);
      },
      allWords(await loadWords("en")),
    );
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe("en");
    expect(found).toEqual([]);
    expect(pages).toBeGreaterThan(8);
    await context.close();
  },
  600_000,
);
