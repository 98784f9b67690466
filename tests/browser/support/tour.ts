// Every screen there is, as people meet it, one after the other: what is asserted of every screen is asserted on this way. Stops
// only where the screen stands still. Knows accessible names and data attributes, nothing of the app's inside.

import type { BrowserContext, Page } from "playwright-core";
import { join, today, untilToday } from "./people.ts";

export type Visit = (name: string, page: Page) => Promise<void>;

const tab = (page: Page, name: string) => page.getByRole("navigation", { name: "主菜单" }).getByRole("link", { name }).click();
const screen = (page: Page, name: string) => page.locator(`[data-screen="${name}"]`).waitFor();

/** From the invite to 签退. The context has a place to report; its camera is missing. */
export async function tourVolunteer(phone: BrowserContext, invite: string, visit: Visit): Promise<Page> {
  const url = new URL(invite).origin;
  const page = await phone.newPage();
  await page.goto(`${url}/`);
  await page.getByLabel("粘贴队长发来的链接或口令").fill("http://example.com/没有口令");
  await page.getByText("这不是邀请链接").waitFor();
  await visit("join, nothing to join with", page);
  await page.goto(invite);
  await page.getByRole("button", { name: "加入队伍" }).waitFor();
  await visit("join", page);
  await page.getByRole("button", { name: "加入队伍" }).click();
  await page.locator('[data-offline-ready="true"]').waitFor();
  await visit("joined", page);

  await page.getByRole("link", { name: "练一次" }).click();
  await page.getByRole("button", { name: "同意", exact: true }).waitFor();
  await visit("rehearse, place asked", page);
  await page.getByRole("button", { name: "同意", exact: true }).click();
  await page.locator('[data-answer="fixed"]').waitFor();
  await visit("rehearse, place found", page);
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByRole("button", { name: "试相机" }).waitFor();
  await visit("rehearse, camera", page);
  await page.getByRole("button", { name: "试相机" }).click();
  await page.locator('[data-answer="noCamera"], [data-answer="refused"]').waitFor();
  await visit("rehearse, no camera", page);
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByRole("button", { name: "听一下" }).click();
  await visit("rehearse, sound", page);
  await page.getByRole("button", { name: "练好了,去今日" }).click();

  await untilToday(page, "open");
  await visit("today, open", page);
  await today(page).locator(".others button").click();
  await untilToday(page, "early");
  await visit("today, early", page);
  await page.reload();
  await untilToday(page, "open");
  await page.getByRole("button", { name: "签到", exact: true }).click();
  await untilToday(page, "on", "uploaded");
  await today(page)
    .getByText(/定位(在|不准|离)/)
    .waitFor();
  await visit("today, on", page);
  await page.getByRole("button", { name: "撤销" }).click();
  await today(page).getByText("已撤销签到").waitFor();
  await visit("today, taken back", page);
  await page.getByRole("button", { name: "签到", exact: true }).click();
  await untilToday(page, "on", "uploaded");

  await page.getByRole("button", { name: "扫码" }).click();
  await page.locator('[data-screen="scan"] [data-camera]').waitFor();
  await visit("scan, no camera", page);
  await page.getByRole("link", { name: "返回" }).click();
  await page.getByRole("button", { name: "输码" }).click();
  await page.getByLabel("牌上的6位码").fill("12345");
  await page.getByRole("button", { name: "记下" }).click();
  await page.getByText("要6位数字").waitFor();
  await visit("scan, digits", page);
  await page.getByRole("link", { name: "返回" }).click();

  await page.getByRole("button", { name: "签退", exact: true }).click();
  await page.getByRole("dialog").waitFor();
  await visit("today, leaving early", page);
  await page.getByRole("dialog").getByRole("button", { name: "签退" }).click();
  await untilToday(page, "off", "uploaded");
  await visit("today, off", page);
  await tab(page, "班次");
  await page.locator('[data-screen="shifts"] [data-shift]').first().waitFor();
  await visit("shifts", page);
  await tab(page, "我的");
  await page.locator('[data-screen="me"] [data-persisted]').waitFor();
  await visit("me", page);
  await page.goto(`${url}/nowhere`);
  await page.getByText("没有这一页").waitFor();
  await visit("not found", page);
  await page.goto(`${url}/`);
  await today(page).waitFor();
  return page;
}

/** From the board to 收队 and after. */
export async function tourLeader(device: BrowserContext, invite: string, visit: Visit): Promise<Page> {
  const page = await join(device, invite);
  const url = new URL(invite).origin;
  await page.goto(`${url}/`);
  await page.locator('[data-screen="today"][data-phase="none"]').waitFor();
  await visit("today, no duty", page);
  await tab(page, "看板");
  await page.locator('[data-screen="board"] [data-person]').first().waitFor();
  await visit("board, at first", page);
  const mark = async (row: number, words: readonly (string | RegExp)[]): Promise<void> => {
    await page.locator(".tile-more").nth(row).click();
    for (const word of words) await page.getByRole("dialog").getByRole("button", { name: word }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
  };
  await mark(1, ["已到"]);
  await mark(2, ["迟到", /^记迟到/]);
  await mark(3, ["早退", /^记早退/]);
  await mark(4, ["请假"]);
  await mark(5, ["未到"]);
  await page.locator('[data-state="absent"]').waitFor();
  await visit("board, marked", page);
  await page.locator(".tile-more").first().click();
  await page.getByRole("dialog").waitFor();
  await visit("board, one person", page);
  await page.getByRole("dialog").getByRole("button", { name: "迟到" }).click();
  await page.getByText("几点到的?").waitFor();
  await visit("board, how late", page);
  await page.getByRole("dialog").getByRole("button", { name: "关闭" }).click();
  await page.locator(".bar-shift").click();
  await page.getByRole("dialog").waitFor();
  await visit("board, another shift", page);
  await page.keyboard.press("Escape");
  await page.locator(".post-tabs button").last().click();
  await page.getByRole("button", { name: /^剩下的记到岗/ }).waitFor();
  await visit("board, one post", page);
  await page.getByRole("link", { name: "收队" }).click();
  await page.getByRole("button", { name: "确认收队" }).waitFor();
  await visit("close", page);
  await page.getByRole("button", { name: "确认收队" }).click();
  await page.locator('[data-screen="close"][data-closed="true"]').waitFor();
  await visit("closed", page);
  await page.getByRole("link", { name: "回看板" }).click();
  await screen(page, "board");
  await visit("board, closed", page);
  return page;
}
