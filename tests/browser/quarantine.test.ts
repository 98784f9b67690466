// The whole story of a record that was set aside, as the three people see it: a leader who lost the role without knowing, the branch that
// looks and vouches, the volunteer whose minutes appear; and one that nobody can vouch for, which its author is told about in words.

import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoId } from "../../src/endpoint/demo.ts";
import { reforge } from "./support/forge.ts";
import { inEveryLook } from "./support/looks.ts";
import { hurryUntil, inviteOf, join, minuteMs, openDevice, today, untilToday } from "./support/people.ts";
import { eventually, openIdleMe, openMe, openScene, type Scene, tapConsent, unsentOf, untilMe } from "./support/scene.ts";
import { ownRows } from "./support/stored.ts";
import { sweepMeasures, sweepWithAxe } from "./support/sweep.ts";

let scene: Scene;
let phone: BrowserContext;
let tablet: BrowserContext;
let office: BrowserContext;
let volunteer: Page;
let leader: Page;
let branch: Page;

beforeAll(async () => {
  scene = await openScene();
  const offsetMs = scene.offsetMs();
  phone = await openDevice(scene.browser, { offsetMs });
  tablet = await openDevice(scene.browser, { kind: "tablet", offsetMs });
  office = await openDevice(scene.browser, { kind: "desktop", offsetMs });
});
afterAll(() => scene?.close());

/** Nothing axe objects to, nothing too small, nothing wider than the screen, in every look. */
async function expectSound(page: Page): Promise<void> {
  const found: string[] = [];
  await inEveryLook(page, async (look) => {
    const { targets, texts, wide } = await sweepMeasures(page);
    for (const what of [...targets, ...texts, ...wide, ...(await sweepWithAxe(page))]) found.push(`${look.name}: ${what}`);
  });
  expect(found).toEqual([]);
}
const note = (page: Page) => page.getByLabel("原因(本人和队长看得到)");

describe("a leader demoted while offline", () => {
  it("R25 X3: 收队 made without the right is kept, uploaded, not accepted; 我的 says why and what to do", async () => {
    volunteer = await join(phone, inviteOf(scene.endpoint(), "volunteer"));
    await volunteer.goto(`${scene.proxy.url}/`);
    await untilToday(volunteer, "open");
    await volunteer.getByRole("button", { name: "签到", exact: true }).click();
    await untilToday(volunteer, "on", "uploaded");
    const me = (await ownRows(volunteer))[0]?.event.author;
    leader = await join(tablet, inviteOf(scene.endpoint(), "leader"));
    await leader.goto(`${scene.proxy.url}/board`);
    const tile = (state: string) => leader.locator(`[data-person="${me}"][data-state="${state}"]`);
    await tile("unconfirmed")
      .getByRole("button", { name: /待确认/ })
      .click();
    await leader.locator(`[data-person="${me}"][data-state="present"][data-unsent="false"]`).waitFor();
    await scene.passTime(40 * minuteMs, phone, tablet, office);
    await volunteer.getByRole("button", { name: "签退", exact: true }).click();
    await volunteer.getByRole("dialog").getByRole("button", { name: "签退" }).click();
    await untilToday(volunteer, "off", "uploaded");

    await tablet.setOffline(true);
    await scene.endpoint().append("patched", { entity: "role", id: demoId("role square"), basis: [], set: { ended: true } });
    await leader
      .getByRole("link", { name: "收队" })
      .or(leader.getByRole("button", { name: "收队" }))
      .click();
    await leader.getByRole("button", { name: "确认收队" }).click();
    await leader.getByText("已收队").first().waitFor();
    await tablet.setOffline(false);
    await leader.goto(`${scene.proxy.url}/me`);
    const refused = leader.locator('[data-record="refused"][data-problem="forbidden"]');
    await hurryUntil(tablet, refused);
    await refused.getByText("这条没通过:没有这个权限,或班次已取消").waitFor();
    await refused.getByText("请支队看过后收下").waitFor();
    await untilToday(volunteer, "off");
  });

  it("R25: 总览 tells the branch, the list says who and why, the record stands there whole; 收下 asks for a reason", async () => {
    branch = await join(office, await scene.endpoint().invite(demoId("staff east")));
    await branch.goto(`${scene.proxy.url}/desk`);
    await branch.locator('[data-screen="desk"] [data-aside="1"]').click();
    const line = branch.locator('[data-screen="quarantine"] [data-problem="forbidden"]');
    await line.getByText(/^收队 · /).waitFor();
    await line.getByText("没有这个权限,或班次已取消").waitFor();
    await expectSound(branch);
    await line.click();
    await branch.locator('[data-screen="quarantine-record"] [data-judgement="quarantined"]').waitFor();
    await branch.getByText("没收下,没算数").waitFor();
    await branch.locator("summary", { hasText: "原文" }).click();
    expect(JSON.parse(await branch.locator("pre").innerText())).toMatchObject({ type: "dutyClosed", facts: { absent: expect.any(Array) } });
    await expectSound(branch);
    await branch.getByRole("button", { name: "收下", exact: true }).click();
    await branch.getByRole("alert").getByText("请先写原因").waitFor();
    await expect.poll(() => note(branch).evaluate((field) => document.activeElement === field)).toBe(true);
    await note(branch).fill("免职的通知还没到平板,收队属实");
    await branch.getByRole("button", { name: "收下", exact: true }).click();
    await branch.locator('[data-screen="quarantine-record"] [data-judgement="stored"]').waitFor();
    await branch.locator('[data-decision="released"][data-record="uploaded"]').getByText("免职的通知还没到平板,收队属实").waitFor();
    await expect.poll(() => branch.getByRole("button", { name: "收下", exact: true }).count()).toBe(0);
  });

  it("R12 R13: the volunteer's minutes appear, and the leader reads that it was accepted and why", async () => {
    await hurryUntil(phone, volunteer.locator('main[data-phase="settled"][data-record="uploaded"]'));
    await today(volunteer)
      .getByText(/已核定\s*4\d\s*分钟/)
      .waitFor();
    const accepted = leader.locator("[data-accepted]");
    await hurryUntil(tablet, accepted);
    await accepted.getByText("支队收下了你的一条记录").waitFor();
    await accepted.getByText("免职的通知还没到平板,收队属实").waitFor();
    await expect.poll(() => leader.locator('[data-record="refused"]').count()).toBe(0);
    await branch.goto(`${scene.proxy.url}/desk/quarantine`);
    await branch.getByText("没有要处理的记录").waitFor();
    await branch.getByRole("button", { name: "已处理" }).click();
    await branch.locator('[data-judgement="stored"]', { hasText: "收下" }).waitFor();
  });
});

