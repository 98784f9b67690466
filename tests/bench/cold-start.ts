// A morning without signal: a browser started anew, endpoint stopped, a processor four times slower, 1,000 people in the journal. How
// long until 今日 stands there, against the least app that can start without a network, in alternating rounds.

import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Patched } from "../../src/domain/facts.ts";
import { startStaticServer } from "../browser/support/static-server.ts";
import { createTestDevice, sendTo, type TestDevice } from "../fixtures/test-device.ts";
import { firstPage, type Profile, profileIn, withFolder } from "./browser.ts";
import { type City, joinBy, todayDrawn, withCity } from "./demo-city.ts";
import { drawnAfter, watchDrawing } from "./drawn.ts";
import { buildHello } from "./hello-app.ts";
import { type Bench, lineOf, percentile } from "./line.ts";

const rounds = 9;
const people = 1_000;
const slowdown = 4;
const budget = 2;
const browserSettleMs = 2_000;
const givenNames = ["建国", "淑芬", "海燕", "志强", "晓梅", "文博", "春生", "丽华"];
const familyNames = ["张", "王", "李", "赵", "孙", "周", "吴", "郑"];

const nameOf = (i: number): string => `${familyNames[i % 8]}${givenNames[(i >> 3) % 8]}${i}`;

/** The leader's squad gets its people, and the leader a duty now, as a leader's own phone sends them. */
async function fillSquad(leader: TestDevice): Promise<void> {
  await leader.pull();
  const author = leader.state.person;
  const patches = leader.heldOf("patched").map(({ entry }) => entry.event.facts as Patched);
  const roles = patches.filter((it) => it.entity === "role") as readonly Extract<Patched, { entity: "role" }>[];
  const team = roles.find(({ set }) => set.person === author)?.set.team;
  if (team === undefined) throw new Error("the leader leads nobody");
  const now = Date.now();
  const shifts = patches.filter((it) => it.entity === "shift" && it.set.team === team) as readonly Extract<Patched, { entity: "shift" }>[];
  const shift = shifts.find(({ set: { start = now + 1, end = 0 } }) => start <= now && now + 120_000 < end);
  if (shift === undefined) throw new Error("no shift runs in the leader's squad");
  leader.record({ type: "placed", facts: { shift: shift.id, person: author, post: shift.set.posts?.[0] ?? null } });
  for (let i = 0; i < people; i += 1) {
    const id = i.toString(16).padStart(32, "b");
    const set = { team, name: true as const, phone: true as const };
    const parts = { name: nameOf(i), phone: `139${String(i).padStart(8, "0")}` };
    leader.record({ type: "patched", facts: { entity: "person", id, basis: [], set }, parts });
  }
  while (leader.outbox().length > 0) {
    const { reply } = await leader.exchange({ events: leader.outbox().slice(0, 250), gzip: true });
    if (reply.type !== "exchanged") throw new Error(`refused: ${JSON.stringify(reply)}`);
  }
  const refused = [...leader.receipts.values()].filter(({ judgement }) => judgement !== "stored");
  if (refused.length > 0) throw new Error(`${refused.length} not stored: ${refused[0]?.problem}`);
}

/** Another phone of the same leader joins through the app and pulls everything; then its browser is closed. */
async function joinAndPull(city: City, profile: Profile): Promise<void> {
  const context = await profile.open();
  try {
    const page = await firstPage(context);
    await joinBy(page, city.link("leader"));
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.goto(`${city.url}/`);
    await page.waitForSelector(todayDrawn);
    const isFull = async (): Promise<boolean> =>
      page.evaluate(
        (least) =>
          new Promise<boolean>((resolve, reject) => {
            const opening = indexedDB.open("daogang");
            opening.onerror = () => reject(opening.error);
            opening.onsuccess = () => {
              const counting = opening.result.transaction("parts").objectStore("parts").index("event").count();
              counting.onsuccess = () => {
                opening.result.close();
                resolve(counting.result >= least);
              };
            };
          }),
        people * 2,
      );
    for (let turn = 0; !(await isFull()); turn += 1) {
      if (turn > 240) throw new Error("the people never arrived");
      await pause(500);
    }
    // The worker has precached and the journal has settled.
    await pause(2_000);
  } finally {
    await context.close();
  }
}

async function visit(profile: Profile, url: string, selector: string): Promise<void> {
  const context = await profile.open();
  try {
    const page = await firstPage(context);
    await page.goto(url);
    await page.waitForSelector(selector);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await pause(2_000);
  } finally {
    await context.close();
  }
}

/** One new browser process; ms from navigation to drawing. */
async function startCold(profile: Profile, url: string, selector: string): Promise<number> {
  const context = await profile.open();
  try {
    const page = await firstPage(context);
    // A starting Chromium first builds its own windows, hundreds of scripts of nobody we measure.
    await pause(browserSettleMs);
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    await watchDrawing(page, selector);
    await page.goto(url, { waitUntil: "commit" });
    return await drawnAfter(page);
  } finally {
    await context.close();
  }
}

export const coldStart: Bench = {
  names: ["cold-start-offline"],
  run: () =>
    withFolder((folder) =>
      withCity(folder, async (city) => {
        const app = profileIn(folder, "app");
        const least = profileIn(folder, "hello");
        const leader = createTestDevice(sendTo(city.url), () => Date.now());
        await leader.enrol(city.link("leader"));
        await fillSquad(leader);
        // A started endpoint prints another link: one key, one link.
        await city.stop();
        await city.start();
        await joinAndPull(city, app);
        await city.stop();
        const hello = await startStaticServer(await buildHello(join(folder, "hello-dist")));
        try {
          await visit(least, `${hello.origin}/`, "main[data-screen=hello]");
        } finally {
          await hello.stop();
        }
        const times: number[] = [];
        const floors: number[] = [];
        const sides = [
          async () => void times.push(await startCold(app, `${city.url}/`, todayDrawn)),
          async () => void floors.push(await startCold(least, `${hello.origin}/`, "main[data-screen=hello]")),
        ] as const;
        // The first round warms the disk for both.
        for (let round = 0; round <= rounds; round += 1) for (const side of round % 2 === 0 ? sides : [...sides].reverse()) await side();
        return [
          lineOf({
            name: "cold-start-offline",
            value: percentile(times.slice(1), 0.5),
            unit: "ms",
            floor: percentile(floors.slice(1), 0.5),
            budget,
            note: `medians of ${rounds} new browsers each, ${slowdown}× slower, ${people} people; floor: an empty Preact PWA`,
          }),
        ];
      }),
    ),
};
