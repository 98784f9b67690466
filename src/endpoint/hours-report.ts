// GET /api/reports/hours: who served how many counted minutes in a period, with the same code as the devices (domain/hours.ts), and what that
// comes to by home, by host and for the city (R23, R24). Settled minutes only. R25: corps staff get sums, and names only of one team at a
// time, logged; branches their subtree, a squad leader their squad and today's supporters, anybody themselves.

import { type Day, dayAt, daysBetween, parseDay } from "../domain/calendar.ts";
import type { RoleName } from "../domain/entity-fields.ts";
import type { Id } from "../domain/event.ts";
import { foldHours, type HoursLine } from "../domain/hours.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { foldTeamHistory, teamAt } from "../domain/team-history.ts";
import type { envelope } from "../protocol/exchange.ts";
import type { HoursPerson, HoursReport, HoursReportLine } from "../protocol/hours.ts";
import { failed, ok, type Result } from "../protocol/problems.ts";
import { deskRights, logAccess } from "./desk-rights.ts";
import type { DeskCall, DeskFeature } from "./desk-routes.ts";
import { type Attester, attestersOf, nobody } from "./hours-attesters.ts";
import { type Period, type ServedRow, servedBy, servedInPeriod } from "./hours-lines.ts";
import type { Ledger } from "./ledger.ts";
import { entriesUnder } from "./records.ts";

type Bare<T> = Omit<T, keyof typeof envelope>;
const staffNames: readonly RoleName[] = ["corpsStaff", "branchStaff"];
const longestDays = 400;

/** A day given in the question: null where there is none, undefined where it is none. */
const dayOf = (text: string | null): Day | null | undefined => (text === null ? null : (parseDay(text) ?? undefined));

/** Whose lines are wanted, and how much of them may be seen. */
interface Wanted {
  /** Null: the asking persons themselves. */
  readonly teams: ReadonlySet<Id> | null;
  readonly isNamed: boolean;
  /** Also whoever came from elsewhere on another day than today. */
  readonly seesGuests: boolean;
  readonly logged: string | null;
}

function wantedBy({ ledger, persons, now, query }: DeskCall): Wanted | null {
  const own: Wanted = { teams: null, isNamed: true, seesGuests: false, logged: null };
  if (query("self") === "1") return own;
  const rights = deskRights(ledger, persons, now);
  const [corps, staff, led] = [rights.teams(["corpsStaff"]), rights.teams(staffNames), rights.teams(["squadLeader"])];
  const team = query("team");
  if (team !== null) {
    if (staff.includes(team)) return { teams: new Set(ledger.world.teamsBelow(team)), isNamed: true, seesGuests: true, logged: team };
    return led.includes(team) ? { teams: new Set([team]), isNamed: true, seesGuests: false, logged: null } : null;
  }
  if (corps.length > 0) return { teams: new Set(staff), isNamed: false, seesGuests: true, logged: null };
  if (staff.length > 0) return { teams: new Set(staff), isNamed: true, seesGuests: true, logged: "all" };
  return led.length > 0 ? { teams: new Set(led), isNamed: true, seesGuests: false, logged: null } : own;
}

interface Sums {
  minutes: number;
  verified: number;
  attested: number;
  shifts: number;
  readonly people: Set<Id>;
}
const noSums = (): Sums => ({ minutes: 0, verified: 0, attested: 0, shifts: 0, people: new Set() });
function add(sums: Sums, person: Id, { minutes, class: timeClass }: HoursReportLine): void {
  sums.minutes += minutes;
  if (timeClass !== null) sums[timeClass] += minutes;
  if (minutes === 0) return;
  sums.shifts += 1;
  sums.people.add(person);
}
const told = ({ people, ...rest }: Sums) => ({ ...rest, people: people.size });
const toldBy = (sums: ReadonlyMap<Id, Sums>) =>
  [...sums].map(([team, it]) => ({ team, ...told(it) })).sort((a, b) => (a.team < b.team ? -1 : 1));
function sumsOf(map: Map<Id, Sums>, team: Id): Sums {
  const known = map.get(team) ?? noSums();
  map.set(team, known);
  return known;
}

/** The part of a line that lies in the period, or null where none of its days does (R7). */
function inPeriod(
  line: HoursLine,
  row: ServedRow,
  home: Id | null,
  period: Period | null,
  { place, attester }: { readonly place: Place; readonly attester: Attester },
): HoursReportLine | null {
  const isIn = (day: Day): boolean => period === null || (day >= period.from && day <= period.to);
  const days = line.days.filter(({ day }) => isIn(day));
  // What came to nothing still stands on the day of its shift.
  if (days.length === 0 && !(line.days.length === 0 && isIn(line.date))) return null;
  return {
    shift: line.shift,
    at: line.start,
    day: days[0]?.day ?? line.date,
    host: line.team,
    home,
    title: row.shift.title,
    ...place,
    start: line.spans[0]?.from ?? null,
    end: line.spans[line.spans.length - 1]?.to ?? null,
    minutesBefore: line.minutesBefore,
    cuts: line.cuts.filter(({ day }) => isIn(day)),
    minutes: days.reduce((sum, { minutes }) => sum + minutes, 0),
    class: line.class,
    settledAt: row.settledAt,
    ...attester,
  };
}

