// A squad's week as its people live it: a series offered, places claimed, leave and who comes instead, support from another squad, three
// ways to sign in, a forgotten check-out, a make-up, two leaders who disagree, the branch's decision and its correction. At the end every
// screen, the endpoint's report and a plain script over the exported events name the same minutes.

import { readFileSync } from "node:fs";
import { join as joinPath } from "node:path";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commandOf } from "../../src/endpoint/commands.ts";
import { demoId, demoLeader, demoMember } from "../../src/endpoint/demo.ts";
import { attendanceOf, createBook } from "../recompute/recompute.mjs";
import { placeOfPost } from "./support/core-path.ts";
import { squad } from "./support/crew.ts";
import { hurryUntil, join, openDevice, rehearse, untilToday } from "./support/people.ts";
import { eventually, openScene, passToClock, type Scene } from "./support/scene.ts";
import { readLedger } from "./support/stored.ts";

/** Signs in by GPS · goes on leave · comes instead and forgets to sign out · has no phone that morning · supports from another squad. */
const people = {
  ann: demoMember(squad, 0),
  bob: demoMember(squad, 1),
  cai: demoMember(squad, 3),
  dan: demoMember(squad, 6),
  sue: demoMember("river", 0),
};
type Who = keyof typeof people;
/** What the morning comes to, in minutes; Cai's depend on the second of the tap. */
const minutes: Record<Who, number> = { ann: 40, bob: 0, cai: 0, dan: 25, sue: 40 };

let scene: Scene;
let leader: Page;
let second: Page;
let branch: Page;
let shift = "";
let signUrl = "";
const names = {} as Record<Who, string>;
const phones = {} as Record<Who, Page>;
const contexts: BrowserContext[] = [];

async function open(person: string, kind: "phone" | "tablet" | "desktop"): Promise<Page> {
  const context = await openDevice(scene.browser, { kind, offsetMs: scene.offsetMs(), place: kind === "phone" ? placeOfPost : null });
  contexts.push(context);
  return join(context, await scene.endpoint().invite(person));
}
const go = (page: Page, path: string) => page.goto(scene.proxy.url + path);
const until = (page: Page, wanted: Locator) => hurryUntil(page.context(), wanted);
const uploaded = (page: Page) => until(page, page.locator('.unsent[data-unsent="0"]'));
const press = (page: Page, name: string | RegExp) => page.locator("main, [role=dialog]").getByRole("button", { name }).last().click();
const dialog = (page: Page) => page.getByRole("dialog");
const tile = (page: Page, who: Who, state: string) => page.locator(`[data-person="${people[who]}"][data-state="${state}"]`);
const passTo = (clock: string): Promise<void> => passToClock(scene, clock, contexts);

beforeAll(async () => {
  scene = await openScene();
  await scene.endpoint().append("patched", {
    entity: "role",
    id: demoId("second leader"),
    basis: [],
    set: { person: demoLeader("river"), role: "squadLeader", team: demoId(squad) },
  });
  const printed =
    scene
      .endpoint()
      .lines()
      .find((line) => line.startsWith("signs: ")) ?? "";
  const signs = readFileSync(printed.slice("signs: ".length), "utf8").matchAll(
    /data-post="([0-9a-f]{32})" data-code="\d{6}" data-url="([^"]+)"/g,
  );
  signUrl = [...signs].find(([, post]) => post === demoId("square-crossing"))?.[2] ?? "";
  leader = await open(demoLeader(squad), "tablet");
  await go(leader, "/board");
  for (const who of ["ann", "bob", "cai", "dan"] as const)
    names[who] = (await leader.locator(`[data-person="${people[who]}"] .tile-name`).textContent()) ?? "";
  for (const who of ["ann", "bob", "cai", "sue"] as const) {
    phones[who] = await open(people[who], "phone");
    await rehearse(phones[who], who !== "sue");
  }
});
afterAll(() => scene?.close());

