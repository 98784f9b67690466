// M13 on a square before the first duty: one link in the group, five phones that open it, one tap of the leader's. A stranger waits, an
// iPhone installs first, WeChat uses nothing up, six digits are read out. Nobody but the screens is asked to do anything.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoLeader, demoMember } from "../../src/endpoint/demo.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { type Known, readMembers, say, stage, standing } from "./support/joiners.ts";
import { launchBrowser, openContext } from "./support/launch-browser.ts";
import { inEveryLook } from "./support/looks.ts";
import { hurryUntil, join, openDevice, quietHourOffset } from "./support/people.ts";
import { readLedger } from "./support/stored.ts";
import { listen, sweepMeasures, sweepWithAxe } from "./support/sweep.ts";

interface Joiner {
  readonly context: BrowserContext;
  readonly page: Page;
}

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
let leader: Page;
let leaderContext: BrowserContext;
let link: string;
let roster: readonly Known[];
const joiners: Joiner[] = [];
const offsetMs = quietHourOffset();
const complaints: string[][] = [];
const found: string[] = [];

/** What a screen must keep, whoever sees it. */
async function sweep(name: string, page: Page): Promise<void> {
  await inEveryLook(page, async (look) => {
    const { targets, texts, wide } = await sweepMeasures(page);
    for (const it of [...targets, ...texts, ...wide, ...(await sweepWithAxe(page))]) found.push(`${name}, ${look.name}: ${it}`);
  });
}
async function openPhone(to: string): Promise<Joiner> {
  const context = await openDevice(browser, { offsetMs });
  complaints.push(listen(context));
  const page = await context.newPage();
  await page.goto(to);
  return { context, page };
}
const waitingOf = (page: Page, count: number) => expect.poll(() => page.locator("[data-join]").count()).toBe(count);

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-joining-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs })]);
  leaderContext = await openDevice(browser, { kind: "tablet", offsetMs });
  complaints.push(listen(leaderContext));
  leader = await join(leaderContext, await endpoint.invite(demoLeader("square")));
  await leader.goto(`${endpoint.url}/desk/invites`);
  roster = await readMembers(
    leader,
    Array.from({ length: 9 }, (_, i) => demoMember("square", i)),
  );
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe("one link for the squad", () => {
  it("M13 is made by the leader, as a sentence to post, a link and a square code", async () => {
    await leaderContext.grantPermissions(["clipboard-read", "clipboard-write"]);
    const part = leader.locator('[data-invite-part="team"]');
    await part.getByRole("button", { name: "做一个邀请链接" }).click();
    link = (await part.locator("[data-link]").getAttribute("data-link")) ?? "";
    expect(link).toMatch(new RegExp(`^${endpoint.url}/join#t\\.`));
    await part.getByRole("img", { name: "邀请方码" }).waitFor();
    await part.getByRole("button", { name: "复制口令,发到群里" }).click();
    await leader.getByText("已复制").waitFor();
    const copied = await leader.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^【到岗】.+分队.*:/);
    expect(copied.endsWith(link)).toBe(true);
    await sweep("invites", leader);
  });

  it("M13 five open it, say who they are and wait; closing the page or losing the network loses nothing", async () => {
    const five = roster.slice(1, 6);
    for (const who of five) {
      const joiner = await openPhone(link);
      joiners.push(joiner);
      await joiner.page.getByRole("heading", { name: "你是谁" }).waitFor();
      if (who === five[0]) {
        await sweep("who", joiner.page);
        await joiner.page.getByRole("button", { name: "加入队伍" }).click();
        await joiner.page.getByText("请写名字").waitFor();
        await joiner.context.setOffline(true);
      }
      await say(joiner.page, who);
      if (who === five[0]) {
        await standing(joiner.page, "offline").getByText("没有网,连上网会自动报上去").waitFor();
        await joiner.context.setOffline(false);
      }
    }
    for (const { page, context } of joiners) {
      await hurryUntil(context, standing(page, "waiting").getByText("已报给队长"));
    }
    const [first] = joiners;
    await sweep("waiting", first?.page as Page);
    // Closed, and opened another day from the bookmark: no name is asked again.
    await first?.page.close();
    const again = (await first?.context.newPage()) as Page;
    await again.goto(`${endpoint.url}/`);
    await standing(again, "waiting").waitFor();
    await again.getByText(`${five[0]?.name},手机尾号 ${five[0]?.lastFour}`).waitFor();
    joiners[0] = { context: first?.context as BrowserContext, page: again };
  });

  it("M13 a stranger, and a second phone for one of them, are told nothing more than the others", async () => {
    const stranger = await openPhone(link);
    const impostor = await openPhone(link);
    joiners.push(stranger, impostor);
    await say(stranger.page, { name: "路过的人", lastFour: "0000" });
    await say(impostor.page, roster[5] as Known);
    const texts = await Promise.all(
      [stranger, impostor, joiners[1] as Joiner].map(async ({ page }) => {
        await standing(page, "waiting").getByText("已报给队长").waitFor();
        return (await standing(page, "waiting").innerText()).replace(/.+,手机尾号 \d{4}/, "").replace(/\d\d:\d\d/, "");
      }),
    );
    expect(new Set(texts).size).toBe(1);
  });

  it("M13 the leader confirms those the roster knows in one tap; stranger and twins stay to be looked at", async () => {
    await leader.goto(`${endpoint.url}/board`);
    await leader.locator('[data-joining="7"]').waitFor();
    await sweep("board, somebody waits", leader);
    await leader.goto(`${endpoint.url}/desk`);
    await leader.locator('[data-waiting="7"]').waitFor();
    await leader.goto(`${endpoint.url}/desk/joins`);
    await waitingOf(leader, 7);
    await expect.poll(() => leader.locator('[data-confirmable="true"]').count()).toBe(4);
    await expect.poll(() => leader.getByText("有两台手机都报这个人").count()).toBe(2);
    await expect.poll(() => leader.getByText("花名册上对不上").count()).toBe(1);
    await sweep("joins", leader);
    // Without a network, as on the square: told later.
    await leaderContext.setOffline(true);
    await leader.getByRole("button", { name: "全部确认 4 人" }).click();
    await leader.getByText("已确认 4 人").waitFor();
    await waitingOf(leader, 3);
    await leaderContext.setOffline(false);
    await hurryUntil(leaderContext, leader.locator('[data-unsent="0"]'));
    for (const { page, context } of joiners.slice(0, 4)) {
      await hurryUntil(context, stage(page, "joined"));
      await page.getByRole("link", { name: "练一次" }).waitFor();
    }
    const [first] = joiners;
    await first?.page.getByText(`${roster[1]?.name},你好`).waitFor();
    expect(first?.page.url()).toBe(`${endpoint.url}/join`);
    await first?.page.locator('[data-offline-ready="true"]').waitFor();
    await first?.page.locator("[data-browser]").waitFor();
    await sweep("joined", first?.page as Page);
    for (const { page } of joiners.slice(4)) await expect.poll(() => stage(page, "joined").count()).toBe(0);
  });

  it("M13 one of the twins by hand, the stranger declined and told so, then corrected and taken in as new", async () => {
    const twins = leader.locator("[data-join]", { hasText: roster[5]?.name ?? "" });
    await twins.first().click();
    await sweep("one join", leader);
    await leader.getByRole("button", { name: `确认是${roster[5]?.name}` }).click();
    await waitingOf(leader, 2);
    // The other of the two is no longer one of two, but somebody with a phone.
    await leader.getByText("这个人已有手机加入过").waitFor();
    const line = leader.locator("[data-join]", { hasText: "路过的人" });
    await line.click();
    await leader.getByRole("button", { name: "不是我们的人" }).click();
    await leader.getByRole("button", { name: "不是我们的人" }).click();
    await waitingOf(leader, 1);
    const { page, context } = joiners[5] as Joiner;
    await hurryUntil(context, standing(page, "refused"));
    await page.getByText("队长没认出这个名字").waitFor();
    await sweep("declined", page);
    await page.getByRole("button", { name: "写错了?改一改" }).click();
    await expect.poll(() => page.getByLabel("姓名").inputValue()).toBe("路过的人");
    await say(page, { name: "新来的人", lastFour: "4321" });
    await standing(page, "waiting").waitFor();
    await expect.poll(() => leader.locator("[data-join]", { hasText: "新来的人" }).count()).toBe(1);
    await leader.locator("[data-join]", { hasText: "新来的人" }).click();
    await leader.getByRole("button", { name: "是新来的,加进分队" }).click();
    await waitingOf(leader, 1);
    await page.getByRole("button", { name: "再问一次" }).click();
    await hurryUntil(context, stage(page, "joined"));
    await page.getByText("新来的人,你好").waitFor();
  });
});

