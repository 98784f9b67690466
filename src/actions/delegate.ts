// 借出: a leader lends their right on one shift to a tablet that has not joined, by its key, until 72 h after the end (DESIGN.md section 2).

import type { Hash, Id } from "../domain/event.ts";
import type { Shift } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { type ActionPorts, draft, record } from "./record.ts";

/** As long as a leader may still mark. */
export const lentUntil = ({ end }: Pick<Shift, "end">): number => end + rules.lateUntilMs;

/** The id of `deviceDelegated`: taken back with `retract`, it ends. */
export async function delegate(
  ports: ActionPorts,
  leader: Id,
  shift: Pick<Shift, "id" | "end">,
  key: { readonly device: Hash; readonly publicKey: string },
): Promise<Id> {
  const { device, publicKey } = key;
  const made = draft(ports, leader, "deviceDelegated", { shift: shift.id, device, publicKey, until: lentUntil(shift) });
  await record(ports, [made]);
  return made.id;
}