describe("a squad's week", () => {
  it("M5 R23: the leader plans a series offered to the whole branch; two of the squad and one of another squad claim the first morning", async () => {
    await go(leader, "/desk/roster/new");
    await leader.getByRole("button", { name: "中心广场路口" }).click();
    await leader.getByRole("button", { name: "校园 11:30–12:10" }).click();
    await leader.getByRole("button", { name: "每周" }).click();
    for (const weekday of ["六", "日"]) {
      const button = leader.locator(".roster-weekdays").getByRole("button", { name: weekday });
      if ((await button.getAttribute("aria-pressed")) !== "true") await button.click();
    }
    await leader.getByRole("button", { name: "照排", exact: true }).click();
    await leader.getByLabel("招人").selectOption("branch");
    await press(leader, /^排 \d+ 班$/);
    await leader.locator('main[data-screen="roster"]').waitFor();
    await uploaded(leader);
    for (const who of ["ann", "bob", "sue"] as const) {
      const page = phones[who];
      await go(page, "/shifts");
      const offered = page.locator("[data-offered]").first();
      await until(page, offered);
      shift ||= (await offered.getAttribute("data-offered")) ?? "";
      const own = page.locator(`[data-offered="${shift}"]`);
      await own.getByRole("button", { name: /^认岗/ }).click();
      await own.and(page.locator('[data-claim="waiting"]')).waitFor();
      await uploaded(page);
    }
    await phones.sue
      .locator(`[data-offered="${shift}"]`)
      .getByText(/^支援 /)
      .waitFor();
  });

  it("M5: one tap accepts all three, the supporter by name; then the roster stands on each phone", async () => {
    await go(leader, "/desk/approvals");
    await until(leader, leader.locator(`[data-section="claims"] [data-person="${people.sue}"]`));
    await leader.locator(`[data-person="${people.sue}"]`).getByText(/^支援/).waitFor();
    await leader.getByRole("button", { name: "全部同意 3 人" }).click();
    await leader.locator('[data-section="claims"]').waitFor({ state: "detached" });
    await uploaded(leader);
    for (const who of ["ann", "bob", "sue"] as const) await until(phones[who], phones[who].locator(`[data-shift="${shift}"]`));
  });

  it("R32 M5: 请假 is never refused; the leader takes somebody else from the register in two taps", async () => {
    await phones.bob.locator(`[data-shift="${shift}"]`).getByRole("button", { name: "请假" }).click();
    await dialog(phones.bob).getByRole("button", { name: "请假并找人顶班" }).click();
    await phones.bob.locator(`[data-shift="${shift}"] [data-leave]`).waitFor();
    await uploaded(phones.bob);
    const asked = leader.locator(`[data-section="leaves"] [data-person="${people.bob}"]`);
    await until(leader, asked);
    await asked.getByRole("button", { name: /^给 .* 找人顶班$/ }).click();
    await dialog(leader).getByRole("searchbox").fill(names.cai);
    await dialog(leader).getByRole("button", { name: names.cai }).first().click();
    await leader.locator('[data-section="leaves"]').waitFor({ state: "detached" });
    await uploaded(leader);
    await go(phones.cai, "/shifts");
    await until(phones.cai, phones.cai.locator(`[data-shift="${shift}"]`));
  });

  it("M5: whoever has no phone is placed by the leader", async () => {
    await go(leader, `/desk/roster/${shift}`);
    await leader.getByRole("button", { name: "加人" }).click();
    await dialog(leader).getByRole("searchbox").fill(names.dan);
    await dialog(leader).locator(`[data-person="${people.dan}"]`).click();
    await leader.locator(".toast", { hasText: "已排上" }).waitFor();
    await leader.keyboard.press("Escape");
    // Ann, Bob on leave, Cai, Dan, Sue.
    await leader
      .locator(`[data-shift="${shift}"] [data-person="${people.dan}"]`)
      .or(leader.locator(`[data-person="${people.dan}"]`))
      .first()
      .waitFor();
    await uploaded(leader);
  });

  it("R16: the morning, three ways: by GPS without a network, by the post's sign, late by GPS; two leaders say different things of one", async () => {
    await passTo("11:28");
    await phones.ann.context().setOffline(true);
    await go(phones.ann, "/");
    await untilToday(phones.ann, "open");
    await phones.ann.getByRole("button", { name: "签到", exact: true }).click();
    await untilToday(phones.ann, "on", "kept");
    await phones.ann.getByText(/定位在岗位上/).waitFor();
    await go(phones.sue, "/");
    await untilToday(phones.sue, "open");
    await phones.sue.goto(signUrl);
    await dialog(phones.sue).getByRole("button", { name: "签到" }).click();
    await untilToday(phones.sue, "on", "uploaded");
    await passTo("11:38");
    await go(phones.cai, "/");
    await untilToday(phones.cai, "open");
    await phones.cai.getByRole("button", { name: "签到", exact: true }).click();
    await untilToday(phones.cai, "on", "uploaded");
    second = await open(demoLeader("river"), "tablet");
    for (const page of [leader, second]) await go(page, `/board/${shift}`);
    await until(leader, tile(leader, "cai", "late"));
    await until(leader, tile(leader, "sue", "unconfirmed"));
    await tile(leader, "sue", "unconfirmed").locator(".tile-main").click();
    await tile(leader, "sue", "present").waitFor();
    await expect.poll(() => tile(leader, "bob", "onLeave").count()).toBe(1);
    await until(second, tile(second, "ann", "unheard"));
    await second.locator(`[data-person="${people.ann}"] .tile-more`).click();
    await dialog(second).getByRole("button", { name: "未到" }).click();
    await uploaded(second);
    await phones.ann.context().setOffline(false);
    await uploaded(phones.ann);
    await until(leader, tile(leader, "ann", "disputed"));
  });

  it("R10 R10a: two sign out, one forgets; 收队 gives the planned end and says who was not there", async () => {
    await passTo("12:11");
    for (const who of ["ann", "sue"] as const) {
      await go(phones[who], "/");
      await phones[who].getByRole("button", { name: "签退", exact: true }).click();
      await untilToday(phones[who], "off", "uploaded");
    }
    await go(leader, `/board/${shift}/close`);
    await until(leader, leader.getByText("没签退 1 人"));
    await press(leader, "确认收队");
    await leader.getByText("已收队").first().waitFor();
    await uploaded(leader);
    await go(phones.cai, "/");
    await until(phones.cai, phones.cai.locator('main[data-phase="settled"]'));
    const settled =
      (await phones.cai
        .getByText(/已核定\s*\d+\s*分钟/)
        .first()
        .textContent()) ?? "";
    const served = Number(/已核定\s*(\d+)/.exec(settled)?.[1]);
    expect(served).toBeGreaterThan(25);
    expect(served).toBeLessThanOrEqual(32);
    minutes.cai = served;
  });

  it("R11: the one without a phone asks for a make-up at home; the leader accepts what is left of it", async () => {
    phones.dan = await open(people.dan, "phone");
    await go(phones.dan, `/record/${shift}`);
    await press(phones.dan, "申请补签");
    await dialog(phones.dan).locator("textarea").fill("手机没电,和大家一起站的");
    await press(phones.dan, "提交");
    await uploaded(phones.dan);
    await go(leader, "/desk/approvals");
    const line = leader.locator(`[data-section="makeups"] [data-person="${people.dan}"]`);
    await until(leader, line);
    await line.getByRole("button", { name: /^改时间/ }).click();
    for (let i = 0; i < 3; i += 1) await dialog(leader).getByRole("button", { name: "晚5分" }).first().click();
    await dialog(leader)
      .getByRole("button", { name: /^同意,按/ })
      .click();
    await line.waitFor({ state: "detached" });
    await uploaded(leader);
  });

  it("R13 R17 R22: the branch decides the dispute and corrects a settled record, each with its reason", async () => {
    branch = await open(demoId("staff east"), "desktop");
    await go(branch, "/desk/disputes");
    const disputed = branch.locator(`[data-case="disputed"][data-person="${people.ann}"]`);
    await disputed.getByRole("button", { name: /^定/ }).click();
    await dialog(branch).locator("textarea").fill("定位和监控都在岗");
    await press(branch, /^定为到岗/);
    await disputed.waitFor({ state: "detached" });
    await go(branch, `/record/${shift}/${people.cai}`);
    await press(branch, "更正这条记录");
    for (let i = 0; i < 2; i += 1) await dialog(branch).getByRole("button", { name: "早5分" }).last().click();
    await dialog(branch).locator("textarea").fill("十二点就走了,本人认可");
    await press(branch, /^定为/);
    await branch.locator('[data-evidence="correction"]').waitFor();
    await uploaded(branch);
  });

  it("R4 R13 R23: 我的时长, 班次, the leader's 台账 and the endpoint's table say the same minutes of everybody", async () => {
    const table = () =>
      scene
        .endpoint()
        .query<{ person: string; state: string; minutes: number }>("SELECT person, state, minutes FROM attendance WHERE shift = ?", shift);
    const ofCai = async (): Promise<number | undefined> => (await table()).find((row) => row.person === people.cai)?.minutes;
    // Ten minutes earlier than the plan; the branch's times are whole minutes.
    await eventually(async () => minutes.cai - ((await ofCai()) ?? 0) - 9.5).toSatisfy((apart: number) => Math.abs(apart) <= 0.5);
    minutes.cai = (await ofCai()) ?? 0;
    for (const who of ["ann", "cai", "dan", "sue"] as const) {
      const page = phones[who];
      await go(page, "/hours");
      await until(page, page.locator(`main[data-screen="hours"] [data-shift="${shift}"][data-minutes="${minutes[who]}"]`));
      await go(page, "/shifts");
      await page.locator(`[data-shift="${shift}"]`, { hasText: new RegExp(`${minutes[who]}\\s*分钟`) }).waitFor();
    }
    expect(Object.fromEntries((await table()).map((row) => [row.person, row.minutes]))).toMatchObject(
      Object.fromEntries((Object.keys(people) as Who[]).map((who) => [people[who], minutes[who]])),
    );
    await go(leader, "/desk/ledger");
    // R25: the leader reads the squad's own people; R23: the supporter's minutes stand with the host.
    for (const who of ["ann", "cai", "dan"] as const)
      await until(leader, leader.locator(`[data-by="person"] [data-row="${people[who]}"][data-minutes="${minutes[who]}"]`));
    await go(leader, `/board/${shift}`);
    for (const [who, state] of [
      ["ann", "present"],
      ["bob", "onLeave"],
      ["dan", "late"],
      ["sue", "present"],
    ] as const)
      await until(leader, tile(leader, who, state));
  });

  it("X1 R1-R23: a plain script over the exported events arrives at the same minutes", async () => {
    await scene.endpoint().stop();
    const file = joinPath(scene.dataDir, "events.jsonl");
    const command = commandOf({ DATA_DIR: scene.dataDir }, ["export", file]);
    const said: string[] = [];
    const now = Date.now() + scene.offsetMs();
    const ended = await command?.({
      clock: { now: () => now },
      random: { bytes: (length) => new Uint8Array(length), fraction: () => 0 },
      say: (line) => void said.push(line),
    });
    expect(ended).toEqual({ code: 0 });
    const book = createBook(readFileSync(file, "utf8"));
    for (const who of Object.keys(people) as Who[]) expect(attendanceOf(book, shift, people[who], now).minutes, who).toBe(minutes[who]);
    const ids = readLedger(scene.dataDir).events.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
