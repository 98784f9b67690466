// 看板: one shift's attendance as a leader sees it: everyone placed, and everyone who came or was marked though nobody
// had placed them; counts for the bar; what 收队 would state.

import { type Attendance, foldAttendance } from "./attendance.ts";
import type { Entry, Id } from "./event.ts";
import type { AttendanceState, FactsOf } from "./facts.ts";
import { livingOf } from "./living.ts";
import { entriesByPerson, ownerOf } from "./owners.ts";
import type { Placement, Shift } from "./roster.ts";
import type { Rules } from "./rules.ts";
import type { Plan } from "./tap-binding.ts";

export interface Tile {
  readonly person: Id;
  readonly isPlaced: boolean;
  /** From the roster; where they really stand says the attendance. */
  readonly placedAt: Id | null;
  readonly attendance: Attendance;
}

export interface BoardCounts {
  /** 应到: everyone placed. */
  readonly expected: number;
  /** 已到: present, late, left early or open, placed or not. */
  readonly arrived: number;
  readonly onLeave: number;
  readonly unheard: number;
  readonly unconfirmed: number;
  readonly absent: number;
  readonly disputed: number;
  /** 没签退: arrived, no end yet. */
  readonly withoutEnd: number;
}

export interface Board {
  readonly shift: Shift;
  readonly tiles: readonly Tile[];
  readonly counts: BoardCounts;
  readonly isClosed: boolean;
}

export interface BoardInput {
  readonly shift: Shift;
  readonly placements: ReadonlyMap<Id, Placement>;
  readonly entries: readonly Entry[];
  /** Of people with taps that name no shift: every shift they are placed on about that time (tap-binding.ts). */
  readonly placedOn?: ReadonlyMap<Id, readonly Plan[]>;
  readonly asOf: number;
  readonly rules: Rules;
}

/** People of whom anything is recorded here that may belong to the shift. */
function peopleIn(shift: Id, entries: readonly Entry[]): ReadonlySet<Id> {
  const people = new Set<Id>();
  for (const { event } of entries) {
    const owner = ownerOf(event);
    if (owner !== null && "shift" in event.facts && (event.facts.shift === shift || event.facts.shift === null)) people.add(owner);
  }
  return people;
}

/** Somebody said something of this person here: a tap, a mark, a request, a decision. 72 h of silence says nothing. */
export const isHeardOf = (a: Attendance): boolean =>
  a.strength !== "none" ||
  a.marks.length > 0 ||
  a.settled !== null ||
  a.correction !== null ||
  a.makeup !== null ||
  a.spotChecks.length > 0 ||
  a.flags.includes("heldForReview") ||
  a.flags.includes("lateArrival");

const arrivedStates: readonly AttendanceState[] = ["present", "late", "leftEarly", "open"];
export const hasArrived = (attendance: Attendance): boolean => arrivedStates.includes(attendance.state);

export function foldBoard(input: BoardInput): Board {
  const { shift, placements, entries, asOf, rules } = input;
  const entriesFor = entriesByPerson(entries);
  const people = new Set([...placements.keys(), ...peopleIn(shift.id, entries)]);
  const tiles = [...people].sort().flatMap((person): readonly Tile[] => {
    const placement = placements.get(person);
    const isPlaced = placement !== undefined;
    const placedOn = input.placedOn?.get(person) ?? (isPlaced ? [shift] : []);
    const attendance = foldAttendance({ shift, person, post: placement?.post ?? null, placedOn, entries: entriesFor(person), asOf, rules });
    // Someone not placed whose every tap was taken back never came.
    return isPlaced || isHeardOf(attendance) ? [{ person, isPlaced, placedAt: placement?.post ?? null, attendance }] : [];
  });
  return {
    shift,
    tiles,
    isClosed: livingOf(entries)
      .of("dutyClosed")
      .some(({ event }) => event.facts.shift === shift.id),
    counts: countTiles(tiles),
  };
}

/** What the bar says of these tiles: of all of them, of one post, or after one of them has changed. */
export function countTiles(tiles: readonly Pick<Tile, "isPlaced" | "attendance">[]): BoardCounts {
  const count = (test: (attendance: Attendance) => boolean): number => tiles.filter((tile) => test(tile.attendance)).length;
  return {
    expected: tiles.filter((tile) => tile.isPlaced).length,
    arrived: count(hasArrived),
    onLeave: count((a) => a.state === "onLeave"),
    unheard: count((a) => a.state === "unheard"),
    unconfirmed: count((a) => a.state === "unconfirmed"),
    absent: count((a) => a.state === "absent"),
    disputed: count((a) => a.state === "disputed"),
    withoutEnd: count((a) => a.state === "open" || (hasArrived(a) && a.end === null)),
  };
}

/** The facts 收队 records: whoever is still unheard is said to be absent by the leader who confirms it (R10a). */
export function closingOf(
  board: Board,
  end: number,
  work: { readonly guided: number | null; readonly cleaned: number | null },
): FactsOf["dutyClosed"] {
  const absent = board.tiles.filter((tile) => tile.attendance.state === "unheard").map((tile) => tile.person);
  return {
    shift: board.shift.id,
    end,
    absent,
    counts: {
      present: board.counts.arrived,
      onLeave: board.counts.onLeave,
      absent: board.counts.absent + absent.length,
      unconfirmed: board.counts.unconfirmed,
      guided: work.guided,
      cleaned: work.cleaned,
    },
  };
}
