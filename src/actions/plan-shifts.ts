// 排班: shifts planned in one go, with the people who are to stand there, all in one transaction: either the whole week is on the roster or
// nothing is. Works without a network like every action.

import type { EntityFields } from "../domain/entity-fields.ts";
import type { Id } from "../domain/event.ts";
import type { FactsOf } from "../domain/facts.ts";
import type { Draft } from "../sync/ports.ts";
import { createEntityId } from "./patch.ts";
import { type ActionPorts, draft, record } from "./record.ts";

export interface ShiftPlan {
  readonly team: Id;
  readonly start: number;
  readonly end: number;
  readonly posts: readonly Id[];
  readonly capacity: number | null;
  readonly title: string | null;
  /** Null: a single shift, or one of a copied week. */
  readonly series: Id | null;
  readonly people: readonly { readonly person: Id; readonly post: Id | null }[];
  /** 招人, 应急, trainings: only what differs from a plain shift. */
  readonly offer?: Pick<EntityFields["shift"], "offered" | "urgent" | "risk" | "insurance" | "skills">;
}

/** What was planned and how it is taken back. */
export interface Planned {
  readonly shift: Id;
  readonly patch: Id;
  readonly placed: readonly { readonly person: Id; readonly event: Id }[];
}

const fieldsOf = ({ team, start, end, posts, capacity, title, series, offer }: ShiftPlan): EntityFields["shift"] => ({
  team,
  start,
  end,
  posts,
  ...(capacity === null ? {} : { capacity }),
  ...(title === null || title.trim() === "" ? {} : { title: title.trim() }),
  ...(series === null ? {} : { series }),
  ...offer,
});

export async function planShifts(ports: ActionPorts, author: Id, plans: readonly ShiftPlan[]): Promise<readonly Planned[]> {
  const drafts: Draft[] = [];
  const planned = plans.map((plan): Planned => {
    const shift = createEntityId(ports);
    const facts: FactsOf["patched"] = { entity: "shift", id: shift, basis: [], set: fieldsOf(plan) };
    const patch = draft(ports, author, "patched", facts);
    const placed = plan.people.map(({ person, post }) => draft(ports, author, "placed", { shift, person, post }));
    drafts.push(patch, ...placed);
    return { shift, patch: patch.id, placed: placed.map(({ id, facts: { person } }) => ({ person, event: id })) };
  });
  await record(ports, drafts);
  return planned;
}

/** 撤销 of a go: its shifts are cancelled and its people released, so that nobody is told of a shift that was a slip. */
export const unplanShifts = (ports: ActionPorts, author: Id, planned: readonly Planned[]): Promise<readonly Id[]> =>
  record(
    ports,
    planned.flatMap(({ shift, patch, placed }): Draft[] => [
      ...placed.map(({ person, event }) => draft(ports, author, "released", { shift, person, of: [event] })),
      draft(ports, author, "patched", { entity: "shift", id: shift, basis: [patch], set: { cancelled: true } }),
    ]),
  );
