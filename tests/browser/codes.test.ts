// Proof by the post's sign, with no signal and the endpoint stopped: its QR code through a fake camera's film, its link opened from
// outside, its six digits typed. The phone notes; only the endpoint judges, later (R16).

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoId } from "../../src/endpoint/demo.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { comeOnline, openPhone, type Phone } from "./support/crew.ts";
import { writeCameraFilm } from "./support/fake-camera.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { minuteMs, quietHourOffset, today, untilToday } from "./support/people.ts";
import { ownRows, readLedger } from "./support/stored.ts";

interface Sign {
  readonly post: string;
  readonly code: string;
  readonly url: string;
}

let filming: Browser;
let refusing: Browser;
let dataDir: string;
let film: string;
let endpoint: EndpointProcess;
let signs: readonly Sign[];
const offsetMs = quietHourOffset();
let scanning: Phone;
let typing: Phone;
let opening: Phone;

const signOf = (post: string): Sign => {
  const sign = signs.find((it) => it.post === demoId(post));
  if (sign === undefined) throw new Error(`no sign was printed for ${post}`);
  return sign;
};
/** What was recorded beside the consent, in order. */
const recorded = async ({ page }: Phone) => (await ownRows(page)).filter(({ event }) => event.type !== "consented");
const typesOf = async (phone: Phone) => (await recorded(phone)).map(({ event }) => event.type);
/** The camera opens its film anew each time it is started. */
const hold = (text: string) => writeCameraFilm(film, [text]);
const scan = ({ page }: Phone) => page.getByRole("button", { name: "扫码" }).click();
async function type({ page }: Phone, digits: string): Promise<void> {
  await page.getByLabel("牌上的6位码").fill(digits);
  await page.getByRole("button", { name: "记下" }).click();
}

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-codes-"));
  film = await writeCameraFilm(joinPath(dataDir, "film.y4m"), [null]);
  [filming, refusing, endpoint] = await Promise.all([
    launchBrowser({ cameraFilm: film }),
    launchBrowser({ args: ["--use-fake-device-for-media-stream", "--deny-permission-prompts"] }),
    startEndpoint({ dataDir, args: ["--demo"], offsetMs }),
  ]);
  const printed = endpoint.lines().find((line) => line.startsWith("signs: ")) ?? "";
  const sections = (await readFile(printed.slice("signs: ".length), "utf8")).matchAll(
    /data-post="([0-9a-f]{32})" data-code="(\d{6})" data-url="([^"]+)"/g,
  );
  signs = Array.from(sections, ([, post = "", code = "", url = ""]) => ({ post, code, url }));
  const options = { offsetMs, place: null, agrees: false };
  scanning = await openPhone(filming, endpoint, { ...options, member: 0 });
  typing = await openPhone(refusing, endpoint, { ...options, member: 1 });
  opening = await openPhone(filming, endpoint, { ...options, member: 2 });
  await endpoint.stop();
  for (const { context } of [scanning, typing, opening]) await context.setOffline(true);
});
afterAll(async () => {
  await Promise.all([filming?.close(), refusing?.close()]);
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe("the sign on the post, without signal", () => {
  it("R16: a code that is no sign is told so and records nothing", async () => {
    await hold("https://example.com/menu?table=7");
    await scan(scanning);
    await scanning.page.getByText("不认识这个码,请扫岗位牌上、或队长出示的码").waitFor();
    await expect.poll(() => scanning.page.locator('[data-screen="scan"]').count()).toBe(1);
    await expect.poll(() => typesOf(scanning)).toEqual([]);
    await scanning.page.getByRole("link", { name: "返回" }).click();
    await untilToday(scanning.page, "open");
  });

  it("R16: the sign held before the camera checks in, with its code, and says it is still to be judged", async () => {
    const { url, post } = signOf("square-crossing");
    await hold(url);
    await scan(scanning);
    await untilToday(scanning.page, "on", "kept");
    await today(scanning.page).getByText("码已记下,等核对").waitFor();
    const rows = await recorded(scanning);
    expect(rows.map(({ event }) => event.type)).toEqual(["checkedIn", "codeSeen"]);
    expect(rows[0]?.event.facts.post).toBe(post);
    expect(rows[1]?.event.facts).toEqual({ of: rows[0]?.id, kind: "sign", post, code: url.slice(-32) });
  });

  it("R16: no camera is no dead end: the sentence, and six digits to type beside it, checked for slips", async () => {
    await scan(typing);
    await typing.page.locator('[data-camera="refused"]').getByText("相机打不开,请输牌上的6位码").waitFor();
    const { code } = signOf("square-segment");
    const slip = code.slice(0, 5) + ((Number(code[5]) + 1) % 10);
    await type(typing, slip);
    await typing.page.getByText("输错了,再看一眼").waitFor();
    await type(typing, code.slice(0, 5));
    await typing.page.getByText("要6位数字").waitFor();
    await expect.poll(() => typesOf(typing)).toEqual([]);
    // A Chinese keyboard's full-width digits are digits too.
    await type(
      typing,
      code.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
    );
    await untilToday(typing.page, "on", "kept");
    const rows = await recorded(typing);
    expect(rows.map(({ event }) => event.type)).toEqual(["checkedIn", "codeSeen"]);
    expect(rows[1]?.event.facts).toEqual({ of: rows[0]?.id, kind: "typed", post: demoId("square-segment"), code });
  });

  it("R16: another post's code is only noted: the phone cannot know better, and nobody is accused", async () => {
    await typing.page.getByRole("button", { name: "扫码" }).click();
    await type(typing, signOf("river-lane").code);
    await untilToday(typing.page, "on", "kept");
    await today(typing.page).getByText("已记下,等核对", { exact: true }).waitFor();
    await expect.poll(() => typesOf(typing)).toEqual(["checkedIn", "codeSeen", "codeSeen"]);
  });

  it("R16: the sign's link, opened offline by the phone's own scanner, asks first and then leads to the same record", async () => {
    const { url, post } = signOf("square-compound");
    await opening.page.goto(url);
    const asked = opening.page.getByRole("dialog", { name: "扫到岗位牌了,现在签到?" });
    await asked.getByRole("button", { name: "取消" }).click();
    await expect.poll(() => typesOf(opening)).toEqual([]);
    await opening.page.goto(`${endpoint.url}/`);
    await untilToday(opening.page, "open");
    await opening.page.goto(url);
    await asked.getByRole("button", { name: "签到" }).click();
    await untilToday(opening.page, "on", "kept");
    const rows = await recorded(opening);
    expect(rows.map(({ event }) => event.type)).toEqual(["checkedIn", "codeSeen"]);
    expect(rows[1]?.event.facts).toEqual({ of: rows[0]?.id, kind: "sign", post, code: url.slice(-32) });
  });

  it("R16: an hour later the same sign offers to leave, and never does so unasked", async () => {
    await scanning.context.clock.fastForward(57 * minuteMs);
    await hold(signOf("square-crossing").url);
    await scan(scanning);
    const asked = scanning.page.getByRole("dialog", { name: /^\d\d:\d\d 已签到。现在签退\?$/ });
    await asked.waitFor();
    await expect.poll(() => typesOf(scanning)).toEqual(["checkedIn", "codeSeen"]);
    await asked.getByRole("button", { name: "签退", exact: true }).click();
    await untilToday(scanning.page, "off", "kept");
    await expect.poll(() => typesOf(scanning)).toEqual(["checkedIn", "codeSeen", "checkedOut", "codeSeen"]);
  });
});

describe("what the endpoint makes of it", () => {
  it("R16: a printed sign proves the place, never the moment: static and weak; a foreign code is worth nothing", async () => {
    endpoint = await startEndpoint({ dataDir, port: endpoint.port, args: ["--demo"], offsetMs: offsetMs + 57 * minuteMs });
    for (const phone of [scanning, typing, opening]) await comeOnline(phone);
    const verdicts = async (phone: Phone) =>
      (await recorded(phone)).filter(({ event }) => event.type === "codeSeen").map(({ receipt }) => receipt?.verdict);
    const right = { strength: "weak", freshness: "static", band: null };
    await expect.poll(() => verdicts(scanning)).toMatchObject([right, right]);
    await expect.poll(() => verdicts(opening)).toMatchObject([right]);
    await expect.poll(() => verdicts(typing)).toMatchObject([right, { strength: "none", freshness: "invalid" }]);

    await endpoint.stop();
    const { attendance } = readLedger(dataDir);
    for (const { person } of [scanning, typing, opening]) {
      const taken = attendance.filter((row) => row.person === person && row.strength !== "none");
      expect(taken).toHaveLength(1);
      expect(taken[0]).toMatchObject({ state: "unconfirmed", strength: "weak", minutes: 0 });
    }
  });
});
