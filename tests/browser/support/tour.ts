// Every screen there is, as people meet it, one after the other: what is asserted of every screen is asserted on this way. Stops
// only where the screen stands still. Knows accessible names and data attributes, nothing of the app's inside.

import type { BrowserContext, Page } from "playwright-core";
import { deskPages } from "../../../src/screens/desk/pages.ts";
import type { AllWords } from "../../../src/words/all-words.ts";
import { findingsWords } from "../../../src/words/findings.ts";
import { noticesWords } from "../../../src/words/notices.ts";
import type { Language } from "../../../src/words/words.ts";
import type { MakeBadge } from "./badges.ts";
import { inChinese, join, today, untilToday } from "./people.ts";
import { photoFile } from "./photo-file.ts";
import { tourLeading } from "./tour-lead.ts";
import { passOn } from "./tour-relay.ts";
import { scanBadges } from "./tour-scan.ts";
import { tourTablet } from "./tour-tablet.ts";

export type Visit = (name: string, page: Page) => Promise<void>;
/** `badge`: as the endpoint issues them, to be scanned on the way. */
export type Tour = (device: BrowserContext, invite: string, visit: Visit, words?: AllWords, badge?: MakeBadge) => Promise<Page>;

/** A sentence up to the place where something is filled in. */
const upTo = (sentence: string): string => sentence.split("0")[0]?.trim() ?? "";
const tabOf = (words: AllWords) => (page: Page, name: string) =>
  page.getByRole("navigation", { name: words.tabs.label }).getByRole("link", { name }).click();
/** Read, not only opened. */
const screen = (page: Page, name: string) => page.locator(`[data-screen="${name}"]:not(:has(.reading))`).waitFor();

/** 通知 as a leader posts one. */
async function postNotice(page: Page, url: string, language: Language, visit: Visit): Promise<void> {
  const words = noticesWords[language];
  await page.goto(`${url}/desk/notices`);
  await screen(page, "desk-notices");
  await page.getByRole("button", { name: words.write }).click();
  await page.getByRole("dialog").getByRole("button", { name: words.send }).click();
  await page.getByRole("alert").waitFor();
  await visit("notice, new", page);
  await page.getByLabel(words.text).fill("明天七点在西口集合,带马甲和水");
  await page.getByRole("dialog").getByRole("button", { name: words.send }).click();
  await page.locator("[data-notice]").first().waitFor();
  await visit("notices, a leader's", page);
}

/** 发现问题: nothing yet, the form with a photo, the list, one of them. */
async function reportFinding(page: Page, url: string, language: Language, visit: Visit): Promise<void> {
  const words = findingsWords[language];
  await page.goto(`${url}/findings`);
  await screen(page, "findings");
  await visit("findings, none", page);
  await page.getByRole("link", { name: words.report }).click();
  await page.getByRole("button", { name: words.tags.clutter }).click();
  await page.locator(".photo-ways input:not([capture])").setInputFiles(await photoFile(page, { width: 600, height: 400 }));
  await page.locator('[data-photos="1"][data-step="none"] img').waitFor();
  await visit("finding, new", page);
  await page.getByRole("button", { name: words.send }).click();
  await page.locator('[data-photo][data-waiting="false"]').waitFor();
  await visit("findings", page);
  await page.locator("a.finding").first().click();
  await page.locator('[data-screen="finding"] [data-photo][data-seen="photo"]').waitFor();
  await visit("finding", page);
}