type Place = Pick<HoursReportLine, "postTitle" | "postKind">;
const nowhere: Place = { postTitle: null, postKind: null };
function placeOf(ledger: Ledger, { shift }: ServedRow, person: Id): Place {
  const only = shift.posts.length === 1 ? shift.posts[0] : null;
  const post = ledger.world.placements(shift.id).get(person)?.post ?? only ?? null;
  const found = post === null ? null : ledger.world.post(post);
  return found === null ? nowhere : { postTitle: found.title, postKind: found.kind };
}

interface Asked {
  readonly wanted: Wanted;
  readonly period: Period | null;
  readonly today: Day;
  readonly withLines: boolean;
}

/** One person's lines as far as they may be seen; empty where none may. */
function linesOf(
  ledger: Ledger,
  person: Id,
  rows: readonly ServedRow[],
  { wanted, period, today, withLines }: Asked,
): readonly HoursReportLine[] {
  const byShift = new Map(rows.map((row) => [row.shift.id, row]));
  const { teams } = wanted;
  const history = foldTeamHistory(person, entriesUnder(ledger.database, ledger.key, [subject.entity("person", person)]));
  const isSeen = (host: Id, home: Id | null, day: Day): boolean =>
    teams === null || (home !== null && teams.has(home)) || (teams.has(host) && (wanted.seesGuests || day === today));
  const attesters = withLines ? attestersOf(ledger, rows) : new Map<Id, Attester>();
  return foldHours(
    rows.map(({ served }) => served),
    rules,
  ).lines.flatMap((line): readonly HoursReportLine[] => {
    const row = byShift.get(line.shift);
    const home = teamAt(history, line.start);
    if (row === undefined || !isSeen(line.team, home, line.date)) return [];
    const seen = inPeriod(line, row, home, period, {
      place: withLines ? placeOf(ledger, row, person) : nowhere,
      attester: attesters.get(line.shift) ?? nobody,
    });
    return seen === null ? [] : [seen];
  });
}

function personOf(ledger: Ledger, person: Id, lines: readonly HoursReportLine[], withLines: boolean): HoursPerson {
  const sums = noSums();
  for (const line of lines) add(sums, person, line);
  const { people: _, ...rest } = told(sums);
  const row = ledger.database.get<{ name: string | null; volunteer_number: string | null }>(
    "SELECT name, volunteer_number FROM people WHERE ledger = ? AND person = ?",
    ledger.key,
    person,
  );
  return {
    person,
    name: row?.name ?? null,
    volunteerNumber: row?.volunteer_number ?? null,
    team: ledger.world.person(person)?.team ?? null,
    ...rest,
    lines: withLines ? [...lines] : [],
  };
}

async function hours(call: DeskCall): Promise<Result<Bare<HoursReport>>> {
  const { ledger, persons, now, query } = call;
  const [from, to] = [dayOf(query("from")), dayOf(query("to"))];
  const wanted = wantedBy(call);
  if (wanted === null) return failed("forbidden");
  if (from === undefined || to === undefined || (from === null) !== (to === null)) return failed("malformed");
  const period = from === null || to === null ? null : { from, to };
  // Only one's own may be asked for whole.
  if (period === null ? wanted.teams !== null : period.from > period.to || daysBetween(period.from, period.to) > longestDays)
    return failed("malformed");
  const withLines = wanted.isNamed && query("lines") === "1";
  const asked: Asked = { wanted, period, today: dayAt(now, rules), withLines };
  const found =
    wanted.teams === null || period === null
      ? new Map(persons.map((person) => [person, servedBy(ledger, person)]))
      : await servedInPeriod(ledger, period);
  if (wanted.logged !== null) {
    const { logged } = wanted;
    const looker = deskRights(ledger, persons, now).roles[0]?.person ?? "";
    await ledger.submit(1, (turn) => logAccess(ledger, turn.now, looker, "hours", logged));
  }
  const [all, byHome, byHost] = [noSums(), new Map<Id, Sums>(), new Map<Id, Sums>()];
  const named: HoursPerson[] = [];
  for (const [person, rows] of found) {
    const lines = linesOf(ledger, person, rows, asked);
    for (const line of lines) {
      add(all, person, line);
      if (line.home !== null && wanted.teams?.has(line.home) === true) add(sumsOf(byHome, line.home), person, line);
      if (wanted.teams?.has(line.host) === true) add(sumsOf(byHost, line.host), person, line);
    }
    if (wanted.isNamed && (lines.length > 0 || wanted.teams === null)) named.push(personOf(ledger, person, lines, withLines));
  }
  const inOrder = (a: HoursPerson, b: HoursPerson): number =>
    (a.name ?? "").localeCompare(b.name ?? "", "zh") || (a.person < b.person ? -1 : 1);
  return ok({
    type: "hours",
    from,
    to,
    ...told(all),
    byHome: toldBy(byHome),
    byHost: toldBy(byHost),
    named: wanted.isNamed ? named.sort(inOrder) : null,
  });
}

export const hoursReport: DeskFeature = (routes) => routes.get("/api/reports/hours", hours);
