// The lines of a sheet while they are typed: what is wrong with each, and what they come to. Pure but for what it is given.

import type { SheetRow } from "../../actions/enter-sheet.ts";
import type { KnownPerson, SheetEntry, SheetPerson } from "../../device/sheet-entry-view.ts";
import type { Id } from "../../domain/event.ts";
import { comparedName } from "../../domain/joining.ts";
import type { Shift } from "../../domain/roster.ts";
import { rules } from "../../domain/rules.ts";
import { momentOf, problemOfTimes, readClock, type SheetProblem } from "../../domain/sheet-entry.ts";

/** As it stands in the fields. */
export interface Times {
  readonly from: string;
  readonly to: string;
}
export interface NewLine extends Times {
  readonly key: number;
  readonly name: string;
  readonly digits: string;
}

export interface ReadTimes {
  readonly from: number;
  readonly to: number | null;
}
export type Reading = { readonly problem: SheetProblem } | ({ readonly problem: null } & ReadTimes);

/** Fields as moments of the shift. An empty end is no end. */
export function readTimes(shift: Shift, { from, to }: Times, now: number): Reading {
  const [came, left] = [readClock(from), to.trim() === "" ? null : readClock(to)];
  if (came === null || (left === null && to.trim() !== "")) return { problem: "unread" };
  const at = momentOf(shift, came, rules);
  const until = left === null ? null : momentOf(shift, left, rules);
  const problem = problemOfTimes(at, until, now);
  return problem === null ? { problem, from: at, to: until } : { problem };
}

/** listed: stands on the sheet's own lines · several: more than one of that name · found: the register's · new: nobody of that name. */
export type Who = { readonly type: "empty" | "several" | "listed" | "digits" | "new" } | { readonly type: "found"; readonly person: Id };

/** Who is meant by a name, and digits where there are some. */
export function whoIs({ name, digits }: NewLine, entry: SheetEntry, known: readonly KnownPerson[]): Who {
  const wanted = comparedName(name);
  if (wanted === "") return { type: "empty" };
  if (digits !== "" && !/^\d{4}$/.test(digits)) return { type: "digits" };
  const same = known.filter((it) => comparedName(it.name) === wanted);
  const fitting = digits === "" ? same : same.filter(({ phone }) => phone?.endsWith(digits) === true);
  const [one, other] = fitting;
  if (other !== undefined) return { type: "several" };
  if (one === undefined) return { type: "new" };
  return entry.people.some(({ person }) => person === one.person) ? { type: "listed" } : { type: "found", person: one.person };
}

/** Nobody has said of them that they came. */
export const isUnsaid = ({ attendance }: SheetPerson): boolean =>
  attendance.state === "unheard" || attendance.state === "absent" || attendance.state === "unconfirmed" || attendance.state === "onLeave";

export interface Outcome {
  readonly rows: readonly SheetRow[];
  /** Lines that say something which cannot be. */
  readonly wrong: number;
}

/** `chosen`: the planned people who came, with their times. */
export function outcomeOf(
  entry: SheetEntry,
  /** Everybody of the shift, whatever their post. */
  everybody: readonly SheetPerson[],
  chosen: ReadonlyMap<Id, Times>,
  added: readonly NewLine[],
  known: readonly KnownPerson[],
  post: Id | null,
  now: number,
): Outcome {
  const rows: SheetRow[] = [];
  let wrong = 0;
  for (const person of entry.people) {
    const times = chosen.get(person.person);
    if (times === undefined) continue;
    const read = readTimes(entry.shift, times, now);
    if (read.problem !== null) wrong += 1;
    else
      rows.push({
        person: person.person,
        name: person.name ?? "",
        digits: "",
        post: person.post ?? post,
        basis: person.attendance.marks,
        from: read.from,
        to: read.to,
      });
  }
  for (const line of added) {
    const who = whoIs(line, entry, known);
    if (who.type === "empty") continue;
    const read = readTimes(entry.shift, line, now);
    if (read.problem !== null || (who.type !== "found" && who.type !== "new")) wrong += 1;
    else
      rows.push({
        person: who.type === "found" ? who.person : null,
        name: line.name.trim(),
        digits: line.digits,
        post: post ?? entry.shift.posts[0] ?? null,
        basis: everybody.find(({ person }) => who.type === "found" && person === who.person)?.attendance.marks ?? [],
        from: read.from,
        to: read.to,
      });
  }
  return { rows, wrong };
}
