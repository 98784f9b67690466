// What a volunteer reads about the place after 签到, with no signal and the endpoint stopped: inside, unsure, outside of a point, a
// line and a polygon; a fix that gets better, a refusal, silence. Then what the endpoint makes of it, and who may see the raw fix.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoId, demoLeader } from "../../src/endpoint/demo.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { createTestDevice, sendTo } from "../fixtures/test-device.ts";
import { comeOnline, openPhone, type Phone, type PhoneOptions, signIn, squad, takeBack } from "./support/crew.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { join, minuteMs, openDevice, type Place, quietHourOffset, today, untilToday } from "./support/people.ts";
import { ownRows, readJournal, readLedger, readWholeJournal } from "./support/stored.ts";

/** The demo's square; its posts are drawn in ten-thousandths of a degree east and north of it. */
const square = { longitude: 105.72, latitude: 34.58 };
const metresNorth = 111_195;
const metresEast = metresNorth * Math.cos((square.latitude * Math.PI) / 180);
/** A place some metres from a point given in the demo's ten-thousandths. */
const near = (east: number, north: number, metres: readonly [east: number, north: number], accuracy: number): Place => ({
  longitude: square.longitude + east / 10_000 + metres[0] / metresEast,
  latitude: square.latitude + north / 10_000 + metres[1] / metresNorth,
  accuracy,
});

interface Row {
  readonly what: string;
  readonly at: Place;
  /** Metres where the screen must name the distance. */
  readonly says: "inside" | "unsure" | number;
}

let browser: Browser;
let dataDir: string;
let endpoint: EndpointProcess;
const offsetMs = quietHourOffset();
const phones: Record<"point" | "line" | "polygon" | "refused" | "silent" | "without", Phone> = {} as never;
let leader: Page;

