// 临时换点: for one shift a post lies elsewhere, and why. What it takes back later is `retract`.

import type { Geometry } from "../domain/entity-fields.ts";
import type { Id } from "../domain/event.ts";
import { type ActionPorts, draft, record } from "./record.ts";

export interface Moving {
  readonly shift: Id;
  readonly post: Id;
  /** Null: nobody knows where; no position counts for or against anybody then. */
  readonly geometry: Geometry | null;
  readonly reason: string;
}

/** The id of `relocated`. */
export async function relocate(ports: ActionPorts, leader: Id, { reason, ...facts }: Moving): Promise<Id> {
  const made = draft(ports, leader, "relocated", facts, { reason });
  await record(ports, [made]);
  return made.id;
}
