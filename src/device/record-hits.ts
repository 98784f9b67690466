// Any record of the last 35 days of the teams a branch decides about, by name, initials of pinyin or date. Folds none of them: the record's
// own page does.

import { dateText } from "../domain/clock.ts";
import { type Entry, entriesOf, type Id } from "../domain/event.ts";
import { isNamed } from "../domain/name-search.ts";
import { foldPlacements, type Shift, toPerson } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { pathTitle } from "../domain/team-tree.ts";
import { heldBackMs, ledShiftsSince, reachView } from "./led-duties.ts";
import { entitiesOf, namesOf, type Reader, toEntries } from "./reading.ts";

export interface RecordHit {
  readonly shift: Shift;
  readonly team: string;
  readonly person: Id;
  readonly name: string | null;
}

/** "1123" is asked for as 11-23 of any year. */
const isDay = (shift: Shift, typed: string): boolean =>
  /^\d{3,8}$/.test(typed) && dateText(shift.start, rules).replace(/-/g, "").endsWith(typed);

/** Those that what was typed finds, by name, initials or date; nothing typed finds all. */
export const findHits = (hits: readonly RecordHit[], typed: string): readonly RecordHit[] => {
  const wanted = typed.trim();
  return wanted === "" ? hits : hits.filter(({ shift, name }) => isDay(shift, wanted) || isNamed(name ?? "", wanted));
};

/** All of them, the latest first, by name within a shift. Read once; typing only looks through them. */
export async function recordHits(reader: Reader, now: number): Promise<readonly RecordHit[]> {
  const reach = await reachView(reader, now);
  const shifts = (await ledShiftsSince(reader, reach, now - heldBackMs, now)).filter(({ team }) => reach.decided.has(team));
  const [placed, duty] = await Promise.all([reader.within(subject.placements("")), reader.within(subject.duty(""))]);
  const byShift = new Map<Id, Entry[]>();
  for (const entry of toEntries([...placed, ...duty])) {
    const shift = "shift" in entry.event.facts ? entry.event.facts.shift : null;
    if (typeof shift !== "string") continue;
    const list = byShift.get(shift);
    if (list === undefined) byShift.set(shift, [entry]);
    else list.push(entry);
  }
  const pairs = shifts.flatMap((shift) => {
    const entries = byShift.get(shift.id) ?? [];
    const people = new Set<Id>(foldPlacements(shift.id, entries).keys());
    for (const { event } of [...entriesOf(entries, "checkedIn"), ...entriesOf(entries, "checkedOut")])
      if (event.author !== null) people.add(event.author);
    for (const { event } of [...entriesOf(entries, "marked"), ...entriesOf(entries, "badgeSeen"), ...entriesOf(entries, "makeupAsked")])
      people.add(event.facts.person);
    return [...people].map((person) => ({ shift, person }));
  });
  const known = await entitiesOf(
    reader,
    "person",
    pairs.map(({ person }) => person),
    toPerson,
  );
  const names = await namesOf(reader, known);
  const byName = new Intl.Collator("zh-CN");
  return pairs
    .map(({ shift, person }) => ({ shift, person, team: pathTitle(reach.teams, shift.team), name: names.get(person) ?? null }))
    .sort(
      (a, b) =>
        b.shift.start - a.shift.start ||
        byName.compare(a.name ?? "", b.name ?? "") ||
        (a.person < b.person ? -1 : a.person > b.person ? 1 : a.shift.id < b.shift.id ? -1 : 1),
    );
}
