// 补签: somebody says what they served where the record does not show it (R11). Taken back like every own record: retract.ts.

import type { Id } from "../domain/event.ts";
import { type ActionPorts, draft, record } from "./record.ts";

export interface MakeupRequest {
  readonly shift: Id;
  /** Whose hours they are: one's own, or for a leader somebody of the shift. */
  readonly person: Id;
  readonly post: Id | null;
  /** ms */
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

/** The id of `makeupAsked`. */
export async function askMakeup(ports: ActionPorts, author: Id, { reason, ...asked }: MakeupRequest): Promise<Id> {
  const made = draft(ports, author, "makeupAsked", { ...asked, sheet: null }, { reason });
  await record(ports, [made]);
  return made.id;
}
