// M3 from the street to the office: a volunteer without signal reports with a photo, the network comes back and breaks, the leader mends, the
// ledger has the line. What leaves the phone is the picture and nothing else of the file.

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoLeader, demoMember } from "../../src/endpoint/demo.ts";
import { readSheetBytes } from "../../src/platform/sheet-file.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { hurryUntil, join, openDevice, quietHourOffset } from "./support/people.ts";
import { lookOf, photoFile, told } from "./support/photo-file.ts";
import { listen } from "./support/sweep.ts";

const offsetMs = quietHourOffset();
const mostBytes = 200_000;
const pieceBytes = 65_536;

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
let phone: BrowserContext;
let volunteer: Page;
let tablet: BrowserContext;
let leader: Page;
let complaints: readonly string[];

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-findings-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs })]);
  phone = await openDevice(browser, { offsetMs });
  tablet = await openDevice(browser, { kind: "tablet", offsetMs });
  complaints = listen(tablet);
  volunteer = await join(phone, await endpoint.invite(demoMember("square", 2)));
  leader = await join(tablet, await endpoint.invite(demoLeader("square")));
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

interface Kept {
  readonly hash: string;
  readonly state: string;
  readonly bytes: Buffer;
}
/** What the page's own database holds. */
const photosOn = async (page: Page): Promise<readonly Kept[]> => {
  const rows = await page.evaluate(
    () =>
      new Promise<readonly { hash: string; state: string; bytes: number[] }[]>((resolve, reject) => {
        const opening = indexedDB.open("daogang");
        opening.onerror = () => reject(new Error("no journal"));
        opening.onsuccess = () => {
          const reading = opening.result.transaction("photos").objectStore("photos").getAll();
          reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result.map(({ hash, state, bytes }) => ({ hash, state, bytes: Array.from(bytes as Uint8Array) })));
          };
        };
      }),
  );
  return rows.map((row) => ({ ...row, bytes: Buffer.from(row.bytes) }));
};
const screen = (page: Page, name: string) => page.locator(`main[data-screen="${name}"]`);
const chooseFile = (page: Page) => page.locator(".photo-ways input:not([capture])");
const unsent = (page: Page, wanted: (count: number) => boolean) =>
  expect.poll(async () => wanted(Number(await page.locator("a.unsent").getAttribute("data-unsent")))).toBe(true);

let photo = "";