/** From the invite to 签退. The context has a place to report; its camera is missing. */
export const tourVolunteer: Tour = async (phone, invite, visit, words = inChinese) => {
  const tab = tabOf(words);
  const url = new URL(invite).origin;
  const page = await phone.newPage();
  await page.goto(`${url}/`);
  await page.getByLabel(words.join.paste).fill("http://example.com/没有口令");
  await page.getByText(words.join.notInvite).waitFor();
  await visit("join, nothing to join with", page);
  await page.goto(invite);
  await page.getByRole("button", { name: words.join.join }).waitFor();
  await visit("join", page);
  await page.getByRole("button", { name: words.join.join }).click();
  await page.locator('[data-offline-ready="true"]').waitFor();
  await visit("joined", page);

  await page.getByRole("link", { name: words.join.rehearse }).click();
  await page.getByRole("button", { name: words.rehearse.agree, exact: true }).waitFor();
  await visit("rehearse, place asked", page);
  await page.getByRole("button", { name: words.rehearse.agree, exact: true }).click();
  await page.locator('[data-answer="fixed"]').waitFor();
  await visit("rehearse, place found", page);
  await page.getByRole("button", { name: words.rehearse.next }).click();
  await page.getByRole("button", { name: words.rehearse.cameraTry }).waitFor();
  await visit("rehearse, camera", page);
  await page.getByRole("button", { name: words.rehearse.cameraTry }).click();
  await page.locator('[data-answer="noCamera"], [data-answer="refused"]').waitFor();
  await visit("rehearse, no camera", page);
  await page.getByRole("button", { name: words.rehearse.next }).click();
  await page.getByRole("button", { name: words.rehearse.soundTry }).click();
  await visit("rehearse, sound", page);
  await page.getByRole("button", { name: words.rehearse.done }).click();

  await untilToday(page, "open");
  await visit("today, open", page);
  await today(page).locator(".others button").click();
  await untilToday(page, "early");
  await visit("today, early", page);
  await page.reload();
  await untilToday(page, "open");
  await page.getByRole("button", { name: words.today.checkIn, exact: true }).click();
  await untilToday(page, "on", "uploaded");
  await today(page).locator('[data-place]:not([data-place="none"])').waitFor();
  await visit("today, on", page);
  await page.getByRole("button", { name: words.undo }).click();
  await today(page).getByText(words.today.undoneIn).waitFor();
  await visit("today, taken back", page);
  await page.getByRole("button", { name: words.today.checkIn, exact: true }).click();
  await untilToday(page, "on", "uploaded");

  // By address: in large print 今日 has no such buttons.
  await page.goto(`${url}/scan`);
  await page.locator('[data-screen="scan"] [data-camera]').waitFor();
  await visit("scan, no camera", page);
  await page.goto(`${url}/scan?by=keys`);
  await page.getByLabel(words.scan.typeLabel).fill("12345");
  await page.getByRole("button", { name: words.scan.typeSend }).click();
  await page.getByText(words.scan.typeShort).waitFor();
  await visit("scan, digits", page);
  await page.goto(`${url}/code`);
  await page.locator('[data-screen="my-code"][data-badge="good"] [data-awake]:not([data-awake="asking"])').waitFor();
  await visit("my code", page);
  await page.getByRole("link", { name: words.back }).click();
  await untilToday(page, "on", "uploaded");

  await page.getByRole("button", { name: words.today.checkOut, exact: true }).click();
  await page.getByRole("dialog").waitFor();
  await visit("today, leaving early", page);
  await page.getByRole("dialog").getByRole("button", { name: words.today.checkOut }).click();
  await untilToday(page, "off", "uploaded");
  await visit("today, off", page);
  await tab(page, words.tabs.shifts);
  await page.locator('[data-screen="shifts"] [data-shift]').first().waitFor();
  await visit("shifts", page);
  await page.locator('[data-screen="shifts"] [data-shift]:not([data-state="unheard"]) a[href^="/record/"]').first().click();
  await page.locator('[data-screen="record"] [data-evidence]').first().waitFor();
  await visit("record", page);
  await tab(page, words.tabs.me);
  await page.locator('[data-screen="me"] [data-persisted]').waitFor();
  await visit("me", page);
  await passOn(page, url, words.language === "en" ? "en" : "zh-CN", visit);
  await page.goto(`${url}/me`);
  await page.locator('[data-screen="me"] a[href="/hours"]').click();
  await page.locator('[data-screen="hours"] [data-asked]:not([data-asked="asking"])').waitFor();
  await visit("hours", page);
  await page.goto(`${url}/notices`);
  await screen(page, "notices");
  await visit("notices", page);
  await reportFinding(page, url, words.language === "en" ? "en" : "zh-CN", visit);
  await page.goto(`${url}/my-post/nowhere`);
  await screen(page, "post-board-none");
  await visit("post board, not mine", page);
  await page.goto(`${url}/nowhere`);
  await page.getByText(words.notFound).waitFor();
  await visit("not found", page);
  await page.goto(`${url}/`);
  await today(page).waitFor();
  return page;
};

