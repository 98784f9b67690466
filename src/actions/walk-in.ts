// 现场登记: somebody the roster does not know stands there. Name and last four digits now, merged with the register's entry later (R22a);
// the new person and the mark are one transaction, so that nobody is present without a name.

import type { Id } from "../domain/event.ts";
import type { FactsOf } from "../domain/facts.ts";
import { createEntityId } from "./patch.ts";
import { type ActionPorts, draft, record } from "./record.ts";

export interface WalkIn {
  readonly team: Id;
  readonly shift: Id;
  readonly post: Id | null;
  readonly name: string;
  /** The last four digits, or as many of the phone as were said; empty: none. */
  readonly digits: string;
  /** 替班: whose place it is. */
  readonly insteadOf: Id | null;
}

/** The new person and the ids of what was recorded: the patch, then the mark. */
export async function walkIn(
  ports: ActionPorts,
  leader: Id,
  { team, shift, post, name, digits, insteadOf }: WalkIn,
): Promise<{ readonly person: Id; readonly patch: Id; readonly mark: Id }> {
  const person = createEntityId(ports);
  const facts: FactsOf["patched"] = {
    entity: "person",
    id: person,
    basis: [],
    set: { team, name: true, ...(digits === "" ? {} : { phone: true as const }) },
  };
  const added = draft(ports, leader, "patched", facts, { name, ...(digits === "" ? {} : { phone: digits }) });
  const marked = draft(ports, leader, "marked", {
    shift,
    person,
    post,
    state: "present",
    at: null,
    basis: [],
    bulk: false,
    ...(insteadOf === null ? {} : { insteadOf }),
  });
  await record(ports, [added, marked]);
  return { person, patch: added.id, mark: marked.id };
}

/** 撤销: the mark is taken back and the entry closed, as one. */
export const undoWalkIn = (
  ports: ActionPorts,
  leader: Id,
  { person, patch, mark }: { readonly person: Id; readonly patch: Id; readonly mark: Id },
): Promise<readonly Id[]> => {
  const facts: FactsOf["patched"] = { entity: "person", id: person, basis: [patch], set: { closed: true } };
  return record(ports, [draft(ports, leader, "retracted", { of: mark }), draft(ports, leader, "patched", facts)]);
};
