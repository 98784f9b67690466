// 通知 (M23): what was posted to a team and who has read it, as a pure function of the set of events. Whatever its author takes back was
// never said. Never reads details, never asks a clock.

import { correctedTime, orderTime } from "./clock.ts";
import type { Entry, Id } from "./event.ts";
import { livingOf } from "./living.ts";

export interface Notice {
  /** The `noticePosted`. */
  readonly id: Id;
  readonly team: Id;
  readonly author: Id | null;
  readonly at: number;
  /** From then on it is past; null: never. */
  readonly until: number | null;
  /** When each person first said to have read it; never its author. */
  readonly readAt: ReadonlyMap<Id, number>;
}

/** Every living notice, newest first. `entries`: the notices and what is about them. */
export function foldNotices(entries: readonly Entry[]): readonly Notice[] {
  const living = livingOf(entries);
  const reads = new Map<Id, Map<Id, number>>();
  for (const { event } of living.of("noticeRead")) {
    if (event.author === null) continue;
    const of = reads.get(event.facts.of) ?? new Map<Id, number>();
    reads.set(event.facts.of, of);
    of.set(event.author, Math.min(of.get(event.author) ?? Number.POSITIVE_INFINITY, correctedTime(event)));
  }
  return living
    .of("noticePosted")
    .map(({ event, receipt }): Notice => {
      const { id, author, facts } = event;
      const readAt = new Map([...(reads.get(id) ?? [])].filter(([person]) => person !== author));
      return { id, ...facts, author, at: orderTime(event, receipt), readAt };
    })
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}

/** Whether somebody still has to be told. */
export const isUnread = (notice: Notice, person: Id, now: number): boolean =>
  notice.author !== person && !notice.readAt.has(person) && (notice.until === null || now < notice.until);
