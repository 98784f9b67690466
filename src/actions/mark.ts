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
  /** `insteadOf`: whose place this person takes (替班, R22a). */
  of: Marking & { readonly state: MarkState; readonly at: number | null; readonly insteadOf?: Id | null },
): Promise<Id> {
  const { person, post, basis, state, at, insteadOf = null } = of;
  const instead = insteadOf === null ? {} : { insteadOf };
  const made = draft(ports, leader, "marked", { shift, person, post, state, at, basis, bulk: false, ...instead });
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
