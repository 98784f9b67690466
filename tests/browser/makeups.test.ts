// What happens after a duty, as everybody meets it: a forgotten check-out, a make-up asked for offline, a fourth that goes to the branch, two
// leaders who disagree, an appeal, a correction after settling. The same numbers on every screen and in the ledger.

import type { BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Id } from "../../src/domain/event.ts";
import { demoId, demoLeader, demoMember } from "../../src/endpoint/demo.ts";
import { placeOfPost } from "./support/core-path.ts";
import { squad } from "./support/crew.ts";
import { appendPast } from "./support/makeup-past.ts";
import { hurryUntil, join, minuteMs, openDevice, rehearse, untilToday } from "./support/people.ts";
import { eventually, openScene, type Scene } from "./support/scene.ts";
import { expectSound } from "./support/sound.ts";
import { readLedger } from "./support/stored.ts";

const hourMs = 60 * minuteMs;
/** Who forgets to check out · has no phone with them · asks a fourth time · is marked by two leaders · is said to be absent. */
const [forgetful, phoneless, asking, contested, absent] = [0, 1, 2, 3, 5].map((i) => demoMember(squad, i)) as [Id, Id, Id, Id, Id];
const people = { forgot: forgetful, late: phoneless, fourth: asking, contested, missed: absent };
let scene: Scene;
let start: number;
let shift: string;
let old: string;
const contexts: BrowserContext[] = [];
let forgot: Page;
let late: Page;
let fourth: Page;
let missed: Page;
let leader: Page;
let second: Page;
let branch: Page;

async function open(person: string, kind: "phone" | "tablet" | "desktop"): Promise<Page> {
  const place = kind === "phone" ? placeOfPost : null;
  const context = await openDevice(scene.browser, { kind, offsetMs: scene.offsetMs(), place });
  contexts.push(context);
  return join(context, await scene.endpoint().invite(person));
}
const go = (page: Page, path: string) => page.goto(scene.proxy.url + path);
const until = (page: Page, wanted: Locator) => hurryUntil(page.context(), wanted);
const uploaded = (page: Page) => until(page, page.locator('.unsent[data-unsent="0"]'));
const press = (page: Page, name: string | RegExp) => page.locator("main, [role=dialog]").getByRole("button", { name }).last().click();
const why = (page: Page, text: string) => page.getByRole("dialog").locator("textarea").fill(text);
const record = (page: Page) => page.locator('main[data-screen="record"]');

beforeAll(async () => {
  scene = await openScene();
  const endpoint = scene.endpoint();
  const now = Date.now() + scene.offsetMs();
  start = Math.floor(now / (5 * minuteMs)) * 5 * minuteMs;
  shift = demoId(`shift ${squad} ${start}`);
  old = await appendPast(endpoint, { start, fourth: people.fourth, forgot: people.forgot });
  forgot = await open(people.forgot, "phone");
  leader = await open(demoLeader(squad), "tablet");
  second = await open(demoLeader("river"), "tablet");
});
afterAll(() => scene?.close());

