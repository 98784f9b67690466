// 抽查: somebody looked in the middle of a shift whether a person is there. It flags, and changes no minute (R21).

import type { Id } from "../domain/event.ts";
import { type ActionPorts, draft, record } from "./record.ts";

export interface Looking {
  readonly shift: Id;
  readonly person: Id;
  readonly post: Id | null;
  readonly here: boolean;
  /** Empty: nothing to add. */
  readonly note: string;
}

/** The id of `spotChecked`. */
export async function spotCheck(ports: ActionPorts, author: Id, { note, ...facts }: Looking): Promise<Id> {
  const text = note.trim();
  const made = draft(ports, author, "spotChecked", facts, text === "" ? undefined : { note: text });
  await record(ports, [made]);
  return made.id;
}
