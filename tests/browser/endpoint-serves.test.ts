// The endpoint, a process of its own, serves the built app with the headers it promises; and the test root behaves as tests
// rely on: its clock moves, it stops cleanly, it dies where it is told to.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { launchBrowser, openContext } from "./support/launch-browser.ts";
import { contentSecurityPolicy } from "./support/static-server.ts";

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "daogang-endpoint-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"] })]);
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe("the endpoint serves the app", () => {
  it("under the policy the shell tests use, and the page draws", async () => {
    const context = await openContext(browser);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
    });
    const answer = await page.goto(endpoint.url);
    expect(answer?.headers()["content-security-policy"]).toBe(contentSecurityPolicy);
    expect(answer?.headers()["cache-control"]).toBe("no-cache");
    await page.waitForFunction(() => document.querySelector("#opening") === null);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("tells its operator where to begin", () => {
    expect(endpoint.lines().join("\n")).toContain(endpoint.url);
  });

  it("is found again under its address after a clean stop and after a kill, with the clock of the test", async () => {
    const { port } = endpoint;
    await endpoint.stop();
    await expect(fetch(`${endpoint.url}/healthz`)).rejects.toThrow();
    endpoint = await startEndpoint({ dataDir, port, args: ["--demo"] });
    expect((await fetch(`${endpoint.url}/healthz`)).status).toBe(200);
    await endpoint.moveClock(3_600_000);
    await endpoint.kill();
    endpoint = await startEndpoint({ dataDir, port, args: ["--demo"], offsetMs: 3_600_000 });
    expect((await fetch(`${endpoint.url}/healthz`)).status).toBe(200);
  });
});
