// 扫码 on the leader's tablet with the endpoint stopped: badges through the camera without a tap between people, by a hand scanner with nothing
// focused, every way a code can be wrong, 撤销, 支援; then the endpoint starts and verifies all of it once more.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoMember } from "../../src/endpoint/demo.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { badgesOf, type MakeBadge } from "./support/badges.ts";
import { writeCameraFilm } from "./support/fake-camera.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { hurryUntil, inviteOf, join, openDevice, quietHourOffset } from "./support/people.ts";
import { ownRows, readLedger } from "./support/stored.ts";

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
let tablet: BrowserContext;
let phone: BrowserContext;
let volunteer: Page;
/** The address of the board. */
let board: string;
let leader: Page;
let badge: MakeBadge;
let people: readonly { readonly person: string; readonly name: string }[];
let film: string;
const offsetMs = quietHourOffset();
const inFilm = 4;
const now = () => Date.now() + offsetMs;

const last = () => leader.locator(".badge-last");
const told = (tone: string, text: string | RegExp) => leader.locator(`.badge-last [data-outcome="${tone}"]`, { hasText: text });
/** A hand scanner: every key in one burst, as no driver of a browser can press them on a busy machine. */
const wedge = (text: string): Promise<void> =>
  leader.evaluate(
    (keys) => {
      for (const key of keys) document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    },
    [...text, "Enter"],
  );
const openScan = async (): Promise<void> => {
  await leader.getByRole("link", { name: "扫码" }).click();
  await leader.locator('[data-screen="badge-scan"] [data-live="true"]').waitFor();
};
const toBoard = async (): Promise<void> => {
  await leader.getByRole("link", { name: "手工点名" }).click();
  await leader.locator('[data-screen="board"]').waitFor();
};
const scans = async () => (await ownRows(leader)).filter(({ event }) => event.type === "badgeSeen");
const nth = (i: number) => {
  const one = people[i];
  if (one === undefined) throw new Error("too few people on the board");
  return one;
};

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-badges-"));
  film = await writeCameraFilm(joinPath(dataDir, "film.y4m"), [null]);
  [browser, endpoint] = await Promise.all([launchBrowser({ cameraFilm: film }), startEndpoint({ dataDir, args: ["--demo"], offsetMs })]);
  badge = await badgesOf(endpoint, now());
  tablet = await openDevice(browser, { kind: "tablet", offsetMs });
  leader = await join(tablet, inviteOf(endpoint, "leader"));
  await leader.goto(`${endpoint.url}/board`);
  await leader.locator('[data-state="unheard"]').first().waitFor();
  people = await leader.locator('[data-person][data-state="unheard"]').evaluateAll((tiles) =>
    tiles.map((tile) => ({
      person: (tile as HTMLElement).dataset.person ?? "",
      name: tile.querySelector(".tile-name")?.textContent ?? "",
    })),
  );
  board = leader.url();
  phone = await openDevice(browser, { offsetMs });
  volunteer = await join(phone, await endpoint.invite(nth(0).person));
  await volunteer.goto(`${endpoint.url}/code`);
  await volunteer.locator('[data-screen="my-code"][data-badge="good"]').waitFor();
  // The camera opens its film anew each time it is started: two people in alternation, then two more, each held for two seconds.
  const held = [0, 1, 0, 1, 2, 3].map((i) => badge(nth(i).person));
  await writeCameraFilm(film, held, 2);
  await endpoint.stop();
  await tablet.setOffline(true);
});
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

it("R16: one tap opens 扫码; everybody held before the camera is recorded once, none twice, without another tap", async () => {
  await openScan();
  for (let i = 0; i < inFilm; i += 1)
    await leader
      .locator('[data-outcome="good"]', { hasText: nth(i).name })
      .first()
      .waitFor();
  await leader.locator(`[data-scanned="${inFilm}"]`).waitFor();
  // The film begins again: whoever comes back is told so, and recorded no second time.
  await leader
    .locator('[data-outcome="look"]', { hasText: `${nth(0).name} 已签过` })
    .first()
    .waitFor();
  const recorded = await scans();
  expect(recorded.map(({ event }) => event.facts.person).sort()).toEqual([0, 1, 2, 3].map((i) => nth(i).person).sort());
  // The scanning loop itself: at least one person in two seconds, although a busy machine may miss somebody's turn.
  const times = recorded.map(({ event }) => (event as unknown as { wallTime: number }).wallTime);
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  expect(Math.min(...gaps)).toBeLessThan(4_000);
  // From now on nobody is before the camera.
  await writeCameraFilm(film, [null]);
  await toBoard();
});

it("a hand scanner, nothing focused: the rest of the squad, two taps in all: one to open 扫码, one to leave it", async () => {
  await openScan();
  for (const { person, name } of people.slice(inFilm)) {
    await wedge(badge(person));
    await leader.locator('[data-outcome="good"]', { hasText: name }).first().waitFor();
  }
  await leader.locator(`[data-scanned="${people.length}"]`).waitFor();
  await toBoard();
  for (const { person } of people) await leader.locator(`[data-person="${person}"]:not([data-state="unheard"])`).waitFor();
  expect((await scans()).length).toBe(people.length);
});