describe("after the duty", () => {
  it("R22: two leaders, neither with a network, say different things of one person: 存疑 on both boards", async () => {
    await rehearse(forgot, true);
    await untilToday(forgot, "open");
    await forgot.getByRole("button", { name: "签到", exact: true }).click();
    await untilToday(forgot, "on", "uploaded");
    const tile = (page: Page, state: string) => page.locator(`[data-person="${people.contested}"][data-state="${state}"]`);
    for (const page of [leader, second]) {
      await go(page, `/board/${shift}`);
      await tile(page, "unheard").waitFor();
      await page.context().setOffline(true);
    }
    await tile(leader, "unheard").locator(".tile-main").click();
    await tile(leader, "present").waitFor();
    await tile(second, "unheard").locator(".tile-more").click();
    await second.getByRole("dialog").getByRole("button", { name: "未到" }).click();
    await tile(second, "absent").waitFor();
    for (const page of [leader, second]) await page.context().setOffline(false);
    for (const page of [leader, second]) await until(page, tile(page, "disputed"));
    // And one who stays away.
    const missedTile = leader.locator(`[data-person="${people.missed}"]`);
    await missedTile.locator(".tile-more").click();
    await leader.getByRole("dialog").getByRole("button", { name: "未到" }).click();
    await missedTile.and(leader.locator('[data-state="absent"][data-unsent="false"]')).waitFor();
    await uploaded(leader);
  });

  it("R10: an hour after the end the leader's 审批 lists who never checked out; one tap gives the planned end, 60 minutes", async () => {
    await scene.passTime(2 * hourMs + 5 * minuteMs, ...contexts);
    await go(forgot, `/record/${shift}`);
    await forgot.locator('main[data-screen="record"][data-state="open"]').waitFor();
    await go(leader, "/desk/approvals");
    const ends = leader.locator('[data-section="ends"]');
    await until(leader, ends.locator(`[data-shift="${shift}"] [data-open-end="${people.forgot}"]`));
    await leader.locator(`[data-section="due"] [data-shift="${shift}"][data-overdue="false"]`).waitFor();
    await expectSound(leader);
    await ends.getByRole("button", { name: /^按\d\d:\d\d结束$/ }).click();
    await leader.locator(".toast", { hasText: "1 人按" }).waitFor();
    await ends.waitFor({ state: "detached" });
    await uploaded(leader);
    await until(forgot, forgot.locator('main[data-screen="record"][data-state="present"] [data-evidence="settled"]'));
    await forgot
      .getByText(/60\s*分钟/)
      .first()
      .waitFor();
  });

  it("R11: without a phone on duty, without a network now: a make-up needs a reason, waits, and can be taken back", async () => {
    late = await open(people.late, "phone");
    await go(late, `/record/${shift}`);
    await record(late).locator('[data-makeup="open"]').waitFor();
    await late.context().setOffline(true);
    await press(late, "申请补签");
    await press(late, "提交");
    await late.getByRole("alert").getByText("请先写原因").waitFor();
    await why(late, "手机忘在家里,队员都看见我了");
    await press(late, "提交");
    await late.locator(".toast", { hasText: "补签已提交" }).getByRole("button", { name: "撤销" }).click();
    await record(late).locator('[data-makeup="open"]').waitFor();
    await press(late, "申请补签");
    await why(late, "手机忘在家里,队员都看见我了");
    await expectSound(late);
    await press(late, "提交");
    await record(late).locator('[data-makeup="waiting"]').getByText("等队长同意").waitFor();
    await record(late).locator('[data-makeup="waiting"]').getByText("已存本机").waitFor();
    await late.context().setOffline(false);
    await uploaded(late);
  });

  it("R11: the leader reads why and accepts with other times; the person reads who and which, and the minutes agree", async () => {
    const line = leader.locator(`[data-section="makeups"] [data-makeup][data-person="${people.late}"]`);
    await until(leader, line.getByText("手机忘在家里,队员都看见我了"));
    await line.getByRole("button", { name: /^改时间/ }).click();
    for (let i = 0; i < 3; i += 1) await leader.getByRole("dialog").getByRole("button", { name: "晚5分" }).first().click();
    await leader
      .getByRole("dialog")
      .getByRole("button", { name: /^同意,按/ })
      .click();
    await line.waitFor({ state: "detached" });
    await uploaded(leader);
    const accepted = record(late).locator('[data-makeup="accepted"]');
    await until(late, accepted);
    await accepted.getByText("已同意").waitFor();
    await accepted.getByText(/^按 \d\d:\d\d–\d\d:\d\d 算$/).waitFor();
    await late
      .getByText(/45\s*分钟/)
      .first()
      .waitFor();
  });

  it("R11: three are accepted together and back with 撤销; the fourth is shown to the leader, and only the branch may decide it", async () => {
    fourth = await open(people.fourth, "phone");
    await go(fourth, `/record/${shift}`);
    await press(fourth, "申请补签");
    await why(fourth, "岗上信号不好");
    await press(fourth, "提交");
    await record(fourth).locator('[data-makeup="waiting"]').getByText("队长不能批,已交支队").waitFor();
    await uploaded(fourth);
    const section = leader.locator('[data-section="makeups"]');
    await until(leader, section.locator('[data-escalated="true"]'));
    await expect.poll(() => section.locator('[data-escalated="true"]').getByRole("button").count()).toBe(0);
    await expectSound(leader);
    await section.getByRole("button", { name: "全部同意 3 条" }).click();
    await leader.locator(".toast", { hasText: "已同意 3 条补签" }).getByRole("button", { name: "撤销" }).click();
    // Some of them with one reason; what is not meant is left out.
    await section.getByRole("button", { name: "几条一起答" }).click();
    await leader.getByRole("dialog").locator('[data-picked="true"]').first().getByRole("button").click();
    await press(leader, "不同意 2 条");
    await leader.getByRole("alert").getByText("请先写原因").waitFor();
    await why(leader, "那天没有这个班");
    await expectSound(leader);
    await press(leader, "不同意 2 条");
    await eventually(() => section.locator('[data-escalated="false"]').count()).toBe(1);
    await leader.locator(".toast", { hasText: "没同意 2 条补签" }).getByRole("button", { name: "撤销" }).click();
    await section.getByRole("button", { name: "全部同意 3 条" }).click();
    await section.locator('[data-escalated="false"]').first().waitFor({ state: "detached" });
    await eventually(() => section.locator("[data-makeup]").count()).toBe(1);
    await uploaded(leader);
  });

  it("R17: whoever is said to be absent appeals, with a reason", async () => {
    missed = await open(people.missed, "phone");
    await go(missed, `/record/${shift}`);
    await press(missed, "我要申诉");
    await why(missed, "我在书院小区门口,没人来点名");
    await press(missed, "提交");
    await record(missed).locator('[data-appeal="waiting"]').getByText("等支队定").waitFor();
    await expectSound(missed);
    await uploaded(missed);
  });

  it("R13 R22: 存疑 shows the branch both sides; it decides each with a reason", async () => {
    branch = await open(demoId("staff east"), "desktop");
    await go(branch, "/desk");
    await branch.locator('a[href="/desk/disputes"] .desk-waiting', { hasText: "3" }).waitFor();
    await go(branch, "/desk/disputes");
    const one = (kind: string, person: string) => branch.locator(`[data-case="${kind}"][data-person="${person}"]`);
    const disputed = one("disputed", people.contested);
    await disputed.locator('[data-side="present"]').waitFor();
    await disputed.locator('[data-side="absent"]').waitFor();
    await expectSound(branch);
    await disputed.getByRole("button", { name: /^定/ }).click();
    await press(branch, /^定为到岗/);
    await branch.getByRole("alert").getByText("请先写原因").waitFor();
    await expectSound(branch);
    await press(branch, "先不了");
    const asked = one("makeup", people.fourth);
    await asked.getByText("岗上信号不好").waitFor();
    // Several together, each by its own shift's times; and back within ten seconds.
    const decideBoth = async (): Promise<void> => {
      for (const line of [disputed, asked]) await line.getByRole("button", { name: /^选中/ }).click();
      await press(branch, "选中的一起定 2");
      await why(branch, "看了监控,人在岗");
      await press(branch, "定为到岗");
      for (const line of [disputed, asked]) await line.waitFor({ state: "detached" });
    };
    await decideBoth();
    await branch.locator(".toast", { hasText: "已定 2 条" }).getByRole("button", { name: "撤销" }).click();
    for (const line of [disputed, asked]) await line.waitFor();
    await decideBoth();
    await one("appeal", people.missed).getByText("我在书院小区门口,没人来点名").waitFor();
    await one("appeal", people.missed).getByRole("button", { name: /^定/ }).click();
    await why(branch, "门口监控里没有人");
    await press(branch, "维持原来的记录");
    await branch.getByText("没有要定的").waitFor();
    await uploaded(branch);
  });

  it("R13: everybody reads the decision: both leaders, the one whose make-up it was, the one whose appeal was not followed", async () => {
    for (const page of [leader, second]) {
      await go(page, `/record/${shift}/${people.contested}`);
      await until(page, record(page).and(page.locator('[data-state="present"]')));
      await page
        .getByText(/看了监控,人在岗/)
        .first()
        .waitFor();
      await expect.poll(() => page.locator('[data-evidence="mark"]').count()).toBe(2);
      await expect.poll(() => page.locator("[data-correct]").count()).toBe(0);
    }
    await until(fourth, record(fourth).locator('[data-makeup="accepted"]'));
    await record(fourth).locator('[data-makeup="accepted"]').getByText("原因:看了监控,人在岗").waitFor();
    const declined = record(missed).locator('[data-appeal="declined"]');
    await until(missed, declined);
    await declined.getByText("支队维持原来的记录").waitFor();
    await declined.getByText("原因:门口监控里没有人").waitFor();
  });

  it("R12 R13: a mistake found after settling: the branch finds the record and corrects it; old and new stand side by side", async () => {
    await branch.getByRole("searchbox").fill("没有这个人");
    await branch.locator('[data-found="0"]').waitFor();
    await branch.getByRole("searchbox").fill("");
    await branch.locator(`[data-record-of="${people.forgot}"][href="/record/${shift}/${people.forgot}"]`).click();
    await record(branch).locator('[data-correct="settled"]').waitFor();
    await press(branch, "更正这条记录");
    for (let i = 0; i < 6; i += 1) await branch.getByRole("dialog").getByRole("button", { name: "早5分" }).last().click();
    await why(branch, "只站了半小时,本人也认可");
    await press(branch, /^定为到岗/);
    await uploaded(branch);
    await go(forgot, `/record/${shift}`);
    await until(forgot, forgot.locator('[data-evidence="correction"]'));
    await forgot
      .getByText(/只站了半小时,本人也认可/)
      .first()
      .waitFor();
    await forgot
      .getByText(/30\s*分钟/)
      .first()
      .waitFor();
    await expect.poll(() => forgot.locator('[data-evidence="settled"]').count()).toBeGreaterThan(1);
    await go(forgot, "/shifts");
    await until(forgot, forgot.locator(`[data-shift="${shift}"]`, { hasText: /30\s*分钟/ }));
  });

  it("R12 R25: what is older than the 35 days of the device is looked up at the endpoint, and corrected from there", async () => {
    branch ??= await open(demoId("staff east"), "desktop");
    await go(branch, `/desk/people/${people.forgot}`);
    const older = branch.locator("[data-older]");
    await older.getByRole("button", { name: "查更早的记录" }).click();
    const line = older.locator(`[data-shift="${old}"][data-state="present"]`);
    await line.getByText(/60\s*分钟/).waitFor();
    await expectSound(branch);
    await line.getByRole("button", { name: "更正这条" }).click();
    await press(branch, "未到");
    await why(branch, "纸表写错了人");
    await press(branch, "定为未到");
    await branch.locator(".toast", { hasText: "更正已记下" }).first().waitFor();
    await uploaded(branch);
    await older.locator(`[data-shift="${old}"][data-state="absent"]`).waitFor();
  });

  it("R12: the ledger says the same as the screens", async () => {
    await scene.endpoint().stop();
    const { attendance } = readLedger(scene.dataDir);
    const of = (person: string) => attendance.find((row) => row.shift === shift && row.person === person);
    expect(of(people.forgot)).toMatchObject({ state: "leftEarly", minutes: 30 });
    expect(of(people.late)).toMatchObject({ minutes: 45, class: "attested" });
    expect(of(people.fourth)).toMatchObject({ minutes: 60, class: "attested" });
    expect(of(people.contested)).toMatchObject({ state: "present", minutes: 60 });
    expect(of(people.missed)).toMatchObject({ state: "absent", minutes: 0 });
    expect(attendance.find((row) => row.shift === old)).toMatchObject({ person: people.forgot, state: "absent", minutes: 0 });
  });
});
