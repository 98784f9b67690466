// Who stands where: a person placed on a shift, moved to another post of it, taken off it. A 点长 who goes gives the post up in the same
// transaction; whoever is taken off is told by the event, and nothing is deleted.

import type { Id } from "../domain/event.ts";
import type { FactsOf } from "../domain/facts.ts";
import type { Draft } from "../sync/ports.ts";
import { createEntityId } from "./patch.ts";
import { type ActionPorts, draft, record } from "./record.ts";

export interface Place {
  readonly shift: Id;
  readonly person: Id;
  readonly post: Id | null;
}
/** A role of 点长 as it was shown: `basis` its heads. */
export interface HeldPost {
  readonly role: Id;
  readonly basis: readonly Id[];
}

const endDraft = (ports: ActionPorts, author: Id, { role, basis }: HeldPost): Draft => {
  const facts: FactsOf["patched"] = { entity: "role", id: role, basis, set: { ended: true } };
  return draft(ports, author, "patched", facts);
};
const leadDraft = (ports: ActionPorts, author: Id, team: Id, { shift, person, post }: Place & { readonly post: Id }): Draft => {
  const facts: FactsOf["patched"] = {
    entity: "role",
    id: createEntityId(ports),
    basis: [],
    set: { person, role: "postLead", team, shift, post },
  };
  return draft(ports, author, "patched", facts);
};

/** People placed together. The ids of the placements. */
export const place = (ports: ActionPorts, author: Id, places: readonly Place[]): Promise<readonly Id[]> =>
  record(
    ports,
    places.map(({ shift, person, post }) => draft(ports, author, "placed", { shift, person, post })),
  );

/** `of`: the placements that were shown. */
export const release = (
  ports: ActionPorts,
  author: Id,
  from: { readonly shift: Id; readonly person: Id; readonly of: readonly Id[]; readonly leads: readonly HeldPost[] },
): Promise<readonly Id[]> =>
  record(ports, [
    draft(ports, author, "released", { shift: from.shift, person: from.person, of: from.of }),
    ...from.leads.map((held) => endDraft(ports, author, held)),
  ]);

/** To another post of the same shift: the placement before is taken back, so that a post can also be left open. */
export const movePerson = (
  ports: ActionPorts,
  author: Id,
  to: Place & { readonly of: readonly Id[]; readonly leads: readonly HeldPost[] },
): Promise<readonly Id[]> =>
  record(ports, [
    draft(ports, author, "released", { shift: to.shift, person: to.person, of: to.of }),
    draft(ports, author, "placed", { shift: to.shift, person: to.person, post: to.post }),
    ...to.leads.map((held) => endDraft(ports, author, held)),
  ]);

/** 撤销 of a release: placed again, and 点长 again if they were. */
export const placeAgain = (ports: ActionPorts, author: Id, team: Id, at: Place, wasLead: boolean): Promise<readonly Id[]> =>
  record(ports, [
    draft(ports, author, "placed", { shift: at.shift, person: at.person, post: at.post }),
    ...(wasLead && at.post !== null ? [leadDraft(ports, author, team, { ...at, post: at.post })] : []),
  ]);

/** 点长 of this post for this shift; whoever held it before hands it over. */
export const makePostLead = (
  ports: ActionPorts,
  author: Id,
  team: Id,
  at: Place & { readonly post: Id },
  before: readonly HeldPost[],
): Promise<readonly Id[]> => record(ports, [...before.map((held) => endDraft(ports, author, held)), leadDraft(ports, author, team, at)]);

export const endPostLead = (ports: ActionPorts, author: Id, held: readonly HeldPost[]): Promise<readonly Id[]> =>
  record(
    ports,
    held.map((one) => endDraft(ports, author, one)),
  );
