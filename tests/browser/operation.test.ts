// 状态 as its operator meets it: asked of a real endpoint on opening, again by the button, honest without one; the whole of it for corps staff,
// the phones for a branch. And an address without https: one sentence, no button that could only fail; with its own certificate all of it.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoId, demoLeader, demoMember } from "../../src/endpoint/demo.ts";
import { makeCertificate } from "../fixtures/certificate.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { freePort } from "../fixtures/free-port.ts";
import { createTestDevice, sendTo } from "../fixtures/test-device.ts";
import { launchBrowser, openContext } from "./support/launch-browser.ts";
import { inviteOf, join, minuteMs, openDevice, quietHourOffset } from "./support/people.ts";
import { sweepMeasures, sweepWithAxe } from "./support/sweep.ts";

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
const offsetMs = quietHourOffset();
const host = "daogang.test";

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-operation-"));
  [browser, endpoint] = await Promise.all([
    // Any name but localhost, and no network asked for it.
    launchBrowser({ args: [`--host-resolver-rules=MAP ${host} 127.0.0.1`] }),
    startEndpoint({ dataDir, args: ["--demo"], offsetMs }),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const line = (page: Page, name: string) => page.locator(`[data-screen="status"] [data-line="${name}"]`);
const stateOf = (page: Page, name: string): Promise<string | null> => line(page, name).getAttribute("data-state");

async function openStatus(person: string, kind: "phone" | "desktop", ahead = offsetMs): Promise<Page> {
  const context = await openDevice(browser, { kind, offsetMs: ahead });
  const page = await join(context, await endpoint.invite(person));
  await page.goto(`${endpoint.url}/desk`);
  await page.getByRole("link", { name: /^状态/ }).click();
  await page.locator('[data-screen="status"] [data-asked="answered"]').waitFor();
  return page;
}

async function sweep(page: Page): Promise<void> {
  const { targets, texts, wide } = await sweepMeasures(page);
  expect({ targets, texts, wide, axe: await sweepWithAxe(page) }).toEqual({ targets: [], texts: [], wide: [], axe: [] });
}

describe("状态", () => {
  it("tells corps staff each line with its command, on a phone and on an office screen", async () => {
    for (const kind of ["phone", "desktop"] as const) {
      const page = await openStatus(demoId("staff corps"), kind);
      await expect.poll(() => line(page, "address").textContent()).toContain(endpoint.url);
      expect([await stateOf(page, "address"), await stateOf(page, "certificate"), await stateOf(page, "backup")]).toEqual([
        "act",
        "unseen",
        "act",
      ]);
      expect([await stateOf(page, "disk"), await stateOf(page, "devices")]).toEqual(["fine", "fine"]);
      await expect.poll(() => line(page, "backup").locator("code").textContent()).toContain(`DATA_DIR=${dataDir} node `);
      await line(page, "backup").getByRole("button", { name: "复制" }).click();
      await page.getByText("已复制").waitFor();
      await sweep(page);
      await page.context().close();
    }
  });

  it("shows a backup as soon as it is asked again, and says when there is nobody to ask", async () => {
    const page = await openStatus(demoId("staff corps"), "phone");
    const note = { at: Date.now() + offsetMs, number: 1, directory: "/mnt/backup/daogang" };
    await writeFile(joinPath(dataDir, "last-backup.json"), JSON.stringify(note));
    await page.getByRole("button", { name: "刷新" }).click();
    await page.locator('[data-line="backup"][data-state="fine"]').waitFor();
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "刷新" }).click();
    await page.locator('[data-asked="offline"]').waitFor();
    await expect.poll(() => page.locator('[data-asked="offline"]').textContent()).toMatch(/^没连上服务器。下面是 \d\d:\d\d 的/);
    // What was known stands there, and the button with it.
    await expect.poll(() => stateOf(page, "backup")).toBe("fine");
    await page.context().setOffline(false);
    await page.getByRole("button", { name: "刷新" }).click();
    await page.locator('[data-asked="answered"]').waitFor();
    await page.context().close();
  });

  it("without a network it says so and shows no old state as new", async () => {
    const context = await openDevice(browser, { kind: "phone", offsetMs });
    const page = await join(context, await endpoint.invite(demoId("staff corps")));
    // The page itself is not kept for offline: it has nothing to say without the endpoint.
    await page.goto(`${endpoint.url}/desk/status`);
    await page.locator('[data-asked="answered"]').waitFor();
    await context.setOffline(true);
    await page.getByRole("link", { name: "返回" }).click();
    await page.locator('main[data-screen="desk"]').waitFor();
    await page.goBack();
    await page.locator('[data-asked="offline"]').waitFor();
    await expect.poll(() => page.locator("[data-asked]").textContent()).toBe("没连上服务器,现在的状态看不到");
    await expect.poll(() => page.locator("[data-line]").count()).toBe(0);
    await context.close();
  });

  it("tells branch staff of the phones only, and a squad leader that it is not theirs", async () => {
    const branch = await openStatus(demoId("staff east"), "desktop");
    await expect.poll(() => branch.locator("[data-line]").count()).toBe(1);
    await expect.poll(() => stateOf(branch, "devices")).toBe("fine");
    await branch.getByText("只有总队能看").waitFor();
    await branch.context().close();
    const context = await openDevice(browser, { kind: "phone", offsetMs });
    const page = await join(context, await endpoint.invite(demoLeader("square")));
    await page.goto(`${endpoint.url}/desk/status`);
    await page.locator('[data-screen="desk-no-right"]').waitFor();
    await context.close();
  });
});

