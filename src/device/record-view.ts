// One person's record of one shift as whoever holds this device may read it: the very events its fold rests on, and what it came to. The
// same merging as on the board, so that both say the same.

import { type Attendance, foldAttendance } from "../domain/attendance.ts";
import { entriesByPerson } from "../domain/board.ts";
import type { Id } from "../domain/event.ts";
import { createMerging, mergeEntries } from "../domain/merging.ts";
import { foldPlacements, type Post, type Shift, type Team, toPerson, toPost, toShift, toTeam } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { peopleNamed } from "./board-view.ts";
import { dutyRows, entitiesOf, namesOf, type Reader, toEntries } from "./reading.ts";

export interface RecordView {
  readonly shift: Shift;
  readonly team: Team | null;
  readonly post: Post | null;
  readonly person: Id;
  readonly name: string | null;
  readonly isOwn: boolean;
  readonly attendance: Attendance;
}

/** `who` null: the person of this device. Null where the shift is not known here. */
export async function recordView(reader: Reader, id: Id, who: Id | null, now: number): Promise<RecordView | null> {
  const [member, shifts] = await Promise.all([reader.state("member"), entitiesOf(reader, "shift", [id], toShift)]);
  const shift = shifts.get(id);
  const person = who ?? member?.person;
  if (shift === undefined || member === undefined || person === undefined) return null;
  const [placed, rows] = await Promise.all([reader.under(subject.placements(id)), dutyRows(reader, subject.duty(id))]);
  const all = [toEntries(placed), toEntries(rows)] as const;
  const people = new Map([...(await peopleNamed(reader, all.flat())), ...(await entitiesOf(reader, "person", [person], toPerson))]);
  const standsFor = createMerging((it) => people.get(it)?.mergedInto ?? null);
  const [placements, entries] = all.map((each) => mergeEntries(each, standsFor));
  const attendance = foldAttendance({
    shift,
    person,
    post: foldPlacements(id, placements ?? []).get(person)?.post ?? shift.posts[0] ?? null,
    entries: entriesByPerson(entries ?? [])(person),
    asOf: now,
    rules,
  });
  const [names, posts, teams] = await Promise.all([
    namesOf(reader, people),
    entitiesOf(reader, "post", [attendance.post], toPost),
    entitiesOf(reader, "team", [shift.team], toTeam),
  ]);
  return {
    shift,
    team: teams.get(shift.team) ?? null,
    post: attendance.post === null ? null : (posts.get(attendance.post) ?? null),
    person,
    name: names.get(person) ?? null,
    isOwn: person === member.person,
    attendance,
  };
}
