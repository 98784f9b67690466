// 确认加入: a leader says who somebody is that asked to join with the squad's link, or that nobody of ours is meant. Works without a
// network; the endpoint lets the phone in when it hears of it.

import type { Id } from "../domain/event.ts";
import { createEntityId } from "./patch.ts";
import { type ActionPorts, draft, record } from "./record.ts";

export interface JoinDecision {
  /** The request. */
  readonly of: Id;
  /** Null: nobody of ours. */
  readonly person: Id | null;
}

/** All of them or none, in one transaction. */
export const decideJoins = (ports: ActionPorts, leader: Id, decisions: readonly JoinDecision[]): Promise<readonly Id[]> =>
  record(
    ports,
    decisions.map((facts) => draft(ports, leader, "joinDecided", facts)),
  );

/** 新来的人: a new person of the team, by what they said of themselves, and confirmed. The id of the person. */
export async function admitNewcomer(
  ports: ActionPorts,
  leader: Id,
  request: { readonly id: Id; readonly team: Id; readonly name: string; readonly lastFour: string },
): Promise<Id> {
  const person = createEntityId(ports);
  const set = { team: request.team, name: true, phone: true } as const;
  await record(ports, [
    draft(ports, leader, "patched", { entity: "person", id: person, basis: [], set }, { name: request.name, phone: request.lastFour }),
    draft(ports, leader, "joinDecided", { of: request.id, person }),
  ]);
  return person;
}
