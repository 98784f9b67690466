// The built app as an installed shell: nothing the policy forbids, a worker that keeps all of it, offline reload and deep links,
// updates offered and never forced. No endpoint: a static server that can be switched off stands in for it.

import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { keptFiles } from "../bench/precache-bytes.ts";
import { launchBrowser, openContext } from "./support/launch-browser.ts";
import { eventually } from "./support/scene.ts";
import { clientFolder, type StaticServer, startStaticServer } from "./support/static-server.ts";

let browser: Browser;
let server: StaticServer;
let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  server = await startStaticServer();
  context = await openContext(browser);
  page = await context.newPage();
  complaints = [];
  page.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
});
afterEach(async () => {
  await context.close();
  await server.stop();
});

/** The app has drawn itself: the words that stand in for it are gone. */
const isDrawn = (): Promise<unknown> =>
  page.waitForFunction(() => document.querySelector("#app > *") !== null && document.querySelector("#opening") === null);
const isControlled = (): Promise<unknown> => page.waitForFunction(() => navigator.serviceWorker.controller !== null);

async function visit(): Promise<void> {
  await page.goto(server.origin);
  await isDrawn();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

describe("the shell", () => {
  it("keeps to its own policy and controls the page of the first visit", async () => {
    await visit();
    await isControlled();
    expect(complaints).toEqual([]);
  });

  it("opens again, deep links too, when nothing answers any more", async () => {
    await visit();
    await server.stop();
    await page.reload();
    await isDrawn();
    // Whoever has not joined is led to 加入 from every address; the address itself is answered by the worker.
    const answer = await page.goto(`${server.origin}/s/0123.4567?from=sign`);
    expect([answer?.status(), answer?.fromServiceWorker()]).toEqual([200, true]);
    await isDrawn();
    expect(complaints).toEqual([]);
  });

  it("has everyone's files of the build on the device, the scanner's chunk too, and none of the leaders'", async () => {
    await visit();
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return requests.flat().map((request) => new URL(request.url).pathname);
    });
    const { everyone, leaders } = await keptFiles();
    const promised = everyone.map((file) => `/${file}`);
    expect(promised.length).toBeGreaterThan(5);
    expect(promised.filter((path) => !kept.includes(path))).toEqual([]);
    expect(leaders.filter((file) => kept.includes(`/${file}`))).toEqual([]);
  });

  it.each(["/healthz", "/healthz?now", "/api/certificates/1"])("leaves %s to the endpoint", async (path) => {
    await visit();
    await isControlled();
    const answer = await page.goto(`${server.origin}${path}`);
    expect(answer?.status()).toBe(404);
    expect(await answer?.text()).toContain("static server");
  });

  it("does not reload the tabs of a first visit, however many there are", async () => {
    const other = await context.newPage();
    let loads = 0;
    for (const tab of [page, other])
      tab.on("load", () => {
        loads += 1;
      });
    await Promise.all([page.goto(server.origin), other.goto(server.origin)]);
    for (const tab of [page, other]) await tab.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.waitForTimeout(1_000);
    expect(loads).toBe(2);
  });

  it("offers an update, waits, and reloads once when it is accepted", async () => {
    await visit();
    await isControlled();
    const worker = await readFile(new URL("service-worker.js", clientFolder), "utf8");
    server.replace("/service-worker.js", `${worker}\n// a newer version\n`);
    let loads = 0;
    page.on("load", () => {
      loads += 1;
    });
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
    });
    const isWaiting = () => page.evaluate(async () => (await navigator.serviceWorker.ready).waiting?.state === "installed");
    await eventually(isWaiting).toBe(true);
    await page.waitForTimeout(500);
    expect(loads).toBe(0);

    await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting?.postMessage({ type: "SKIP_WAITING" }));
    await eventually(() => loads).toBe(1);
    await isDrawn();
    await page.waitForTimeout(500);
    expect(loads).toBe(1);
  });

  it("can be installed", async () => {
    await visit();
    await isControlled();
    const devtools = await context.newCDPSession(page);
    const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
    // A private context is the test's own doing.
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito")).toEqual([]);
  });

  it("says in words that it cannot be read", async () => {
    await context.route("**/assets/*.js", (route) => route.fulfill({ contentType: "text/javascript", body: "let a = ;" }));
    await page.goto(server.origin);
    await page.getByText("浏览器太旧,请让队长给你点名").waitFor();
  });

  const tooOld = "浏览器太旧,请让队长给你点名";
  /** The sentence, and nothing beside it: not even after the second in which 正在打开 would come. */
  async function isTold(sentence: string): Promise<void> {
    await page.getByText(sentence).waitFor();
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_200)));
    expect((await page.locator("body").innerText()).trim()).toBe(sentence);
  }

  it("says in words that the browser is too old: one that knows no modules", async () => {
    await context.addInitScript(() => Reflect.deleteProperty(HTMLScriptElement.prototype, "noModule"));
    const html = await readFile(new URL("index.html", clientFolder), "utf8");
    const asOldOnesSeeIt = html.replace(/type="module"/g, 'type="text/nothing-known"').replace(/rel="modulepreload"/g, 'rel="nothing"');
    expect(asOldOnesSeeIt).not.toBe(html);
    await context.route(server.origin, (route) => route.fulfill({ contentType: "text/html", body: asOldOnesSeeIt }));
    await page.goto(server.origin);
    await isTold(tooOld);
  });

  it.each([
    ["Chrome 65", "window.AbortController"],
    ["Chrome 68", "Array.prototype.flatMap"],
    ["Chrome 70", "window.queueMicrotask"],
    ["Chrome 72", "Object.fromEntries"],
    ["Chrome 75", "Promise.allSettled"],
    ["a locked-down one", "window.indexedDB"],
    ["a locked-down one", "Crypto.prototype.subtle"],
  ])("says in words that the browser is too old: %s, without %s", async (_, missing) => {
    await context.addInitScript((path) => {
      const names = path.split(".");
      const last = names.pop() ?? "";
      const owner = names.reduce<object>((it, name) => (name === "window" ? it : Reflect.get(it, name)), window);
      Object.defineProperty(owner, last, { value: undefined, configurable: true });
    }, missing);
    await page.goto(server.origin);
    await isTold(tooOld);
  });

  it("says in words that it did not arrive", async () => {
    await context.route("**/assets/*.js", (route) => route.abort());
    await page.goto(server.origin);
    await page.getByText("没下载完,请连上网再打开一次").waitFor();
  });
});