describe("other ways in", () => {
  it("M13 six digits read out lead to the same invite; a wrong code is told so", async () => {
    await leader.goto(`${endpoint.url}/desk/invites`);
    const part = leader.locator('[data-invite-part="person"]');
    await part.getByLabel("找名字").fill(roster[7]?.name ?? "");
    await part.locator(`[data-pick="${roster[7]?.person}"]`).click();
    await part.getByRole("button", { name: "要6位码" }).click();
    const digits = ((await part.locator(".digits").textContent()) ?? "").replace(/\D/g, "");
    expect(digits).toMatch(/^\d{6}$/);
    await sweep("one person's invite", leader);
    const { page } = await openPhone(`${endpoint.url}/`);
    await page.getByLabel("6位邀请码").fill("12");
    await page.getByRole("button", { name: "用这个码" }).click();
    await page.getByText("要6位数字").waitFor();
    const wrong = digits === "000000" ? "000001" : "000000";
    await page.getByLabel("6位邀请码").fill(wrong);
    await page.getByRole("button", { name: "用这个码" }).click();
    await page.getByText("这6位码不对或过期了").waitFor();
    await sweep("ways in", page);
    await page.getByLabel("6位邀请码").fill(digits);
    await page.getByRole("button", { name: "用这个码" }).click();
    await page.getByText("邀请对上了").waitFor();
    await page.getByRole("button", { name: "加入队伍" }).click();
    await stage(page, "joined").waitFor();
    await page.getByText(`${roster[7]?.name},你好`).waitFor();
  });

  it("M13 a 口令 pasted whole, sentence and all, is an invite", async () => {
    const { page } = await openPhone(`${endpoint.url}/`);
    await page.getByLabel("粘贴队长发来的链接或口令").fill(`【到岗】请用手机浏览器打开,加入广场分队:${link} 谢谢`);
    await page.getByRole("heading", { name: "你是谁" }).waitFor();
  });

  it("§7 an iPhone in Safari is asked to install first, keeps its invite, and may go on without", async () => {
    const userAgent =
      "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.5 Mobile/15E148 Safari/604.1";
    const context = await openContext(browser, "phone", { userAgent });
    await context.clock.install({ time: Date.now() + offsetMs });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const page = await context.newPage();
    const invite = await endpoint.invite(demoMember("square", 8));
    await page.goto(invite);
    await stage(page, "installFirst").getByText("添加到主屏幕").first().waitFor();
    await sweep("iPhone", page);
    await page.getByRole("button", { name: "复制口令" }).click();
    await page.getByText("已复制").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(invite);
    await page.getByRole("button", { name: "不放桌面,就在这里加入" }).click();
    await page.getByRole("button", { name: "加入队伍" }).click();
    await stage(page, "joined").waitFor();
    // The app on the home screen opens without the invite in its address.
    const manifest = (await (await page.request.get(`${endpoint.url}/manifest.webmanifest`)).json()) as { readonly start_url: string };
    expect(manifest.start_url).toBe("/");
  });

  it("X13 in WeChat the link shows the way out and uses nothing up: nothing is asked of the endpoint", async () => {
    const userAgent =
      "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/107.0 Mobile Safari/537.36 MicroMessenger/8.0.30 NetType/WIFI";
    const context = await openContext(browser, "phone", { userAgent });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const page = await context.newPage();
    const asked: string[] = [];
    context.on("request", (request) => asked.push(`${request.method()} ${request.url()} ${request.postData() ?? ""}`));
    const invite = await endpoint.invite(demoMember("square", 0));
    await page.goto(invite);
    await page.getByText("请点右上角“···”,选在浏览器打开").waitFor();
    await page.getByRole("button", { name: "复制口令" }).click();
    await page.getByText("已复制").waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^【到岗】/);
    expect(copied.endsWith(invite)).toBe(true);
    await sweep("WeChat", page);
    const secret = invite.slice(invite.indexOf("#") + 1);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((it) => it.includes(secret) || /\/api\//.test(it))).toEqual([]);
    // The same link, carried over into a browser, still works.
    const { page: carried } = await openPhone(copied.slice(copied.indexOf("http")));
    await carried.getByRole("button", { name: "加入队伍" }).click();
    await stage(carried, "joined").waitFor();
  });
});

describe("afterwards", () => {
  it("every screen on the way could be hit, read and heard", () => expect(found).toEqual([]));
  it("nothing complained on any console", () =>
    expect(complaints.flat().filter((it) => !/ERR_INTERNET_DISCONNECTED|404 \(Not Found\)|403 \(Forbidden\)/.test(it))).toEqual([]));
  it("X2 each phone stands in the ledger once, each decision once", async () => {
    await endpoint.stop();
    const { events } = readLedger(dataDir);
    const count = (type: string): number => events.filter((row) => row.type === type).length;
    expect(count("joinRequested")).toBe(8);
    expect(count("joinDecided")).toBe(7);
    // Leader, five of the squad, the newcomer, and one each by digits, iPhone and from WeChat.
    expect(count("deviceEnrolled")).toBe(10);
    expect(events.filter((row) => row.flaw !== null)).toEqual([]);
  });
});
