// 收队: the leader closes the shift; whoever is still unheard is said to be absent, open ends get the end named here.

import type { Id } from "../domain/event.ts";
import type { FactsOf } from "../domain/facts.ts";
import { type ActionPorts, draft, record } from "./record.ts";

/** The id of `dutyClosed`. `note`: the leader's own words, a detail. */
export async function closeDuty(ports: ActionPorts, leader: Id, closing: FactsOf["dutyClosed"], note: string | null): Promise<Id> {
  const made = draft(ports, leader, "dutyClosed", closing, note === null || note.trim() === "" ? undefined : { note: note.trim() });
  await record(ports, [made]);
  return made.id;
}
