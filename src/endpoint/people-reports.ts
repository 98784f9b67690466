// GET /api/reports/overview, people and people/:person: what staff read of teams in numbers and of people by name (R25). Looks at named
// records are logged in `accesses`; numbers are not.

import type { RoleName } from "../domain/entity-fields.ts";
import type { Id } from "../domain/event.ts";
import { isNamed } from "../domain/name-search.ts";
import { isRoleAt } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import { foldTeamHistory } from "../domain/team-history.ts";
import type { envelope } from "../protocol/exchange.ts";
import { type Overview, type PeoplePage, type PersonReport, peoplePageSize, type TeamCounts } from "../protocol/people.ts";
import { failed, ok, type Result } from "../protocol/problems.ts";
import { deskRights, logAccess } from "./desk-rights.ts";
import type { DeskCall, DeskFeature } from "./desk-routes.ts";
import type { Ledger } from "./ledger.ts";
import { entriesUnder, partsOf, recordById } from "./records.ts";

const weekMs = 7 * 86_400_000;
const staffNames: readonly RoleName[] = ["corpsStaff", "branchStaff"];
type Bare<T> = Omit<T, keyof typeof envelope>;

const countsBy = (ledger: Ledger, sql: string): ReadonlyMap<string, number> =>
  new Map(ledger.database.all<{ team: string; n: number }>(sql, ledger.key).map(({ team, n }) => [team, n]));

function overview({ ledger, persons, now }: DeskCall): Result<Bare<Overview>> {
  const rights = deskRights(ledger, persons, now);
  const allowed = rights.teams(staffNames);
  if (allowed.length === 0) return failed("forbidden");
  const people = countsBy(
    ledger,
    "SELECT team, count(*) AS n FROM people WHERE ledger = ? AND closed = 0 AND merged_into IS NULL AND team IS NOT NULL GROUP BY team",
  );
  const joined = countsBy(
    ledger,
    `SELECT p.team, count(DISTINCT p.person) AS n FROM devices d JOIN json_each(d.persons) j JOIN people p ON p.ledger = d.ledger AND p.person = j.value
     WHERE d.ledger = ? AND p.closed = 0 AND p.merged_into IS NULL AND p.team IS NOT NULL GROUP BY p.team`,
  );
  const more = new Map<Id, { posts: number; drawn: number; shifts: number; staff: number }>();
  const of = (team: Id) => {
    const known = more.get(team) ?? { posts: 0, drawn: 0, shifts: 0, staff: 0 };
    more.set(team, known);
    return known;
  };
  for (const id of ledger.world.idsOfKind("post")) {
    const post = ledger.world.post(id);
    if (post === null || post.closed || post.team === null) continue;
    of(post.team).posts += 1;
    if (post.shape !== null) of(post.team).drawn += 1;
  }
  for (const id of ledger.world.shiftsBetween(now, now + weekMs)) {
    const shift = ledger.world.shift(id);
    if (shift !== null && !shift.cancelled) of(shift.team).shifts += 1;
  }
  for (const id of ledger.world.idsOfKind("role")) {
    const role = ledger.world.role(id);
    if (role !== null && role.role !== "postLead" && isRoleAt(role, now)) of(role.team).staff += 1;
  }
  const teams: readonly TeamCounts[] = allowed.map((team) => ({
    team,
    people: people.get(team) ?? 0,
    joined: joined.get(team) ?? 0,
    ...of(team),
  }));
  return ok({ type: "overview", teams: [...teams] });
}

interface PersonRow {
  readonly person: Id;
  readonly team: Id | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly volunteer_number: string | null;
}

/** As LIKE takes it: its wildcards are letters like any other here. */
const within = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

const rolesHeld = (ledger: Ledger, person: Id, now: number): readonly RoleName[] => [
  ...new Set(ledger.world.rolesOf(person).flatMap((role) => (isRoleAt(role, now) ? [role.role] : []))),
];

function devicesOf(
  ledger: Ledger,
  people: readonly Id[],
): ReadonlyMap<Id, { readonly devices: number; readonly lastSeenAt: number | null }> {
  const rows = ledger.database.all<{ person: Id; devices: number; last: number | null }>(
    `SELECT j.value AS person, count(*) AS devices, max(d.reported_at) AS last FROM devices d JOIN json_each(d.persons) j
     WHERE d.ledger = ? AND j.value IN (SELECT value FROM json_each(?)) GROUP BY j.value`,
    ledger.key,
    JSON.stringify(people),
  );
  return new Map(rows.map(({ person, devices, last }) => [person, { devices, lastSeenAt: last }]));
}

/** Names that are found by more than LIKE knows: the initials of pinyin. Every name is looked at, and only where letters were typed. */
const namedLike = (ledger: Ledger, search: string): readonly string[] =>
  !/[a-z]/i.test(search)
    ? []
    : ledger.database
        .all<{ name: string }>("SELECT DISTINCT name FROM people WHERE ledger = ? AND name IS NOT NULL", ledger.key)
        .flatMap(({ name }) => (isNamed(name, search) ? [name] : []));

