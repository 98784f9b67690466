// What is printed, as the PDF a browser makes of it: the right format, one sign a page, eight badges a page, a 签到表 whose header comes again
// on every page. And what was printed is what the app reads.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoId, demoMember } from "../../src/endpoint/demo.ts";
import { isTypedCode } from "../../src/protocol/codes.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { openPhone, signIn, squad } from "./support/crew.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { inviteOf, join, openDevice, quietHourOffset, untilToday } from "./support/people.ts";
import { ownRows } from "./support/stored.ts";

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
let context: BrowserContext;
let page: Page;
const offsetMs = quietHourOffset();

interface Pdf {
  readonly pages: number;
  readonly isLandscape: boolean;
}
/** Chromium writes page objects in the clear. */
async function pdfOf(): Promise<Pdf> {
  // The paper's format comes with a style sheet of its own, after the page.
  await page.waitForFunction(() =>
    Array.from(document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')).every(({ sheet }) => sheet !== null),
  );
  const text = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  const box = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(text);
  return { pages: text.match(/\/Type \/Page\b(?!s)/g)?.length ?? 0, isLandscape: Number(box?.[1]) > Number(box?.[2]) };
}
const open = async (path: string, ready: string): Promise<void> => {
  await page.goto(`${endpoint.url}/desk/paper${path}`);
  await page.locator(ready).first().waitFor();
};
beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-paper-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs })]);
  context = await openDevice(browser, { kind: "desktop", offsetMs });
  page = await join(context, inviteOf(endpoint, "leader"));
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe("paper", () => {
  it("DOMAIN 6: a sign of each post of the squad, one A4 page each, with a code to scan and six digits to type", async () => {
    await open("/signs", ".paper-sign");
    const codes = await page.locator(".paper-sign").evaluateAll((all) => all.map((it) => (it as HTMLElement).dataset.code ?? ""));
    expect(codes).toHaveLength(3);
    for (const code of codes) expect(isTypedCode(code)).toBe(true);
    expect(await pdfOf()).toEqual({ pages: 3, isLandscape: false });
    await page.getByLabel("只打一张").selectOption({ label: "书院小区" });
    await expect.poll(() => page.locator(".paper-sign").count()).toBe(1);
    expect(await pdfOf()).toEqual({ pages: 1, isLandscape: false });
  });

  it("DOMAIN 6: badges, eight on a page, for everybody of the squad", async () => {
    await open("/badges", ".paper-badge");
    const count = await page.locator(".paper-badge").count();
    expect(count).toBeGreaterThan(8);
    expect(await pdfOf()).toEqual({ pages: Math.ceil(count / 8), isLandscape: false });
    await page.locator(`.paper-badge[data-person="${demoMember(squad, 0)}"]`).waitFor();
  });

  it("DOMAIN 6: a blank 签到表 has the people, ten spare rows and its number; landscape; the header again on each page", async () => {
    await open("/sheet", ".paper-sheet");
    const rows = await page.locator(".paper-table tbody tr").count();
    const people = await page.locator(".paper-table tbody tr[data-person]").count();
    expect(people).toBeGreaterThan(0);
    expect(rows - people).toBe(10);
    await expect.poll(() => page.locator(".paper-sheet").getAttribute("data-sheet")).toMatch(/^\d{8}-\d{6}$/);
    await expect
      .poll(() => page.locator(".paper-table thead th[scope=col]").allInnerTexts())
      .toEqual(["序号", "姓名", "单位", "联系电话", "签到时间", "签退时间", "时长", "签到方式", "本人签名", "备注"]);
    const pdf = await pdfOf();
    expect(pdf.isLandscape).toBe(true);
    expect(pdf.pages).toBe(Math.ceil((rows * 9 + 60) / 190));
  });

  it("DOMAIN 6: a filled 签到表 has no spare rows, and says when and how each arrived", async () => {
    await page.getByLabel("签到表").selectOption("filled");
    await expect.poll(() => page.locator(".paper-table tbody tr:not([data-person])").count()).toBe(0);
    const phone = await openPhone(browser, endpoint, { offsetMs, member: 1, place: null, agrees: false });
    await signIn(phone, "uploaded");
    await phone.context.close();
    const row = page.locator(`.paper-table tr[data-person="${demoMember(squad, 1)}"]`);
    await row.getByText("本人签到").waitFor();
    await row.getByText(/^13:\d\d$/).waitFor();
  });

  it("R16: the sign printed here is what a volunteer's phone reads", async () => {
    await open("/signs", ".paper-sign");
    const printed = joinPath(dataDir, "printed.png");
    const sign = page.locator(`.paper-sign[data-post="${demoId("square-compound")}"] .qr`);
    await sign.screenshot({ path: printed });
    const phone = await openPhone(browser, endpoint, { offsetMs, member: 2, place: null, agrees: false });
    await phone.page.getByRole("button", { name: "扫码" }).click();
    await phone.page.getByLabel("选一张码的照片").setInputFiles(printed);
    await untilToday(phone.page, "on", "uploaded");
    const seen = async () => (await ownRows(phone.page)).find(({ event }) => event.type === "codeSeen");
    await expect.poll(async () => (await seen())?.receipt?.verdict?.freshness).toBe("static");
    expect((await seen())?.event.facts).toMatchObject({ kind: "sign", post: demoId("square-compound") });
    await phone.context.close();
  });

  it("DOMAIN 6: the week's roster for the wall, posts by days, landscape", async () => {
    await open("/wall", ".paper-wall");
    await expect.poll(() => page.locator(".paper-wall thead th[scope=col]").count()).toBe(8);
    await expect.poll(() => page.locator(".paper-wall tbody th").allInnerTexts()).toContain("中心广场路口");
    expect((await pdfOf()).isLandscape).toBe(true);
  });

  it("X8: without a network the codes cannot be fetched, which is said, and asked again they come", async () => {
    await open("/signs", ".paper-sign");
    await context.setOffline(true);
    await page.goto(`${endpoint.url}/desk/paper/signs`);
    await page.getByText("要连网才能取").waitFor();
    await context.setOffline(false);
    await page.getByRole("button", { name: "再试" }).click();
    await page.locator(".paper-sign").first().waitFor();
  });
});