describe("X12 a silent phone", () => {
  it("R25 is counted for corps staff and named to its own branch, in either language", async () => {
    const person = demoMember("square", 3);
    let ahead = offsetMs;
    const phone = createTestDevice(sendTo(endpoint.url), () => Date.now() + ahead);
    await phone.enrol(new URL(await endpoint.invite(person)).hash.slice(1));
    phone.state.report = { ...phone.state.report, outboxCount: 4, oldestAgeMs: minuteMs };
    await phone.exchange();
    ahead += 49 * 60 * minuteMs;
    await endpoint.moveClock(ahead);
    for (const [staff, zh, en] of [
      ["staff corps", "东城支队:1 台", "东城支队: 1"],
      ["staff east", /^(?!没有名字)\S{2,4}:4 条没上传,2 天没联系$/, /: 4 not uploaded, silent for 2 days$/],
    ] as const) {
      const page = await openStatus(demoId(staff), "phone", ahead);
      await line(page, "devices").getByText(zh).waitFor();
      await expect.poll(() => stateOf(page, "devices")).toBe("act");
      await page.goto(`${endpoint.url}/me`);
      await page.getByRole("button", { name: "English" }).click();
      // Shown in English is kept: a page left before that would forget the choice.
      await page.locator('html[lang="en"]').waitFor();
      await page.goto(`${endpoint.url}/desk/status`);
      await line(page, "devices").getByText(en).waitFor();
      await expect.poll(() => line(page, "devices").locator(".status-badge").textContent()).toBe("To do");
      await sweep(page);
      await page.context().close();
    }
  });
});

describe("without https", () => {
  it("every address says in one sentence what is missing, and shows no button, link or field that could only fail", async () => {
    const context = await openContext(browser, "phone");
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    const base = `http://${host}:${endpoint.port}`;
    const invite = inviteOf(endpoint, "volunteer").split("#")[1];
    for (const path of ["/", `/join#${invite}`, "/scan", "/me", "/shifts", "/board", "/desk", "/desk/status", "/rehearse", "/s/x.y"]) {
      await page.goto("about:blank");
      await page.goto(base + path);
      await page.locator('[data-stage="insecure"]').waitFor();
      expect(await page.evaluate(() => isSecureContext)).toBe(false);
      expect(await page.getByRole("alert").textContent(), path).toMatch(/^网址不是 https.*https 开头的网址$/);
      expect(await page.locator("button, a, input, textarea, nav").count(), path).toBe(0);
    }
    await sweep(page);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("in English too", async () => {
    const context = await openContext(browser, "phone", { locale: "en-GB" });
    const page = await context.newPage();
    await page.goto(`http://${host}:${endpoint.port}/`);
    await page.getByText("Use the address that starts with https").waitFor();
    await context.close();
  });
});

describe("with a certificate of its own", () => {
  it("a phone joins over https, works offline, and 状态 counts the certificate's days", async () => {
    const folder = await mkdtemp(joinPath(tmpdir(), "daogang-own-https-"));
    const at = (name: string): string => joinPath(folder, name);
    const { cert, key } = makeCertificate(host, Date.now() + offsetMs + 10 * 86_400_000);
    await Promise.all([writeFile(at("cert.pem"), cert), writeFile(at("key.pem"), key)]);
    const port = await freePort();
    const env = { HTTPS_CERT: at("cert.pem"), HTTPS_KEY: at("key.pem"), PUBLIC_URL: `https://${host}:${port}` };
    const [own, trusting] = await Promise.all([
      startEndpoint({ dataDir: at("data"), port, args: ["--demo"], offsetMs, env }),
      // Nobody's authority signed it; a service worker insists on one.
      launchBrowser({ args: [`--host-resolver-rules=MAP ${host} 127.0.0.1`, "--ignore-certificate-errors"] }),
    ]);
    try {
      const invite = await own.invite(demoId("staff corps"));
      expect(invite.startsWith(`https://${host}:${port}/join#`)).toBe(true);
      const context = await openDevice(trusting, { offsetMs });
      const page = await join(context, invite);
      expect(await page.evaluate(() => isSecureContext)).toBe(true);
      await page.goto(`${env.PUBLIC_URL}/desk/status`);
      await page.locator('[data-asked="answered"]').waitFor();
      await expect.poll(() => stateOf(page, "address")).toBe("fine");
      await expect.poll(() => line(page, "certificate").getAttribute("data-reason")).toBe("certificateSoon");
      await expect.poll(() => line(page, "certificate").textContent()).toMatch(/还有 (9|10) 天/);
      await context.setOffline(true);
      await page.goto(`${env.PUBLIC_URL}/`);
      await page.locator('main[data-screen="today"]').waitFor();
    } finally {
      await trusting.close();
      await own.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
