// R24: transfers are dated and past records stay with the team of that day: which team a person belongs to on a given day, from every
// patch that ever said so, the superseded ones too.

import { orderTime } from "./clock.ts";
import { type Entry, entriesOf, type Id } from "./event.ts";

export interface TeamSpell {
  readonly team: Id | null;
  /** From this moment on, ms; of the first one: when it was first said. */
  readonly since: number;
  readonly event: Id;
}

/** By `since`. What is said later holds from its day on, whatever had been said of that time before. */
export function foldTeamHistory(person: Id, entries: Iterable<Entry>): readonly TeamSpell[] {
  const said = entriesOf(entries, "patched").flatMap(({ event, receipt }) => {
    const { facts } = event;
    if (facts.entity !== "person" || facts.id !== person || facts.set.team === undefined) return [];
    const at = orderTime(event, receipt);
    return [{ at, team: facts.set.team, since: facts.set.teamSince ?? at, event: event.id }];
  });
  const spells: TeamSpell[] = [];
  for (const { at: _, ...spell } of said.sort((a, b) => a.at - b.at || (a.event < b.event ? -1 : 1))) {
    while (spells.length > 0 && (spells[spells.length - 1]?.since ?? 0) >= spell.since) spells.pop();
    if (spells.length === 0 || spells[spells.length - 1]?.team !== spell.team) spells.push(spell);
  }
  return spells;
}

/** The team at a moment; before the first spell that spell's team: records are not older than the person. */
export function teamAt(history: readonly TeamSpell[], at: number): Id | null {
  let found = history[0] ?? null;
  for (const spell of history) if (spell.since <= at) found = spell;
  return found?.team ?? null;
}

/** The next transfer that has been said and not come yet. */
export const nextTransfer = (history: readonly TeamSpell[], at: number): TeamSpell | null =>
  history.slice(1).find((spell) => spell.since > at) ?? null;
