// The duties a leader or a branch answers for, folded as the board folds them: what 审批, 存疑 and 待核定 are made of. Reads nothing of duties
// on which nothing can be waiting any more.

import { isHeldForReview } from "../domain/clock.ts";
import { type Entry, entriesOf, type Id } from "../domain/event.ts";
import { type Role, type Shift, type Team, toShift } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { boardView } from "./board-view.ts";
import { teamsView } from "./people-view.ts";
import { entitiesOf, idsUnder, type Reader, toEntries } from "./reading.ts";
import type { BoardView } from "./view-types.ts";

/** As far back as a device holds its teams' duty (audience.ts, `horizon`). */
export const heldBackMs = 35 * 86_400_000;

export interface Reach {
  readonly me: Id | null;
  readonly roles: readonly Role[];
  readonly teams: ReadonlyMap<Id, Team>;
  /** R25: those this person answers for. */
  readonly kept: ReadonlySet<Id>;
  /** Of those, the ones over which this person decides as branch staff. */
  readonly decided: ReadonlySet<Id>;
}

export async function reachView(reader: Reader, now: number): Promise<Reach> {
  const { me, roles, teams, kept } = await teamsView(reader, now);
  const staffed = new Set(roles.filter(({ role }) => role === "branchStaff").map(({ team }) => team));
  const isUnderStaff = (team: Id): boolean => {
    const passed = new Set<Id>();
    for (let at: Id | null = team; at !== null && !passed.has(at); at = teams.get(at)?.parent ?? null) {
      if (staffed.has(at)) return true;
      passed.add(at);
    }
    return false;
  };
  return { me, roles, teams, kept, decided: new Set([...kept].filter(isUnderStaff)) };
}

/** Not cancelled, begun, ended after `from`; the latest first. */
export async function ledShiftsSince(reader: Reader, { kept }: Pick<Reach, "kept">, from: number, now: number): Promise<readonly Shift[]> {
  const ids = await Promise.all([...kept].map((team) => idsUnder(reader, subject.shiftsOf(team))));
  const shifts = await entitiesOf(reader, "shift", ids.flat(), toShift);
  return [...shifts.values()]
    .filter(({ team, cancelled, start, end }) => kept.has(team) && !cancelled && end > from && start < now)
    .sort((a, b) => b.start - a.start || (a.id < b.id ? -1 : 1));
}

export const boardsOf = async (reader: Reader, shifts: readonly Shift[], now: number): Promise<readonly BoardView[]> =>
  (await Promise.all(shifts.map(({ id }) => boardView(reader, id, now)))).flatMap((view) => view ?? []);

const isOpenState: ReadonlySet<string> = new Set(["disputed", "open", "unheard"]);

/** R14, R20: a tap that came long after, or claims a time still to come. */
const isOdd = (end: number, { event, receipt }: Entry): boolean =>
  receipt !== null && (receipt.receivedAt > end + rules.lateUntilMs || isHeldForReview(event, receipt, rules));

/**
 * Of these duties those on which something may wait. A duty that was closed, whose every person has a settled record and about which nobody
 * has asked anything, is quiet: most are, and folding a month of them would make the desk wait.
 */
export async function unquiet(reader: Reader, shifts: readonly Shift[]): Promise<readonly Shift[]> {
  const [duty, placed, requests] = await Promise.all([
    reader.within(subject.duty("")),
    reader.within(subject.placements("")),
    reader.within(subject.requests("")),
  ]);
  const entries = toEntries(duty);
  const closed = new Set(entriesOf(entries, "dutyClosed").map(({ event }) => event.facts.shift));
  const asked = new Set(toEntries(requests).map(({ event }) => ("shift" in event.facts ? event.facts.shift : null)));
  const people = new Map<Id, Set<Id>>();
  const note = (shift: Id | null, person: Id | null): void => {
    if (shift === null || person === null) return;
    const known = people.get(shift);
    if (known === undefined) people.set(shift, new Set([person]));
    else known.add(person);
  };
  for (const { event } of entriesOf(toEntries(placed), "placed")) note(event.facts.shift, event.facts.person);
  for (const { event } of [...entriesOf(entries, "checkedIn"), ...entriesOf(entries, "checkedOut")]) note(event.facts.shift, event.author);
  for (const { event } of [...entriesOf(entries, "marked"), ...entriesOf(entries, "badgeSeen")])
    note(event.facts.shift, event.facts.person);
  const ends = new Map(shifts.map(({ id, end }) => [id, end]));
  const odd = new Set(
    [...entriesOf(entries, "checkedIn"), ...entriesOf(entries, "checkedOut")].flatMap((tap) => {
      const end = ends.get(tap.event.facts.shift ?? "");
      return end !== undefined && isOdd(end, tap) ? [tap.event.facts.shift] : [];
    }),
  );
  const newest = new Map<string, { readonly n: number; readonly state: string }>();
  for (const { event } of entriesOf(entries, "settled")) {
    const key = `${event.facts.shift}/${event.facts.person}`;
    if ((newest.get(key)?.n ?? -1) < event.n) newest.set(key, { n: event.n, state: event.facts.state });
  }
  const isQuiet = ({ id }: Shift): boolean =>
    closed.has(id) &&
    !asked.has(id) &&
    !odd.has(id) &&
    [...(people.get(id) ?? [])].every((person) => {
      const state = newest.get(`${id}/${person}`)?.state;
      return state !== undefined && !isOpenState.has(state);
    });
  return shifts.filter((shift) => !isQuiet(shift));
}
