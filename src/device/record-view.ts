// One person's record of one shift as whoever holds this device may read it: the very events its fold rests on, and what it came to. The
// same merging as on the board, so that both say the same.

import { asSettled } from "../domain/as-settled.ts";
import { type Attendance, foldAttendance } from "../domain/attendance.ts";
import type { Entry, Id } from "../domain/event.ts";
import type { Fix, PartName } from "../domain/facts.ts";
import { createMerging, mergeEntries } from "../domain/merging.ts";
import { entriesByPerson } from "../domain/owners.ts";
import type { TimelineItem } from "../domain/record-items.ts";
import { type ReckoningStep, reckoningOf } from "../domain/record-reckoning.ts";
import { recordTimeline } from "../domain/record-timeline.ts";
import { foldPlacements, isRoleAt, type Post, type Shift, type Team, toPerson, toPost, toShift, toTeam } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { peopleNamed } from "./board-view.ts";
import { looseTaps } from "./loose-taps.ts";
import { dutyRows, entitiesOf, namesOf, type Reader, recordState, toEntries } from "./reading.ts";
import { meView } from "./today-view.ts";
import type { RecordState } from "./view-types.ts";

/** One line of the timeline with what only this device can add: texts that may be erased, and how far the record has come. */
export interface RecordLine extends TimelineItem {
  readonly reason: string | null;
  readonly note: string | null;
  readonly state: RecordState;
  /** R39: of one's own fix, the raw one; null once it was erased. Nobody else is ever sent it. Absent on all other lines. */
  readonly raw?: Fix | null;
}

export interface RecordView {
  readonly shift: Shift;
  readonly team: Team | null;
  readonly post: Post | null;
  readonly person: Id;
  readonly name: string | null;
  readonly isOwn: boolean;
  readonly attendance: Attendance;
  readonly lines: readonly RecordLine[];
  readonly steps: readonly ReckoningStep[];
  /** By person, of everybody the lines name. */
  readonly names: ReadonlyMap<Id, string>;
  /** Who holds this device. */
  readonly me: Id;
  /** Branch and corps read a rule by its number too. */
  readonly isStaff: boolean;
}

/** Types whose reason or note whoever reads the record may read too. */
const said: ReadonlySet<Entry["event"]["type"]> = new Set([
  "checkedIn",
  "checkedOut",
  "marked",
  "dutyClosed",
  "leaveTaken",
  "makeupAsked",
  "appealed",
  "answered",
  "corrected",
  "tapBound",
  "spotChecked",
]);

/** `who` null: the person of this device. Null where the shift is not known here. */
export async function recordView(reader: Reader, id: Id, who: Id | null, now: number): Promise<RecordView | null> {
  const [member, shifts] = await Promise.all([reader.state("member"), entitiesOf(reader, "shift", [id], toShift)]);
  const shift = shifts.get(id);
  const person = who ?? member?.person;
  if (shift === undefined || member === undefined || person === undefined) return null;
  const [placed, duty] = await Promise.all([reader.under(subject.placements(id)), dutyRows(reader, subject.duty(id))]);
  const loose = await looseTaps(reader, shift, toEntries(duty), person === member.person ? person : null);
  const rows = [...duty, ...loose.rows];
  const all = [toEntries(placed), toEntries(rows)] as const;
  const people = new Map([...(await peopleNamed(reader, all.flat())), ...(await entitiesOf(reader, "person", [person], toPerson))]);
  const standsFor = createMerging((it) => people.get(it)?.mergedInto ?? null);
  const [placements, entries] = all.map((each) => mergeEntries(each, standsFor));
  const plans = foldPlacements(id, placements ?? []);
  const own = entriesByPerson(entries ?? [])(person);
  const attendance = asSettled(
    foldAttendance({
      shift,
      person,
      post: plans.get(person)?.post ?? shift.posts[0] ?? null,
      placedOn: [...loose.placedOn].find(([one]) => standsFor(one) === person)?.[1] ?? [],
      entries: own,
      asOf: now,
      rules,
    }),
  );
  const timeline = recordTimeline({ shift, person, entries: own, attendance, rules });
  // Somebody of whom this device is told nothing: silence here says nothing about them.
  if (person !== member.person && timeline.length === 0 && !plans.has(person)) return null;
  const byId = new Map(rows.map((row) => [row.id, row]));
  const textOf = async ({ event }: TimelineItem, name: PartName): Promise<string | null> => {
    const type = byId.get(event)?.event.type;
    return type !== undefined && said.has(type) ? await reader.text(event, name) : null;
  };
  const lineOf = async (item: TimelineItem): Promise<RecordLine> => {
    const [reason, note] = await Promise.all([textOf(item, "reason"), textOf(item, "note")]);
    const row = byId.get(item.event);
    const own =
      item.facts.type === "fix" && person === member.person ? { raw: ((await reader.value(item.event, "fix")) ?? null) as Fix | null } : {};
    return { ...item, reason, note, state: row === undefined ? "uploaded" : recordState(row), ...own };
  };
  const [lines, self, names, posts, teams] = await Promise.all([
    Promise.all(timeline.map(lineOf)),
    meView(reader),
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
    lines,
    steps: reckoningOf(attendance, timeline, shift, rules),
    names,
    me: member.person,
    isStaff: self?.roles.some((role) => (role.role === "branchStaff" || role.role === "corpsStaff") && isRoleAt(role, now)) === true,
  };
}