/** No machine is silent on request: the one thing made by hand. */
const beSilent = (): void => {
  Geolocation.prototype.watchPosition = () => 1;
  Geolocation.prototype.getCurrentPosition = () => undefined;
};
/** Lets everything through and notes that it was asked. */
const noteLocating = (): void => {
  const noted: string[] = JSON.parse(localStorage.getItem("located") ?? "[]");
  for (const name of ["watchPosition", "getCurrentPosition", "clearWatch"] as const) {
    const real = Geolocation.prototype[name] as (...all: unknown[]) => unknown;
    Object.defineProperty(Geolocation.prototype, name, {
      value(this: Geolocation, ...[first, ...more]: unknown[]) {
        noted.push(name);
        localStorage.setItem("located", JSON.stringify(noted));
        if (name !== "watchPosition") return real.call(this, first, ...more);
        const onFix = (position: GeolocationPosition): void => {
          (first as PositionCallback)(position);
          localStorage.setItem("seen", String(position.coords.accuracy));
        };
        return real.call(this, onFix, ...more);
      },
    });
  }
};
const located = (page: Page): Promise<readonly string[]> => page.evaluate(() => JSON.parse(localStorage.getItem("located") ?? "[]"));
/** How inexact the last fix was that the receiver has given the page. */
const seenAccuracy = (page: Page): Promise<string | null> => page.evaluate(() => localStorage.getItem("seen"));
const says = (phone: Phone, text: string | RegExp) => today(phone.page).getByText(text).waitFor();
const typesOf = async (phone: Phone) => (await ownRows(phone.page)).map(({ event }) => event.type);

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-places-"));
  [browser, endpoint] = await Promise.all([launchBrowser(), startEndpoint({ dataDir, args: ["--demo"], offsetMs })]);
  const tablet = await openDevice(browser, { kind: "tablet", offsetMs });
  leader = await join(tablet, await endpoint.invite(demoLeader(squad)));
  const place = { ...square, accuracy: 20 };
  const kinds: Readonly<Record<keyof typeof phones, Omit<PhoneOptions, "offsetMs">>> = {
    point: { member: 0, place, agrees: true, before: noteLocating },
    line: { member: 1, place, agrees: true },
    polygon: { member: 2, place, agrees: true },
    refused: { member: 3, place: null, agrees: true },
    silent: { member: 4, place, agrees: false, before: beSilent },
    without: { member: 5, place, agrees: false, before: noteLocating },
  };
  for (const [kind, options] of Object.entries(kinds))
    phones[kind as keyof typeof phones] = await openPhone(browser, endpoint, { ...options, offsetMs });
  // Nobody waits 20 s for a silent receiver in 练一次: agreed to in 我的 instead.
  await phones.silent.page.getByRole("link", { name: "我的" }).click();
  await phones.silent.page.getByRole("button", { name: "打开" }).click();
  await phones.silent.page.locator('[data-consent="true"]').waitFor();
  await phones.silent.page.getByRole("link", { name: "今日" }).click();
  await untilToday(phones.silent.page, "open");
  await endpoint.stop();
  for (const { context } of Object.values(phones)) await context.setOffline(true);
}, 480_000);
afterAll(async () => {
  await browser?.close();
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Checks in at each place, reads what 今日 says, and takes all but the last back. */
async function walk(phone: Phone, rows: readonly Row[]): Promise<void> {
  for (const [index, { at, says: wanted, what }] of rows.entries()) {
    if (index > 0) await takeBack(phone);
    await phone.context.setGeolocation(at);
    await signIn(phone);
    const said = today(phone.page).getByText(/定位(在|不准|离)/);
    await said.waitFor();
    const text = `${what}: ${await said.textContent()}`;
    if (wanted === "inside") expect(text).toBe(`${what}: 定位在岗位上(误差${at.accuracy}米)`);
    else if (wanted === "unsure") expect(text).toBe(`${what}: 定位不准,没关系,队长会核对`);
    else {
      expect(text).toMatch(/: 已签到。定位离岗位\d+米,请队长扫码$/);
      expect(Math.abs(Number(/(\d+)米/.exec(text.slice(what.length))?.[1]) - wanted)).toBeLessThanOrEqual(2);
    }
  }
}

describe("the place after 签到, without signal", () => {
  it("R15: a crossing is a point with 80 m around it", async () => {
    await walk(phones.point, [
      { what: "95 ± 20", at: near(0, 0, [0, 95], 20), says: "inside" },
      { what: "150 ± 30", at: near(0, 0, [0, -150], 30), says: 150 },
      { what: "150 ± 90", at: near(0, 0, [150, 0], 90), says: "unsure" },
    ]);
  });

  it("R15: a road segment is a line with 60 m on either side, not its corners and not longer than drawn", async () => {
    await walk(phones.line, [
      { what: "between two corners", at: near(13.5, 2.5, [0, 0], 15), says: "inside" },
      { what: "100 beside it", at: near(31, 3, [0, 140], 90), says: "unsure" },
      { what: "200 past its end", at: near(40, 3, [200, 0], 30), says: 200 },
      { what: "65 beside it", at: near(31, 3, [0, 65], 10), says: "inside" },
    ]);
  });

  it("R15: a compound is its polygon and 50 m around it", async () => {
    await walk(phones.polygon, [
      { what: "183 from its wall", at: near(51, 12, [183, 0], 30), says: 183 },
      { what: "128 from its wall", at: near(45, 6, [0, -128], 90), says: "unsure" },
      { what: "the middle, 55 from every wall", at: near(45, 12, [0, 0], 4), says: "inside" },
    ]);
  });

  it("R15 R39: a fix that gets better is waited for, a bad one counts only when the time is up; one tap, one watch", async () => {
    const phone = phones.point;
    await takeBack(phone);
    const before = (await located(phone.page)).length;
    await phone.context.setGeolocation(near(0, 0, [300, 0], 1200));
    await signIn(phone);
    await says(phone, "正在定位,不用等");
    // Its time is up once there is something to make the best of.
    await expect.poll(() => seenAccuracy(phone.page)).toBe("1200");
    await phone.context.clock.fastForward(90_000);
    await says(phone, "定位不准,没关系,队长会核对");
    await takeBack(phone);
    await signIn(phone);
    await says(phone, "正在定位,不用等");
    await phone.context.setGeolocation(near(0, 0, [0, 10], 12));
    await says(phone, "定位在岗位上(误差12米)");
    expect((await located(phone.page)).slice(before)).toEqual(["watchPosition", "clearWatch", "watchPosition", "clearWatch"]);
  });

  it("R18: a phone that does not let the page locate checks in all the same, and no fix is recorded", async () => {
    await signIn(phones.refused);
    await says(phones.refused, "没开定位也算,请扫码或找队长");
    await expect.poll(() => typesOf(phones.refused)).toEqual(["consented", "checkedIn"]);
  });

  it("R18: a silent receiver is said to be silent after 90 s; 签到 has counted long before", async () => {
    await signIn(phones.silent);
    await says(phones.silent, "正在定位,不用等");
    await says(phones.silent, /签到成功 \d\d:\d\d/);
    await phones.silent.context.clock.fastForward(90_000);
    await says(phones.silent, "没收到定位,签到照样算,请扫码或找队长");
    await expect.poll(() => typesOf(phones.silent)).toEqual(["consented", "consented", "checkedIn"]);
  });

  it("R39 R18: without consent the receiver is never asked, not even once", async () => {
    await signIn(phones.without);
    await says(phones.without, "没开定位也算,请扫码或找队长");
    await expect.poll(() => located(phones.without.page)).toEqual([]);
    await expect.poll(() => located(phones.point.page)).toContain("watchPosition");
    await expect.poll(() => typesOf(phones.without)).toEqual(["consented", "checkedIn"]);
  });
});

describe("what the endpoint makes of it", () => {
  it("R15: its verdict replaces the phone's claim; where they differ, 已重新核对", async () => {
    endpoint = await startEndpoint({ dataDir, port: endpoint.port, args: ["--demo"], offsetMs });
    const desk = createTestDevice(sendTo(endpoint.url), () => Date.now() + offsetMs);
    await desk.enrol(await endpoint.invite(demoLeader(squad)));
    await desk.pull();
    const compound = demoId("square-compound");
    const basis = desk
      .heldOf("patched")
      .map(({ entry }) => entry.event)
      .filter((event) => event.type === "patched" && event.facts.id === compound)
      .map(({ id }) => id);
    expect(basis).toHaveLength(1);
    // Roadworks: the post is moved half a kilometre while the phone cannot hear of it.
    const set = { geometry: { type: "point", at: [1_057_290_000, 345_812_000] } } as const;
    const receipt = await desk.tell({ type: "patched", facts: { entity: "post", id: compound, basis, set } });
    expect(receipt.judgement).toBe("stored");

    for (const phone of Object.values(phones)) await comeOnline(phone);
    await says(phones.polygon, /^已签到。定位离岗位4\d\d米.* · 已重新核对$/);
    await says(phones.point, /^定位在岗位上\(误差12米\)$/);
    await says(phones.line, /^定位在岗位上\(误差10米\)$/);
    const fixes = async (phone: Phone) => (await ownRows(phone.page)).filter(({ event }) => event.type === "positionFixed");
    const last = (await fixes(phones.polygon)).at(-1);
    expect(last?.event.facts).toMatchObject({ band: "inside" });
    expect(last?.receipt?.verdict).toMatchObject({ band: "outside", strength: "contrary", postVersion: receipt.id });
    for (const row of await fixes(phones.line)) expect(row.receipt?.verdict?.band).toBe(row.event.facts.band);
  });

  it("R25 R39: the leader's tablet holds every verdict and no coordinate; the wire withholds them too", async () => {
    const fixIds = (await Promise.all([phones.point, phones.line, phones.polygon].map(({ page }) => ownRows(page))))
      .flat()
      .filter(({ event }) => event.type === "positionFixed")
      .map(({ id }) => id);
    expect(fixIds.length).toBeGreaterThanOrEqual(10);
    // Somebody opens the tablet: it would come by itself too, but after minutes of patience with an endpoint that was away.
    await leader.goto(`${endpoint.url}/board`);
    await expect
      .poll(async () => {
        const held = (await readJournal(leader)).filter((row) => row.receipt?.verdict?.band != null);
        return fixIds.filter((id) => !held.some((row) => row.id === id));
      })
      .toEqual([]);
    const own = await readWholeJournal(phones.point.page);
    expect(own).toContain('"lngE7":1057200000');
    expect(await readWholeJournal(leader)).not.toMatch(/lngE7|latE7/);

    const desk = createTestDevice(sendTo(endpoint.url), () => Date.now() + offsetMs);
    await desk.enrol(await endpoint.invite(demoLeader(squad)));
    await desk.pull();
    const pulled = desk.heldOf("positionFixed");
    expect(pulled.map(({ entry }) => entry.event.id).sort()).toEqual([...fixIds].sort());
    expect(JSON.stringify(pulled.map(({ parts }) => parts))).not.toMatch(/lngE7|latE7/);
  });

  it("R18: with the leader's word the same minutes come of it, with a fix, refused, silent or never asked", async () => {
    const later = offsetMs + 60 * minuteMs;
    await endpoint.moveClock(later);
    const desk = createTestDevice(sendTo(endpoint.url), () => Date.now() + later);
    await desk.enrol(await endpoint.invite(demoLeader(squad)));
    await desk.pull();
    const crew = Object.values(phones).map(({ person }) => person);
    const taps = (await Promise.all(Object.values(phones).map(({ page }) => ownRows(page)))).map((rows) =>
      rows.filter(({ event }) => event.type === "checkedIn").at(-1),
    );
    const shift = taps[0]?.event.facts.shift as string;
    const planned = desk.heldOf("patched").find(({ entry }) => entry.event.type === "patched" && entry.event.facts.id === shift);
    const { start, end } = (planned?.entry.event.facts as unknown as { readonly set: { readonly start: number; readonly end: number } })
      .set;
    for (const person of crew) {
      const marked = { shift, person, post: null, state: "present", at: null, basis: [], bulk: false } as const;
      expect((await desk.tell({ type: "marked", facts: marked })).judgement).toBe("stored");
    }
    const counts = { present: crew.length, onLeave: 0, absent: 0, unconfirmed: 0, guided: null, cleaned: null };
    expect((await desk.tell({ type: "dutyClosed", facts: { shift, end, absent: [], counts } })).judgement).toBe("stored");
    await endpoint.stop();
    const { attendance } = readLedger(dataDir);
    const minutes = crew.map((person) => attendance.find((row) => row.shift === shift && row.person === person)?.minutes);
    // R2: five minutes of grace; whoever's phone stood later than that here was late by as much.
    const expected = taps.map((tap) => {
      const at = Number.parseInt(tap?.id.slice(0, 12) ?? "", 16);
      return Math.floor((end - (at < start + 5 * minuteMs + 1000 ? start : Math.floor(at / 1000) * 1000)) / minuteMs);
    });
    expect(minutes).toEqual(expected);
  });
});
