// 申诉: somebody does not agree with what a duty came to for them; the branch answers. Says nothing of what would be right: the reason does.

import type { Id } from "../domain/event.ts";
import { type ActionPorts, draft, record } from "./record.ts";

/** The id of `appealed`. */
export async function appeal(ports: ActionPorts, person: Id, shift: Id, reason: string): Promise<Id> {
  const made = draft(ports, person, "appealed", { shift }, { reason });
  await record(ports, [made]);
  return made.id;
}