describe("one that nobody can read", () => {
  it("X2: its author is told what to do; the branch cannot accept it, and explains it without a network", async () => {
    await openIdleMe(scene, volunteer);
    // What is sent hangs until it is dropped: no try made before the journal is changed may arrive after it.
    scene.proxy.set({ type: "hang" });
    await tapConsent(volunteer);
    await untilMe(volunteer, { unsent: 1 });
    const [id = ""] = unsentOf(await ownRows(volunteer));
    await eventually(() => scene.proxy.exchanges().some(({ events }) => events.includes(id))).toBe(true);
    await reforge(volunteer, new Map([[id, { facts: { given: "yes" } }]]));
    // The browser itself tries once more what a broken connection has not answered: that fails too.
    scene.proxy.set({ type: "reset" });
    scene.proxy.dropAll();
    await untilMe(volunteer, { notice: "offline" });
    scene.proxy.set({ type: "pass" });
    await volunteer.getByRole("button", { name: "立即上传" }).click();
    const refused = volunteer.locator('[data-record="refused"][data-problem="poison"]');
    await refused.getByText("服务器更新后会自动再看一遍").waitFor();

    await branch.goto(`${scene.proxy.url}/desk/quarantine`);
    await branch.locator('[data-problem="poison"]').click();
    await branch.getByText("这条不能收下:服务器读不懂").waitFor();
    await expect.poll(() => branch.getByRole("button", { name: "收下", exact: true }).count()).toBe(0);
    await office.setOffline(true);
    await note(branch).fill("手机上的应用太旧,更新一下就好");
    await branch.getByRole("button", { name: "只说明" }).click();
    await branch.locator('[data-decision="explained"][data-record="kept"]').getByText("已存本机").waitFor();
    await office.setOffline(false);
    await hurryUntil(office, branch.locator('[data-decision="explained"][data-record="uploaded"]'));
  });

  it("X2: the explanation stands beside the record on 我的, and stays there without a network", async () => {
    await openMe(volunteer, scene.proxy.url);
    const explained = volunteer.locator('[data-record="refused"] [data-decision="explained"]');
    await hurryUntil(phone, explained);
    await explained.getByText("支队说明").waitFor();
    await explained.getByText("手机上的应用太旧,更新一下就好").waitFor();
    await expectSound(volunteer);
    await phone.setOffline(true);
    await volunteer.reload();
    await explained.getByText("手机上的应用太旧,更新一下就好").waitFor();
  });

  it("R25: without a network the list says so, and is asked again once there is one", async () => {
    await branch.goto(`${scene.proxy.url}/desk/quarantine`);
    await branch.getByText("没有要处理的记录").waitFor();
    await office.setOffline(true);
    await branch.getByRole("button", { name: "已处理" }).click();
    await branch.locator('[data-asked="offline"]').getByText("现在连不上服务器。记录要联网才能看").waitFor();
    await office.setOffline(false);
    await branch.getByRole("button", { name: "再试一次" }).click();
    await eventually(() => branch.locator("[data-judgement]").count()).toBe(2);
  });
});