it("every other code is said in one sentence, and nothing is recorded", async () => {
  await openScan();
  // Through the browser's own keyboard, until it was quick enough.
  await expect
    .poll(
      async () => {
        await leader.keyboard.type("6901234567892");
        await leader.keyboard.press("Enter");
        return told("bad", "不认识这个码,请手工点名").count();
      },
      { timeout: 120_000 },
    )
    .toBe(1);
  const before = (await scans()).length;
  const mine = nth(0).person;
  const wrong: readonly (readonly [text: string, tone: string, says: string])[] = [
    ["https://example.com/menu", "bad", "不认识这个码,请手工点名"],
    [`https://daogang.example/s/${"0".repeat(32)}.${"a".repeat(32)}`, "bad", "这是岗位牌,请扫本人的码"],
    [badge(mine, { ledger: "f".repeat(32) }), "bad", "不认识这个码,请手工点名"],
    [badge(mine, { expires: now() - 60_000 }), "bad", "的码过期了,请手工点名"],
    [badge(mine), "look", `${nth(0).name} 已签过`],
    // Small letters: Caps Lock is on; full-width ones: an input method is.
    [badge(nth(1).person).toLowerCase(), "look", `${nth(1).name} 已签过`],
  ];
  for (const [text, tone, says] of wrong) {
    await wedge(text);
    await told(tone, says).waitFor();
  }
  // Codes of a sequence are for another page: what they are, and the way there.
  const elsewhere: readonly (readonly [letter: string, says: string, way: string, href: string])[] = [
    ["R", "这是代传记录的码", "去代传收取", "/relay/take"],
    ["H", "这是交接班次的码", "去接收交接", "/take"],
  ];
  for (const [letter, says, way, href] of elsewhere) {
    await wedge(`DG4:${letter}:ABCDEFGHIJKL:0:1:XYZXYZ`);
    await told("bad", says).waitFor();
    await expect.poll(() => leader.getByRole("link", { name: way }).getAttribute("href")).toBe(href);
  }
  expect((await scans()).length).toBe(before);
});

it("R22a: somebody of another squad: 算支援吗? Nothing before 算支援, one record after it; 撤销 takes it back, and they can be scanned again", async () => {
  const stranger = demoMember("station", 0);
  await wedge(badge(stranger));
  await told("look", "算支援吗?").waitFor();
  expect((await scans()).some(({ event }) => event.facts.person === stranger)).toBe(false);
  await leader.getByRole("button", { name: "算支援" }).click();
  await told("good", "支援").waitFor();
  await last().waitFor();
  await leader.getByRole("button", { name: /^撤销/ }).first().click();
  await leader.locator('.badge-last [data-outcome="undone"]').waitFor();
  await wedge(badge(stranger));
  await told("look", "算支援吗?").waitFor();
  await leader.getByRole("button", { name: "不算" }).click();
  await told("look", "没算支援").waitFor();
  const own = await ownRows(leader);
  const of = own.filter(({ event }) => event.type === "badgeSeen" && event.facts.person === stranger).map(({ event }) => event.id);
  expect(of).toHaveLength(1);
  expect(own.filter(({ event }) => event.type === "retracted").map(({ event }) => event.facts.of)).toEqual(of);
});

it("§6 我的码 is there on a phone without any network, and is what the tablet takes", async () => {
  await phone.setOffline(true);
  await volunteer.reload();
  await volunteer.locator('[data-screen="my-code"][data-badge="good"] svg').waitFor();
  await volunteer.getByText("给队长扫一下,就记到岗").waitFor();
  const shown = await volunteer.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open("daogang-badge");
        opening.onerror = () => reject(new Error("no badge"));
        opening.onsuccess = () => {
          const reading = opening.result.transaction("badge").objectStore("badge").get("badges");
          reading.onsuccess = () => resolve((reading.result as readonly { text: string }[])[0]?.text ?? "");
        };
      }),
  );
  // Scanned before by the printed badge: the phone's is the same person's.
  await wedge(shown);
  await told("look", `${nth(0).name} 已签过`).waitFor();
});

it("现场登记 is one tap away, and what is typed there is no scan", async () => {
  await leader.getByRole("button", { name: "现场登记" }).click();
  const field = leader.getByRole("dialog").getByLabel("姓名");
  await field.fill("");
  await field.pressSequentially("DG1ABCDEFGH", { delay: 0 });
  await expect.poll(() => field.inputValue()).toBe("DG1ABCDEFGH");
  await leader
    .getByRole("dialog")
    .getByRole("button", { name: "关闭" })
    .or(leader.getByRole("dialog").getByRole("button").last())
    .last()
    .click();
});

it("R16: 作废 on a person's page, offline: the tablet refuses the badge at once", async () => {
  const { person, name } = nth(2);
  await leader.goto(`${endpoint.url}/desk/people/${person}`);
  await leader.getByRole("button", { name: "作废他的码" }).click();
  await leader.getByRole("dialog").getByRole("button", { name: "作废", exact: true }).click();
  await leader.locator('[data-badge-revoked="true"]').waitFor();
  await leader.getByText(`${name}以前的码已作废`).first().waitFor();
  await leader.goto(`${board}/scan`);
  await leader.locator('[data-screen="badge-scan"][data-shift]').waitFor();
  await wedge(badge(person));
  await told("bad", "码已作废,请核对本人").waitFor();
  await told("bad", name).waitFor();
});

it("R16: back online, every scan is stored and verified by the endpoint, and the ledger has everybody there", async () => {
  endpoint = await startEndpoint({ dataDir, port: endpoint.port, args: ["--demo"], offsetMs });
  await tablet.setOffline(false);
  await hurryUntil(tablet, leader.locator('.unsent[data-unsent="0"]'));
  const recorded = await scans();
  expect(recorded.every(({ receipt }) => receipt?.judgement === "stored")).toBe(true);
  expect(recorded.every(({ receipt }) => receipt?.verdict?.strength === "strong")).toBe(true);
  await endpoint.stop();
  const rows = readLedger(dataDir).attendance as unknown as readonly { person: string; class: string | null; state: string }[];
  for (const { person } of people)
    expect(rows.filter((row) => row.person === person && row.class === "verified" && row.state !== "unheard").length).toBeGreaterThan(0);
});
