// How a simulated city heals and comes to rest: every device is opened once more, and then nothing may be left to do. Says who is not at rest, and
// why. Breaks nothing.

import { minute } from "./city.ts";
import type { SimulatedDevice } from "./device.ts";
import type { SimulatedEndpoint } from "./endpoint.ts";
import type { Schedule } from "./schedule.ts";

export interface HealingPorts {
  readonly schedule: Schedule;
  readonly endpoint: SimulatedEndpoint;
  readonly devices: readonly SimulatedDevice[];
  readonly inviteOf: (index: number) => string;
}

export interface Healing {
  /** Virtual ms from healing to rest; null: it never came to rest. */
  heal(withinMs: number): Promise<number | null>;
  /** Who is not at rest, and why. */
  unrest(): string;
}

const unsentOf = (device: SimulatedDevice): number =>
  [...device.state().rows.values()].filter((row) => row.link !== null && (row.receipt === null || row.isForgotten) && !row.isAside).length;
const carriedOf = (device: SimulatedDevice): number =>
  [...device.state().carried.values()].filter(({ state }) => state === "waiting" || state === "held").length;
const isThrough = (device: SimulatedDevice): boolean => device.hasJoined() && unsentOf(device) === 0 && carriedOf(device) === 0;

export function createHealing({ schedule, endpoint, devices, inviteOf }: HealingPorts): Healing {
  const counterNow = (): number => endpoint.ledger.database.get<{ counter: number }>("SELECT counter FROM ledgers")?.counter ?? 0;
  return {
    heal: async (withinMs) => {
      endpoint.restart();
      for (const [i, device] of devices.entries()) {
        device.setQuota(false);
        if (!device.isOpen()) device.open();
        if (!device.hasJoined()) device.join(inviteOf(i));
        device.wake("open");
      }
      const began = schedule.now();
      let [quietMinutes, before] = [0, counterNow()];
      /** Who has had nothing to do at some moment since the last change. */
      let rested = new Set<SimulatedDevice>();
      while (schedule.now() - began < withinMs) {
        await schedule.runUntil(schedule.now() + minute);
        const counter = counterNow();
        if (counter !== before || !devices.every(isThrough)) [quietMinutes, rested] = [0, new Set()];
        else quietMinutes += 1;
        before = counter;
        for (const device of devices) if (device.isIdle()) rested.add(device);
        // Idle devices look in every 45 to 75 s: after three minutes without a change everybody has looked.
        if (quietMinutes >= 3 && rested.size === devices.length) return schedule.now() - began;
      }
      return null;
    },
    unrest: () =>
      devices
        .filter((device) => !(isThrough(device) && device.isIdle()))
        .map((device) => {
          const left = `${unsentOf(device)} unsent, ${carriedOf(device)} carried`;
          return `${device.name}: ${device.hasJoined() ? device.about() : "has not joined"}, ${left}`;
        })
        .join("; "),
  };
}