/** From the board to 收队 and after. */
export const tourLeader: Tour = async (device, invite, visit, words = inChinese, badge) => {
  const tab = tabOf(words);
  const page = await join(device, invite, words);
  const url = new URL(invite).origin;
  await page.goto(`${url}/`);
  await page.locator('[data-screen="today"][data-phase="none"]').waitFor();
  await visit("today, no duty", page);
  await tab(page, words.tabs.board);
  await page.locator('[data-screen="board"] [data-person]').first().waitFor();
  await visit("board, at first", page);
  const saveAs = (state: string): RegExp => new RegExp(`^${words.board.saveAs(state, "\\d\\d:\\d\\d")}$`);
  const mark = async (row: number, words: readonly (string | RegExp)[]): Promise<void> => {
    await page.locator(".tile-more").nth(row).click();
    for (const word of words) await page.getByRole("dialog").getByRole("button", { name: word }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
  };
  await mark(1, [words.states.present]);
  await mark(2, [words.states.late, saveAs(words.states.late)]);
  await mark(3, [words.states.leftEarly, saveAs(words.states.leftEarly)]);
  await mark(4, [words.states.onLeave]);
  await mark(5, [words.states.absent]);
  await page.locator('[data-state="absent"]').waitFor();
  await page.locator('[data-person][data-unsent="true"]').first().waitFor({ state: "detached" });
  await visit("board, marked", page);
  await page.locator(".tile-more").first().click();
  await page.getByRole("dialog").waitFor();
  await visit("board, one person", page);
  await page.getByRole("dialog").getByRole("button", { name: words.states.late }).click();
  await page.getByText(words.board.arrivedAt).waitFor();
  await visit("board, how late", page);
  await page.getByRole("dialog").getByRole("button", { name: words.closeSheet }).click();
  await tourLeading(page, words, visit);
  await page.locator(".bar-shift").click();
  await page.getByRole("dialog").waitFor();
  await visit("board, another shift", page);
  await page.keyboard.press("Escape");
  await page.locator(".post-tabs button").last().click();
  await page.getByRole("button", { name: upTo(words.board.markRest(0)) }).waitFor();
  await visit("board, one post", page);
  await page.getByRole("link", { name: words.board.code }).click();
  await page.locator('[data-screen="show-code"] [data-awake]:not([data-awake="asking"])').waitFor();
  await visit("show code", page);
  await page.getByRole("link", { name: words.back }).click();
  await screen(page, "board");
  await scanBadges(page, words, visit, badge);
  await screen(page, "board");
  await page.getByRole("link", { name: words.board.close }).click();
  await page.getByRole("button", { name: words.close.confirm }).waitFor();
  await visit("close", page);
  await page.getByRole("button", { name: words.close.confirm }).click();
  await page.locator('[data-screen="close"][data-closed="true"]').waitFor();
  await visit("closed", page);
  await page.getByRole("link", { name: words.close.toBoard }).click();
  await screen(page, "board");
  await visit("board, closed", page);
  await postNotice(page, url, words.language === "en" ? "en" : "zh-CN", visit);
  await tourTablet(page, url, words.language === "en" ? "en" : "zh-CN", visit);
  return page;
};

const stillScreen = 'main[data-screen]:not(:has([data-asked="asking"], [aria-busy="true"], .reading))';
/** Nothing is being asked for any more, and what is shown is the same twice in a row. */
async function untilStill(page: Page): Promise<void> {
  await page.locator(stillScreen).waitFor();
  await page.waitForFunction(
    (last: { text: string }) => {
      const now = document.querySelector("main")?.outerHTML ?? "";
      const isSame = now === last.text;
      last.text = now;
      return isSame;
    },
    { text: "" },
    { polling: 400 },
  );
}
const linksOn = (page: Page): Promise<readonly string[]> =>
  page.locator("main a[href]").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
const pathOf = (link: string): string => link.replace(/\?.*$/, "");
const deskPath = (path: string): string => (path === "/" ? "/desk" : `/desk${path}`);

/** Every page of the desk this person may open, by its own table; of those about one thing (`:name`) the first that was linked to. */
export const tourDesk: Tour = async (device, invite, visit, words = inChinese) => {
  const page = await join(device, invite, words);
  const url = new URL(invite).origin;
  const links: string[] = [];
  const plain = deskPages.filter(({ path }) => !path.includes(":"));
  const called = new Set(plain.map(({ path }) => deskPath(path)));
  const go = async (name: string, path: string): Promise<void> => {
    await page.goto(url + path);
    await untilStill(page);
    if ((await page.locator('[data-screen="desk-no-right"]').count()) > 0) return;
    links.push(...(await linksOn(page)));
    await visit(`desk, ${name}`, page);
  };
  for (const { name, path } of plain) await go(name, deskPath(path));
  for (const { name, path } of deskPages) {
    const shape = new RegExp(`^${deskPath(path).replace(/:[^/]+/g, "[^/]+")}$`);
    const one = path.includes(":") ? links.find((link) => shape.test(pathOf(link)) && !called.has(pathOf(link))) : undefined;
    if (one !== undefined) await go(name, one);
    // 更早的记录 is asked for.
    const older = page.locator('[data-older="closed"] button');
    if (one === undefined || (await older.count()) === 0) continue;
    await older.click();
    await page.locator('[data-older]:not([data-older="closed"], [data-older="asking"])').waitFor();
    await visit("desk, older records", page);
  }
  return page;
};