/** The person in whose name a look is logged: the one who may look. */
const looker = (ledger: Ledger, { persons, now }: DeskCall): Id => deskRights(ledger, persons, now).roles[0]?.person ?? "";

async function people(call: DeskCall): Promise<Result<Bare<PeoplePage>>> {
  const { ledger, persons, now, query } = call;
  const rights = deskRights(ledger, persons, now);
  const allowed = rights.teams(staffNames);
  const team = query("team");
  if (allowed.length === 0 || (team !== null && !allowed.includes(team))) return failed("forbidden");
  const teams = team === null ? allowed : ledger.world.teamsBelow(team);
  const search = (query("search") ?? "").trim().slice(0, 40);
  const page = Math.max(1, Math.trunc(Number(query("page") ?? "1")) || 1);
  const where = `ledger = ? AND closed = ? AND merged_into IS NULL AND team IN (SELECT value FROM json_each(?))
    AND (? = '' OR name LIKE ? ESCAPE '\\' OR volunteer_number LIKE ? ESCAPE '\\' OR phone LIKE ? ESCAPE '\\'
      OR name IN (SELECT value FROM json_each(?)))`;
  // Four digits or more: a phone by its end; fewer would list half a city.
  const tail = /^\d{4,}$/.test(search) ? within(search).slice(0, -1) : "";
  const values = [
    ledger.key,
    query("left") === "1" ? 1 : 0,
    JSON.stringify(teams),
    search,
    within(search),
    within(search),
    tail,
    JSON.stringify(namedLike(ledger, search)),
  ] as const;
  const total = ledger.database.get<{ n: number }>(`SELECT count(*) AS n FROM people WHERE ${where}`, ...values)?.n ?? 0;
  const rows = ledger.database.all<PersonRow>(
    `SELECT person, team, name, phone, volunteer_number FROM people WHERE ${where} ORDER BY name, person LIMIT ? OFFSET ?`,
    ...values,
    peoplePageSize,
    (page - 1) * peoplePageSize,
  );
  const devices = devicesOf(
    ledger,
    rows.map(({ person }) => person),
  );
  await ledger.submit(1, (turn) => logAccess(ledger, turn.now, looker(ledger, call), "people", team ?? "all"));
  return ok({
    type: "people",
    total,
    page,
    people: rows.map((row) => ({
      person: row.person,
      team: row.team,
      name: row.name,
      phoneTail: row.phone === null ? null : row.phone.slice(-4),
      volunteerNumber: row.volunteer_number,
      roles: [...rolesHeld(ledger, row.person, now)],
      hasJoined: devices.has(row.person),
    })),
  });
}

/** Whatever looks like an identity number keeps its last four, in whichever column somebody wrote it. */
const masked = (value: string): string =>
  value.replace(/\d{11,17}[\dXx]/g, (number) => (number.length < 15 ? number : `***${number.slice(-4)}`));

function partValue(ledger: Ledger, event: Id | undefined, name: "name" | "phone" | "idNumber" | "register"): unknown {
  const record = event === undefined ? null : recordById(ledger.database, ledger.key, event);
  const part = record === null ? undefined : partsOf(ledger.database, ledger.key, record.number)[name];
  return typeof part === "object" ? part.value : null;
}
const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

async function onePerson(call: DeskCall): Promise<Result<Bare<PersonReport>>> {
  const { ledger, persons, now, param } = call;
  const id = param("person") ?? "";
  const entity = ledger.world.entity("person", id);
  const person = ledger.world.person(id);
  const rights = deskRights(ledger, persons, now);
  // Whoever may not look is not told whether there is anybody.
  if (entity === null || person === null || person.team === null || !rights.isOver(person.team, staffNames)) return failed("forbidden");
  await ledger.submit(1, (turn) => logAccess(ledger, turn.now, looker(ledger, call), "person", id));
  const part = (name: "name" | "phone" | "idNumber" | "register"): unknown => partValue(ledger, entity.fields[name]?.[0]?.event, name);
  const register = part("register");
  const device = devicesOf(ledger, [id]).get(id);
  return ok({
    type: "person",
    person: id,
    name: textOf(part("name")),
    phone: textOf(part("phone")),
    idTail: textOf(part("idNumber"))?.slice(-4) ?? null,
    volunteerNumber: person.volunteerNumber,
    team: person.team,
    closed: person.closed,
    mergedInto: person.mergedInto,
    heads: [...entity.heads],
    register: Object.entries(typeof register === "object" && register !== null ? register : {}).flatMap(([header, value]) =>
      typeof value === "string" ? [{ header, value: masked(value) }] : [],
    ),
    roles: ledger.world
      .rolesOf(id)
      .map(({ person: _, ...role }) => role)
      .sort((a, b) => b.from - a.from),
    history: foldTeamHistory(id, entriesUnder(ledger.database, ledger.key, [subject.entity("person", id)])).map(({ team, since }) => ({
      team,
      since,
    })),
    devices: device?.devices ?? 0,
    lastSeenAt: device?.lastSeenAt ?? null,
  });
}

export const peopleReports: DeskFeature = (routes) => {
  routes.get("/api/reports/overview", overview);
  routes.get("/api/reports/people", people);
  routes.get("/api/reports/people/:person", onePerson);
};
