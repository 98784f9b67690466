// 今日 and 班次: this person's own duties. Loads their placements and, for the shifts in question, what is recorded there.

import { asSettled } from "../domain/as-settled.ts";
import { foldAttendance } from "../domain/attendance.ts";
import { startOfDay } from "../domain/clock.ts";
import { entriesOf, type Id } from "../domain/event.ts";
import { foldPlacements, isRoleAt, type Role, type Shift, type Team, toPerson, toPost, toRole, toShift, toTeam } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { looseTaps } from "./loose-taps.ts";
import { dutyRows, entitiesOf, idsUnder, type Reader, recordState, rowsAbout, toEntries, withoutPutRight } from "./reading.ts";
import type { Contact, Duty, MeView, RecordState, TodayView } from "./view-types.ts";

const order: readonly RecordState[] = ["refused", "aside", "kept", "waiting", "uploaded"];
const leastAdvanced = (states: readonly RecordState[]): RecordState | null => order.find((state) => states.includes(state)) ?? null;
const notNull = <V>(values: readonly (V | null)[]): readonly V[] => values.filter((value): value is V => value !== null);

const rolesIn = async (reader: Reader, team: Id): Promise<readonly Role[]> => [
  ...(await entitiesOf(reader, "role", await idsUnder(reader, subject.rolesIn(team)), toRole)).values(),
];

/**
 * Whom to call: the 点长 of the post, else the squad's leader, else the branch; never oneself. A volunteer's device holds no 点长's number (R25),
 * so whoever has none stands back for the next one.
 */
async function contactOf(reader: Reader, active: readonly Role[], shift: Shift, post: Id | null, me: Id): Promise<Contact | null> {
  const persons = [
    active.find((role) => isLeadOf(role, shift, post)),
    active.find((role) => role.role === "squadLeader" && role.team === shift.team),
    active.find((role) => role.role === "branchStaff" && role.team === shift.team),
  ].flatMap((role) => (role === undefined || role.person === me ? [] : [role.person]));
  const people = await entitiesOf(reader, "person", persons, toPerson);
  let first: Contact | null = null;
  for (const id of persons) {
    const person = people.get(id);
    const [name, phone] = await Promise.all([reader.text(person?.nameEvent, "name"), reader.text(person?.phoneEvent, "phone")]);
    const contact: Contact = { person: id, name, phone };
    if (phone !== null) return contact;
    first ??= contact;
  }
  return first;
}

const isLeadOf = (role: Role, shift: Shift, post: Id | null): boolean =>
  role.role === "postLead" && role.shift === shift.id && role.post === post;

async function dutyOf(reader: Reader, me: Id, shift: Shift, now: number): Promise<Duty | null> {
  const [placed, rows, closings, roles] = await Promise.all([
    reader.under(subject.placements(shift.id)),
    dutyRows(reader, subject.dutyOf(shift.id, me)),
    reader.under(subject.duty(shift.id)),
    rolesIn(reader, shift.team),
  ]);
  const placements = foldPlacements(shift.id, toEntries(placed));
  const loose = await looseTaps(reader, shift, toEntries(rows), me);
  const attendance = asSettled(
    foldAttendance({
      shift,
      person: me,
      post: placements.get(me)?.post ?? shift.posts[0] ?? null,
      placedOn: loose.placedOn.get(me) ?? [],
      entries: toEntries([...rows, ...closings, ...(await rowsAbout(reader, closings)), ...loose.rows]),
      asOf: now,
      rules,
    }),
  );
  if (!placements.has(me) && attendance.state === "unheard") return null;
  const own = withoutPutRight(
    [...rows, ...loose.rows].filter((row) => row.event.author === me && row.link !== null),
    () => me,
  );
  const refused = own.find((row) => recordState(row) === "refused");
  const active = roles.filter((role) => isRoleAt(role, now));
  const [posts, teams, contact] = await Promise.all([
    entitiesOf(reader, "post", [attendance.post], toPost),
    entitiesOf(reader, "team", [shift.team], toTeam),
    contactOf(reader, active, shift, attendance.post, me),
  ]);
  return {
    shift,
    team: teams.get(shift.team) ?? null,
    post: attendance.post === null ? null : (posts.get(attendance.post) ?? null),
    contact,
    isLead: active.some((role) => role.person === me && isLeadOf(role, shift, attendance.post)),
    attendance,
    record: leastAdvanced(own.map(recordState)),
    problem: refused?.receipt?.problem ?? null,
  };
}

