// 点名: a leader says how somebody attended. Each mark names the marks it was made in sight of (R22).

import type { Id } from "../domain/event.ts";
import type { MarkState } from "../domain/facts.ts";
import { type ActionPorts, draft, record } from "./record.ts";

export interface Marking {
  readonly person: Id;
  readonly post: Id | null;
  /** Living marks of this person, as the board showed them. */
  readonly basis: readonly Id[];
}

/** The id of `marked`. `at`: arrival for `late`, leaving for `leftEarly`, else null; ms. */
export async function mark(
  ports: ActionPorts,
  leader: Id,
  shift: Id,
  of: Marking & { readonly state: MarkState; readonly at: number | null },
): Promise<Id> {
  const { person, post, basis, state, at } = of;
  const made = draft(ports, leader, "marked", { shift, person, post, state, at, basis, bulk: false });
  await record(ports, [made]);
  return made.id;
}

/** 剩下的记到岗: only those the board showed as unheard at one post, all in one transaction, said to be 成批登记. */
export const markRest = (ports: ActionPorts, leader: Id, shift: Id, rest: readonly Marking[]): Promise<readonly Id[]> =>
  record(
    ports,
    rest.map(({ person, post, basis }) =>
      draft(ports, leader, "marked", { shift, person, post, state: "present", at: null, basis, bulk: true }),
    ),
  );
