// 代传: another device's records are taken in, and whoever does so on duty records that they have seen them: all of that chain existed by then
// (R16, "not later than"). One transaction for both, so that nobody says to carry what is not kept.

import type { Id } from "../domain/event.ts";
import type { TakenBundle, TakenIn } from "../sync/ports.ts";
import { type ActionPorts, draft } from "./record.ts";

/** The duty on which this device's person answers for a shift, or (`post`) for one post of it. */
export interface Watch {
  readonly shift: Id;
  readonly post: Id | null;
}

/** The duty the bundle is about where that is one of these, else the first. */
export function watchFor(watches: readonly Watch[], { events }: Pick<TakenBundle, "events">): Watch | null {
  const shifts = new Set(events.map(({ event: { facts } }) => ("shift" in facts ? facts.shift : null)));
  return watches.find(({ shift }) => shifts.has(shift)) ?? watches[0] ?? null;
}

/**
 * `taken`: verified (device/relaying.ts). `own`: this device, whose own records prove nothing to itself. `watches`: empty for whoever is not in
 * charge: then it is carried, and nothing is said about it. Answers in the order of `taken`.
 */
export async function takeIn(
  ports: ActionPorts,
  person: Id,
  own: string,
  watches: readonly Watch[],
  taken: readonly TakenBundle[],
): Promise<readonly TakenIn[]> {
  const told = await ports.journal.takeIn(taken, ports.clock.now(), (fresh) =>
    fresh.flatMap((one) => {
      const watch = watchFor(watches, one);
      const { device, first, head } = one.bundle;
      if (watch === null || device === own) return [];
      return [draft(ports, person, "relayed", { ...watch, device, n: first + one.events.length - 1, hash: head.hash })];
    }),
  );
  ports.onRecorded();
  return told;
}
