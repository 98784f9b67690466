// A fresh device: a leader joins and pulls what the squad's month left, 5,000 events, against a bare page that pulls as many rows in
// pages of 500 from a bare server, in the same browser and run.

import { buildCity, type DrainCity } from "./drain-city.ts";
import { compare, median, type Round, stagesOf, withScene } from "./drain-scene.ts";
import { type Bench, lineOf } from "./line.ts";

const people = 40;
const shifts = 40;
const rounds = 5;

/**
 * Every member's device sends what it has; as bare rows: the same events and their receipts, whole. Until 2026-11-22 a bare row left device,
 * n, anchor, revision and MAC out, which no device could do without: what is compared is the work beside keeping the rows.
 */
async function fillLedger(city: DrainCity): Promise<readonly object[]> {
  const rows: object[] = [];
  for (let i = 0; i < people; i += 1) {
    const name = `member ${i}`;
    const device = await city.join(await city.volunteer(name));
    for (const { shift, post, at, fix, claim } of city.duties(name)) {
      const tap = device.record({ type: "checkedIn", facts: { shift, post }, wallTime: at });
      device.record({ type: "positionFixed", facts: { of: tap.event.id, ...claim }, parts: { fix }, wallTime: fix.at + 900 });
      device.record({ type: "checkedOut", facts: { shift, post }, wallTime: at + 3_600_000 });
    }
    await device.exchange({ gzip: true });
    for (const { event } of device.recorded) rows.push({ ...event, receipt: device.receipts.get(event.id) });
  }
  return rows;
}

export const pull5000: Bench = {
  names: ["drain-5000-pull"],
  run: () =>
    withScene(async ({ endpoint, withPages }) => {
      const city = await buildCity(endpoint, shifts, 17 * 3_600_000);
      const rows = await fillLedger(city);
      const all: Round[] = [];
      for (let at = 0; at < rounds; at += 1) {
        const invite = await endpoint.invite(city.leader);
        await withPages(async (sides) => {
          if (at === 0) await sides.bare.page.evaluate((given) => bareClient.seed(given), rows);
          const round = await compare(
            sides,
            at,
            (page) => page.evaluate((text) => drainDevice.pull(text), invite.slice(invite.indexOf("#") + 1)),
            (page) => page.evaluate((count) => bareClient.pull(count), rows.length),
          );
          const { events } = await sides.ours.page.evaluate(() => drainDevice.kept());
          if (events < rows.length) throw new Error(`only ${events} of ${rows.length} were pulled`);
          all.push(round);
        });
      }
      // Ours pulls the squad's people, shifts and devices too: both are told as for 5,000.
      const pulled = all[0]?.ours.rows ?? 0;
      const bytes = (of: (round: Round) => number, count: number): string => (median(all.map(of)) / count).toFixed(0);
      const ourBytes = bytes(({ counted }) => counted.up + counted.down, pulled);
      const bareBytes = bytes(({ bareCounted }) => bareCounted.up + bareCounted.down, rows.length);
      return [
        lineOf({
          name: "drain-5000-pull",
          value: (median(all.map(({ ours }) => ours.tookMs)) / pulled) * 5000,
          unit: "ms",
          floor: (median(all.map(({ bareMs }) => bareMs)) / rows.length) * 5000,
          budget: 1.5,
          note:
            `${rounds} rounds, joining within; ${pulled} rows, bare ${rows.length}, both as for 5000; ${stagesOf(all, pulled, rows.length)}; ` +
            `${ourBytes} B a row on the wire, bare ${bareBytes}`,
        }),
      ];
    }),
};