describe("发现问题", () => {
  it("M3 without signal: reported with a photo that is small, upright and bare, kept with its event; a slip is taken back", async () => {
    const file = await photoFile(volunteer);
    expect(file.buffer.length).toBeGreaterThan(2 * mostBytes);
    for (const words of told) expect(file.buffer.includes(words)).toBe(true);
    await volunteer.goto(`${endpoint.url}/me`);
    await volunteer.getByRole("link", { name: "发现问题" }).click();
    await screen(volunteer, "findings").waitFor();
    await phone.setOffline(true);
    await volunteer.getByRole("link", { name: "报一个问题" }).click();
    await screen(volunteer, "finding-new").waitFor();
    await volunteer.getByRole("button", { name: "报上去" }).click();
    await volunteer.getByRole("alert").getByText("请选是什么问题").waitFor();
    await volunteer.getByRole("button", { name: "乱贴乱画" }).click();
    await chooseFile(volunteer).setInputFiles({ name: "broken.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no picture") });
    await volunteer.locator('[data-step="broken"]').waitFor();
    await chooseFile(volunteer).setInputFiles(file);
    await volunteer.locator('[data-photos="1"][data-step="none"]').waitFor();
    await volunteer.getByLabel("责任单位(可不填)").fill("书院街道环卫所");
    await volunteer.getByLabel("说明(可不填)").fill("墙上小广告三处");
    await volunteer.getByRole("button", { name: "报上去" }).click();
    await screen(volunteer, "findings").waitFor();
    await volunteer.locator(".toast", { hasText: "已报" }).waitFor();
    await volunteer.locator('[data-photo][data-waiting="true"][data-seen="photo"]').waitFor();
    await volunteer.getByText("照片还在手机里").waitFor();
    // The finding, the event that names the photo, the photo.
    await unsent(volunteer, (count) => count === 3);
    const [kept, ...others] = await photosOn(volunteer);
    expect(others).toEqual([]);
    if (kept === undefined) throw new Error("no photo kept");
    expect(kept.state).toBe("waiting");
    expect(kept.bytes.length).toBeLessThanOrEqual(mostBytes);
    expect(kept.bytes.length).toBeGreaterThan(2 * pieceBytes);
    expect(kept.hash).toBe(createHash("sha256").update(kept.bytes).digest("hex"));
    for (const words of [...told, "Exif", "GPS"]) expect(kept.bytes.includes(words)).toBe(false);
    const look = await lookOf(volunteer, kept.bytes);
    expect(look).toMatchObject({ top: "red", bottom: "blue" });
    expect(look.height).toBeGreaterThan(look.width);
    expect(look.height).toBeLessThanOrEqual(1600);
    photo = kept.hash;

    // What was reported by mistake is gone with its photo, and neither ever travels.
    await volunteer.getByRole("link", { name: "报一个问题" }).click();
    await volunteer.getByRole("button", { name: "违停" }).click();
    await chooseFile(volunteer).setInputFiles(await photoFile(volunteer, { seed: 7, width: 400, height: 300 }));
    await volunteer.locator('[data-photos="1"][data-step="none"]').waitFor();
    await volunteer.getByRole("button", { name: "报上去" }).click();
    await volunteer.locator('[data-screen="findings"][data-open="2"]').waitFor();
    await volunteer.getByRole("button", { name: "撤销" }).click();
    await volunteer.locator('[data-screen="findings"][data-open="1"]').waitFor();
  });

  it("X11 signal again, cut in the middle of the photo: it goes on where it was, and lies at the endpoint byte for byte", async () => {
    const asked: string[] = [];
    let cuts = 1;
    await phone.route("**/api/photos/**", async (route) => {
      const request = route.request();
      const url = new URL(request.url());
      asked.push(`${request.method()} ${url.searchParams.get("offset") ?? ""}`.trim());
      if (url.pathname.includes(photo) && url.searchParams.get("offset") === String(pieceBytes) && cuts-- > 0) await route.abort();
      else await route.continue();
    });
    const [kept] = (await photosOn(volunteer)).filter(({ hash }) => hash === photo);
    await phone.setOffline(false);
    await hurryUntil(phone, volunteer.locator('[data-photo][data-waiting="false"]'));
    await unsent(volunteer, (count) => count === 0);
    expect(asked.slice(0, 5)).toEqual(["GET", "PUT 0", `PUT ${pieceBytes}`, "GET", `PUT ${pieceBytes}`]);
    expect(asked.filter((it) => it === "PUT 0")).toHaveLength(1);
    const stored = readFileSync(joinPath(dataDir, "photos", photo));
    expect(stored.equals(kept?.bytes ?? Buffer.alloc(0))).toBe(true);
    await phone.unroute("**/api/photos/**");
    // The mistake's photo never left, and is on the phone no more.
    expect((await photosOn(volunteer)).map(({ hash }) => hash)).toEqual([photo]);
  });

  it("M3 R25 the leader sees the photo, mends with one of how it is now, takes it back and mends again", async () => {
    await leader.goto(`${endpoint.url}/me`);
    await leader.getByRole("link", { name: "发现问题" }).click();
    await hurryUntil(tablet, leader.locator(`[data-photo="${photo}"][data-seen="photo"]`));
    await expect.poll(() => leader.getByText("墙上小广告三处").count()).toBe(1);
    await leader.locator(".finding").click();
    await screen(leader, "finding").waitFor();
    await chooseFile(leader).setInputFiles(await photoFile(leader, { seed: 9, orientation: 1, width: 900, height: 600 }));
    await leader.locator('[data-photos="1"][data-step="none"]').waitFor();
    await leader.getByRole("button", { name: "已整改" }).click();
    await leader.locator('[data-screen="finding"][data-closed="true"]').waitFor();
    await leader.getByRole("button", { name: "撤销" }).click();
    await leader.locator('[data-screen="finding"][data-closed="false"]').waitFor();
    await leader.getByText("已重新打开").waitFor();
    await chooseFile(leader).setInputFiles(await photoFile(leader, { seed: 11, orientation: 1, width: 900, height: 600 }));
    await leader.locator('[data-photos="1"][data-step="none"]').waitFor();
    await leader.getByRole("button", { name: "已整改" }).click();
    await leader.locator('[data-screen="finding"][data-closed="true"]').waitFor();
    await hurryUntil(tablet, leader.locator('[data-photo][data-waiting="false"]').nth(1));
    await unsent(leader, (count) => count === 0);
    // Whoever reported it sees that it was mended, and how it looks now.
    await hurryUntil(phone, volunteer.locator('[data-finding][data-closed="true"]'));
    await volunteer.reload();
    await hurryUntil(phone, volunteer.locator('[data-finding][data-closed="true"] [data-photo][data-seen="photo"]').nth(1));
  });

  it("整改台账: the period's lines with their photos, and the same as a table with the office's columns", async () => {
    await leader.goto(`${endpoint.url}/desk/findings`);
    await leader.locator('[data-ledger="1"] img').nth(1).waitFor();
    const [download] = await Promise.all([leader.waitForEvent("download"), leader.getByRole("button", { name: "存成表格" }).click()]);
    expect(download.suggestedFilename()).toMatch(/^整改台账_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d\.xlsx$/);
    const answer = await readSheetBytes(new Uint8Array(await readFile(await download.path())), () => true);
    const cells = answer.type === "read" ? answer.cells : [];
    expect(cells[1]).toEqual(["序号", "发现时间", "点位", "问题类型", "描述", "整改前照片", "责任单位", "整改后照片", "完成时间", "状态"]);
    expect(cells).toHaveLength(3);
    const moment = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
    expect(cells[2]).toEqual(
      ["1", moment, expect.any(String), "乱贴乱画", "墙上小广告三处", "1张", "书院街道环卫所", "1张", moment, "已整改"].map((it, i) =>
        i === 0 ? expect.anything() : it,
      ),
    );
    await leader.getByLabel("状态").selectOption("open");
    await leader.getByText("这段时间没有问题").waitFor();
    await leader.getByLabel("状态").selectOption("all");
    await leader.getByLabel("从").fill("2020-01-01");
    await leader.getByLabel("到", { exact: true }).fill("2020-02-01");
    await leader.getByText("这段时间没有问题").waitFor();
  });

  it("R10a 收队 keeps its photos with it: taken before it is confirmed, shown and uploaded after", async () => {
    await leader.goto(`${endpoint.url}/board`);
    await leader.getByRole("link", { name: "收队" }).click();
    await leader.getByText("照片 0/3").waitFor();
    for (const seed of [21, 22, 23]) {
      await chooseFile(leader).setInputFiles(await photoFile(leader, { seed, orientation: 1, width: 900, height: 600 }));
      await leader.locator(`[data-photos="${seed - 20}"][data-step="none"]`).waitFor();
    }
    await leader.getByText("照片 3/3").waitFor();
    await expect.poll(() => chooseFile(leader).count()).toBe(0);
    await leader.getByRole("button", { name: "确认收队" }).click();
    await leader.locator('[data-screen="close"][data-closed="true"]').waitFor();
    await leader.locator('[data-photo][data-seen="photo"]').nth(2).waitFor();
    await unsent(leader, (count) => count === 0);
    for (const shown of await leader.locator("[data-photo]").all()) {
      const file = joinPath(dataDir, "photos", (await shown.getAttribute("data-photo")) ?? "");
      await expect.poll(() => existsSync(file)).toBe(true);
    }
    expect(complaints).toEqual([]);
  });
});
