// 互换 and 换人 before the day: who stands where changes hands in one transaction, and everybody concerned is told by the events themselves.

import type { Id } from "../domain/event.ts";
import type { Draft } from "../sync/ports.ts";
import { type ActionPorts, draft, record } from "./record.ts";

/** Somebody's place as it was shown. `of`: their placements. */
export interface Standing {
  readonly shift: Id;
  readonly person: Id;
  readonly post: Id | null;
  readonly of: readonly Id[];
}

const moved = (ports: ActionPorts, author: Id, from: Standing, person: Id, reason: string | null): readonly Draft[] => [
  draft(ports, author, "released", { shift: from.shift, person: from.person, of: from.of }, reason === null ? undefined : { reason }),
  draft(ports, author, "placed", { shift: from.shift, person, post: from.post }),
];

/** Each takes the other's place. The two placements, in the same order: what 撤销 swaps back. */
export async function swapPlaces(
  ports: ActionPorts,
  author: Id,
  a: Standing,
  b: Standing,
  reason: string | null,
): Promise<readonly [Standing, Standing]> {
  const drafts = [...moved(ports, author, a, b.person, reason), ...moved(ports, author, b, a.person, reason)];
  await record(ports, drafts);
  const [, first, , second] = drafts;
  return [
    { ...a, person: b.person, of: [first?.id ?? ""] },
    { ...b, person: a.person, of: [second?.id ?? ""] },
  ];
}

/** 换人: somebody else stands there. The new standing. */
export async function substitute(ports: ActionPorts, author: Id, from: Standing, person: Id, reason: string | null): Promise<Standing> {
  const drafts = moved(ports, author, from, person, reason);
  await record(ports, drafts);
  return { ...from, person, of: [drafts[1]?.id ?? ""] };
}
