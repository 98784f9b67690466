// 收队: the leader closes the shift; whoever is still unheard is said to be absent, open ends get the end named here, and the photos taken
// on the way are part of it: one transaction.

import type { Id } from "../domain/event.ts";
import type { FactsOf } from "../domain/facts.ts";
import { attached, type Picture } from "./attach-photo.ts";
import { type ActionPorts, draft, record } from "./record.ts";

/** Several duties in one transaction, with the same note: ids of all. */
export const closeDuties = (
  ports: ActionPorts,
  leader: Id,
  closings: readonly FactsOf["dutyClosed"][],
  note: string | null,
): Promise<readonly Id[]> =>
  record(
    ports,
    closings.map((closing) => draft(ports, leader, "dutyClosed", closing, note === null ? undefined : { note })),
  );

/** The id of `dutyClosed`. `note`: the leader's own words, a detail. */
export async function closeDuty(
  ports: ActionPorts,
  leader: Id,
  closing: FactsOf["dutyClosed"],
  note: string | null,
  pictures: readonly Picture[] = [],
): Promise<Id> {
  const made = draft(ports, leader, "dutyClosed", closing, note === null || note.trim() === "" ? undefined : { note: note.trim() });
  const { drafts, photos } = attached(ports, leader, made.id, "scene", pictures);
  await record(ports, [made, ...drafts], photos);
  return made.id;
}