/** Shifts this person is or was placed on, or has tapped at, by start; cancelled ones too. */
async function ownShifts(reader: Reader, me: Id): Promise<readonly Shift[]> {
  const [placed, unsent] = await Promise.all([reader.under(subject.placementsOf(me)), reader.unsent()]);
  const ids = entriesOf(toEntries(placed), "placed").map(({ event }) => event.facts.shift);
  const tapped = entriesOf(toEntries(unsent), "checkedIn").map(({ event }) => event.facts.shift);
  const shifts = await entitiesOf(reader, "shift", [...ids, ...tapped], toShift);
  return [...shifts.values()].sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
}

async function ownTeam(reader: Reader, who: Id): Promise<Team | null> {
  const person = (await entitiesOf(reader, "person", [who], toPerson)).get(who);
  return person?.team == null ? null : ((await entitiesOf(reader, "team", [person.team], toTeam)).get(person.team) ?? null);
}

export async function meView(reader: Reader): Promise<MeView | null> {
  const member = await reader.state("member");
  if (member === undefined) return null;
  const person = (await entitiesOf(reader, "person", [member.person], toPerson)).get(member.person) ?? null;
  const [team, roleIds, name] = await Promise.all([
    ownTeam(reader, member.person),
    idsUnder(reader, subject.rolesOf(member.person)),
    reader.text(person?.nameEvent, "name"),
  ]);
  const roles = await entitiesOf(reader, "role", roleIds, toRole);
  return { person, name, team, roles: [...roles.values()] };
}

/** Own duties that end after `from`, by start. A cancelled one is among them: whoever was to stand there is told. */
export async function dutiesView(reader: Reader, from: number, now: number): Promise<readonly Duty[]> {
  const member = await reader.state("member");
  if (member === undefined) return [];
  const shifts = (await ownShifts(reader, member.person)).filter((shift) => shift.end > from);
  return notNull(await Promise.all(shifts.map((shift) => dutyOf(reader, member.person, shift, now))));
}

const dayMs = 86_400_000;

export async function todayView(reader: Reader, now: number): Promise<TodayView | null> {
  const member = await reader.state("member");
  if (member === undefined) return null;
  const who = member.person;
  const [team, all, consents] = await Promise.all([ownTeam(reader, who), ownShifts(reader, who), reader.under(subject.consents(who))]);
  const from = startOfDay(now, rules);
  const isToday = (shift: Shift): boolean => shift.end > from && shift.start < from + dayMs;
  const shifts = all.filter((shift) => !shift.cancelled);
  const later = shifts.find((shift) => shift.start >= from + dayMs);
  const before = [...shifts].reverse().find((shift) => shift.end <= from && shift.end > from - dayMs);
  const duty = (shift: Shift | undefined): Promise<Duty | null> | null => (shift === undefined ? null : dutyOf(reader, who, shift, now));
  const [duties, cancelled, next, last] = await Promise.all([
    Promise.all(shifts.filter(isToday).map(duty)),
    Promise.all(all.filter((shift) => shift.cancelled && isToday(shift)).map(duty)),
    duty(later),
    duty(before),
  ]);
  const newest = [...entriesOf(toEntries(consents), "consented")].sort((a, b) => a.event.n - b.event.n).pop();
  const isForgotten =
    last !== null && last.attendance.checkedInAt !== null && last.attendance.checkedOutAt === null && last.attendance.end === null;
  return {
    team,
    duties: notNull(duties),
    cancelled: notNull(cancelled),
    next,
    forgotten: isForgotten ? last : null,
    hasConsent: newest?.event.facts.given === true,
  };
}
