// The core path, told once for every browser: joined by link, rehearsed, signed in and out without any endpoint, reloaded in between,
// and everything reaches the ledger exactly once. Asks of the browser only what webdriver.ts offers; clocks are the machine's own.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rules } from "../../../src/domain/rules.ts";
import type { AllWords } from "../../../src/words/all-words.ts";
import { type EndpointProcess, startEndpoint } from "../../fixtures/endpoint-process.ts";
import { inviteOf, type Place } from "./people.ts";
import { expectExactlyOnce } from "./scene.ts";
import { type JournalRow, journalRows, ownOf, readLedger } from "./stored.ts";
import type { Driver } from "./webdriver.ts";

/** The crossing where --demo's volunteer of the printed link stands. */
export const placeOfPost: Place = { longitude: 105.72, latitude: 34.58, accuracy: 20 };

export interface Telling {
  readonly words: AllWords;
  readonly open: () => Promise<Driver>;
  /** Whether the browser's receiver answers at all: if not, nobody waits for it and no fix is recorded. */
  readonly isPlaceTold: boolean;
}

export function tellCorePath({ words, open, isPlaceTold }: Telling): void {
  let dataDir: string;
  let endpoint: EndpointProcess;
  let browser: Driver;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "daogang-core-"));
    [endpoint, browser] = await Promise.all([startEndpoint({ dataDir, args: ["--demo"] }), open()]);
  });
  afterAll(async () => {
    await browser?.close();
    await endpoint?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const untilToday = (phase: string, record: string): Promise<void> =>
    browser.until(`main[data-screen="today"][data-phase="${phase}"][data-record="${record}"]`);
  const all = (): Promise<readonly JournalRow[]> => browser.read<readonly JournalRow[]>(`return (${journalRows.toString()})();`);
  const own = async (): Promise<readonly JournalRow[]> => ownOf(await all());
  /** How long after the start of their shift the first tap came, in whole seconds as the rules count. */
  const arrivedAfter = async (): Promise<number> => {
    const rows = await all();
    const tapped = rows.find(({ event }) => event.type === "checkedIn")?.event as
      | (JournalRow["event"] & { readonly wallTime: number })
      | undefined;
    const planned = rows.find(({ event }) => event.type === "patched" && event.facts.id === tapped?.facts.shift)?.event.facts.set;
    if (tapped === undefined || planned === undefined) throw new Error("no tap, or none of a shift that is known");
    return Math.floor(tapped.wallTime / 1000) * 1000 - (planned as { readonly start: number }).start;
  };
  const tap = (type: string): readonly string[] => (isPlaceTold ? [type, "positionFixed"] : [type]);
  /** The fix is recorded after the tap, when the receiver has answered. */
  const untilRecorded = (types: readonly string[]): Promise<void> =>
    expect.poll(async () => (await own()).map((row) => row.event.type), { timeout: 20_000 }).toEqual(types);

  describe("the core path", () => {
    it("X13: an invite makes a device, ready for offline; 练一次 asks for the place, and 今日 shows the running shift", async () => {
      await browser.goto(inviteOf(endpoint, "volunteer"));
      await browser.press(words.join.join);
      await browser.until('[data-stage="joined"]');
      await browser.until('[data-offline-ready="true"]');
      await browser.press(words.join.rehearse);
      await browser.press(words.rehearse.agree);
      await browser.until(`[data-answer="${isPlaceTold ? "fixed" : "trying"}"]`);
      await browser.press(isPlaceTold ? words.rehearse.next : words.rehearse.skip);
      await browser.until('[data-step="camera"]');
      await browser.press(words.rehearse.skip);
      await browser.until('[data-step="sound"]');
      await browser.press(words.rehearse.done);
      await browser.until('main[data-screen="today"][data-phase="open"]');
      // What was agreed to has arrived before the endpoint goes.
      await untilRecorded(["consented"]);
      await expect.poll(async () => (await own()).filter((row) => row.unsent === 1).length).toBe(0);
    });

    it("X1: the endpoint stopped, 签到 is kept at once", async () => {
      await endpoint.stop();
      await browser.press(words.today.checkIn);
      await untilToday("on", "kept");
      await browser.untilSaid(isPlaceTold ? words.place.inside(placeOfPost.accuracy) : words.place.locating);
      await untilRecorded(["consented", ...tap("checkedIn")]);
    });

    it("X1: reloaded with the endpoint still gone, the page opens and 签退 is kept too", async () => {
      await browser.reload();
      await untilToday("on", "kept");
      await browser.press(words.today.checkOut);
      await browser.until('[role="dialog"]');
      await browser.press(words.today.checkOut);
      await untilToday("off", "kept");
      await untilRecorded(["consented", ...tap("checkedIn"), ...tap("checkedOut")]);
      expect((await own()).filter((row) => row.unsent === 1).length).toBe(2 * tap("").length);
    });

    it("X1 X2: the endpoint is back: the ledger has exactly these rows, each under the receipt the device holds", async () => {
      endpoint = await startEndpoint({ dataDir, port: endpoint.port, args: ["--demo"] });
      await browser.press(words.tabs.me);
      await browser.press(words.me.sendNow);
      await browser.until('[data-screen="me"] .card[data-unsent="0"]');
      const rows = await own();
      expect(rows.every((row) => row.receipt?.judgement === "stored")).toBe(true);
      await endpoint.stop();
      const ledger = readLedger(dataDir);
      expectExactlyOnce(rows, ledger);
      const heard = ledger.attendance.filter((row) => row.person === rows[0]?.event.author && row.state !== "unheard");
      // The shift began at the last full five minutes of a real clock: the grace may be over by now.
      const isLate = (await arrivedAfter()) > rules.graceMs;
      expect(heard).toMatchObject([
        isPlaceTold ? { state: isLate ? "late" : "leftEarly", strength: "strong" } : { state: "unconfirmed", strength: "weak" },
      ]);
    });
  });
}
