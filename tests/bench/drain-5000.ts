// A backlog: 5,000 events made offline in one browser are sent once the network is back, against a page and a server that keep bare rows
// (pages/bare-client.ts, roots/bare-server.ts), in the same browser and run, over the same wire. Every round has a browser profile and a
// person of its own.

import { buildCity, type DrainCity } from "./drain-city.ts";
import { compare, type DrainScene, median, type Round, stagesOf, withScene } from "./drain-scene.ts";
import { type Bench, type Line, lineOf } from "./line.ts";
import type { Shape } from "./roots/shaped-wire.ts";

const dutyCount = 1667;
const eventCount = 3 * dutyCount;
const loopback: Shape = { bytesPerSecond: null, roundTripMs: 0 };
/** 100 kbit/s each way. */
const slow: Shape = { bytesPerSecond: 12_500, roundTripMs: 300 };
const rounds = { loopback: 5, slow: 3 } as const;

async function drainOnce({ endpoint, withPages }: DrainScene, city: DrainCity, name: string, at: number, shape: Shape): Promise<Round> {
  const person = await city.volunteer(name);
  const duties = city.duties(name);
  const ago = Date.now() - Math.min(...duties.map((duty) => duty.at)) + 3_600_000;
  return withPages(async (sides) => {
    const { ours, bare } = sides;
    const shapeBoth = async (next: Shape): Promise<void> => {
      for (const { wire } of [ours, bare]) await wire.shape(next);
    };
    // It joins before its first duty, and then hears nothing until after its last.
    await endpoint.moveClock(-ago);
    const invite = await endpoint.invite(person);
    await ours.page.evaluate((ms) => drainDevice.openedAgo(ms), ago);
    await ours.page.evaluate((text) => drainDevice.enrol(text), invite.slice(invite.indexOf("#") + 1));
    await ours.page.evaluate(() => drainDevice.quiet());
    for (const { wire } of [ours, bare]) await wire.down(true);
    await ours.page.evaluate(([who, all]) => drainDevice.record(who, all), [person, duties] as const);
    await endpoint.moveClock(0);
    await ours.page.evaluate(() => drainDevice.failOffline());
    await bare.page.evaluate(([who, all]) => bareClient.fill(who, all), [person, duties] as const);
    await shapeBoth(shape);
    for (const { wire } of [ours, bare]) await wire.down(false);
    const round = await compare(
      sides,
      at,
      (page) => page.evaluate((count) => drainDevice.drain(count), eventCount),
      (page) => page.evaluate(() => bareClient.drain()),
    );
    await shapeBoth(loopback);
    const kept = await ours.page.evaluate(() => drainDevice.kept());
    if (kept.stored !== eventCount || kept.unsent !== 0) throw new Error(`not drained: ${JSON.stringify(kept)}`);
    return round;
  });
}

const lineFor = (name: string, all: readonly Round[], note: string): Line =>
  lineOf({
    name,
    value: median(all.map(({ ours }) => ours.tookMs)),
    unit: "ms",
    floor: median(all.map(({ bareMs }) => bareMs)),
    budget: 2.5,
    note: `${all.length} rounds of ${eventCount} events${note}; ${stagesOf(all, eventCount, eventCount)}`,
  });

/** Bytes an event of the middle round. */
const bytesOf = (all: readonly Round[], of: (round: Round) => number): number => median(all.map(of)) / eventCount;

export const drain5000: Bench = {
  names: ["drain-5000-loopback", "drain-5000-slow", "drain-5000-wire"],
  run: () =>
    withScene(async (scene) => {
      const city = await buildCity(scene.endpoint, dutyCount, 6 * 3_600_000);
      const drained = async (kind: keyof typeof rounds, shape: Shape): Promise<readonly Round[]> => {
        const all: Round[] = [];
        for (let at = 0; at < rounds[kind]; at += 1) all.push(await drainOnce(scene, city, `${kind} ${at}`, at, shape));
        return all;
      };
      const [near, far] = [await drained("loopback", loopback), await drained("slow", slow)];
      const [up, down] = [bytesOf(near, ({ counted }) => counted.up), bytesOf(near, ({ counted }) => counted.down)];
      const bare = bytesOf(near, ({ bareCounted }) => bareCounted.up + bareCounted.down);
      return [
        lineFor("drain-5000-loopback", near, ""),
        lineFor("drain-5000-slow", far, ", 300 ms, 100 kbit/s each way"),
        lineOf({
          name: "drain-5000-wire",
          value: up + down,
          unit: "bytes",
          budget: 120,
          note: `an event, everything on the wire: up ${up.toFixed(1)}, down ${down.toFixed(1)}; bare rows ${bare.toFixed(1)}`,
        }),
      ];
    }),
};
