// 队伍 and 名册 as a leader or a branch holds them: the tree of teams, the people of the teams they keep, and one person with what two
// people changed at once. Corps staff hold no names (R25): they ask the endpoint.

import { conflictsOf, type Entity, foldEntity, headOf } from "../domain/entity.ts";
import type { EntityKind } from "../domain/entity-fields.ts";
import { type Entry, entriesOf, type Id } from "../domain/event.ts";
import { isListed } from "../domain/merging.ts";
import { isRoleAt, type Person, type Role, type Team, toPerson, toRole, toTeam } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import { foldTeamHistory, nextTransfer, type TeamSpell, teamAt } from "../domain/team-history.ts";
import { orderTeams, type TeamLine, teamsKept } from "../domain/team-tree.ts";
import { entitiesOf, idsUnder, type Reader, toEntries } from "./reading.ts";
import { meView } from "./today-view.ts";

export interface TeamsView {
  readonly me: Id | null;
  readonly roles: readonly Role[];
  /** Everyone's: teams are for the whole city. Closed ones too. */
  readonly lines: readonly (TeamLine & { readonly heads: readonly Id[]; readonly isContested: boolean })[];
  readonly teams: ReadonlyMap<Id, Team>;
  /** Teams whose people this person keeps (R25). */
  readonly kept: ReadonlySet<Id>;
}

function foldAll<K extends EntityKind>(kind: K, entries: readonly Entry[]): ReadonlyMap<Id, Entity<K>> {
  const groups = new Map<Id, Entry[]>();
  for (const entry of entriesOf(entries, "patched")) {
    const group = groups.get(entry.event.facts.id);
    if (group === undefined) groups.set(entry.event.facts.id, [entry]);
    else group.push(entry);
  }
  const entities = new Map<Id, Entity<K>>();
  for (const [id, group] of groups) {
    const entity = foldEntity(kind, id, group);
    if (entity !== null) entities.set(id, entity);
  }
  return entities;
}

export async function teamsView(reader: Reader, now: number): Promise<TeamsView> {
  const [rows, self] = await Promise.all([reader.within(subject.entity("team", "")), meView(reader)]);
  const entities = foldAll("team", toEntries(rows));
  const teams = new Map([...entities].map(([id, entity]) => [id, toTeam(entity)]));
  const roles = (self?.roles ?? []).filter((role) => isRoleAt(role, now));
  return {
    me: self?.person?.id ?? null,
    roles,
    teams,
    kept: teamsKept([...teams.values()], roles, now),
    lines: orderTeams([...teams.values()]).map((line) => {
      const entity = entities.get(line.team.id);
      return { ...line, heads: entity?.heads ?? [], isContested: entity !== undefined && conflictsOf(entity).length > 0 };
    }),
  };
}

export interface PersonLine {
  readonly person: Person;
  /** On the day of `now` (R24). */
  readonly team: Id | null;
  readonly next: TeamSpell | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly roles: readonly Role[];
  /** 两人改过: the fields. */
  readonly contested: readonly string[];
  readonly heads: readonly Id[];
}
export interface PeopleView extends TeamsView {
  /** Of the teams this person keeps; those who left or were merged too. By name. */
  readonly people: readonly PersonLine[];
}

async function lineOf(reader: Reader, entity: Entity<"person">, entries: readonly Entry[], roles: readonly Role[], now: number) {
  const person = toPerson(entity);
  const history = foldTeamHistory(person.id, entries);
  const [name, phone] = await Promise.all([reader.text(person.nameEvent, "name"), reader.text(person.phoneEvent, "phone")]);
  const line: PersonLine = {
    person,
    team: teamAt(history, now),
    next: nextTransfer(history, now),
    name,
    phone,
    roles: roles.filter((role) => role.person === person.id && isRoleAt(role, now)),
    contested: conflictsOf(entity),
    heads: entity.heads,
  };
  return { line, history };
}

async function rolesIn(reader: Reader, teams: readonly Id[]): Promise<readonly Role[]> {
  const ids = await Promise.all(teams.map((team) => idsUnder(reader, subject.rolesIn(team))));
  return [...(await entitiesOf(reader, "role", ids.flat(), toRole)).values()];
}

const byName = new Intl.Collator("zh-CN", { numeric: true });

export async function peopleView(reader: Reader, now: number): Promise<PeopleView> {
  const teams = await teamsView(reader, now);
  const kept = [...teams.kept];
  const [ids, roles] = await Promise.all([
    Promise.all(kept.map((team) => idsUnder(reader, subject.peopleOf(team)))),
    rolesIn(reader, kept),
  ]);
  const wanted = [...new Set(ids.flat())];
  const entries = wanted.length === 0 ? [] : toEntries(await reader.under(...wanted.map((id) => subject.entity("person", id))));
  const byPerson = new Map<Id, Entry[]>();
  for (const entry of entriesOf(entries, "patched")) {
    const group = byPerson.get(entry.event.facts.id);
    if (group === undefined) byPerson.set(entry.event.facts.id, [entry]);
    else group.push(entry);
  }
  const lines = await Promise.all(
    [...foldAll("person", entries).values()].map(async (entity) => {
      const { line } = await lineOf(reader, entity, byPerson.get(entity.id) ?? [], roles, now);
      return line;
    }),
  );
  // Whoever was moved to a team of somebody else's is theirs to list, from that day on.
  const mine = lines.filter((line) => line.team !== null && teams.kept.has(line.team));
  return { ...teams, people: mine.sort((a, b) => byName.compare(a.name ?? "", b.name ?? "") || (a.person.id < b.person.id ? -1 : 1)) };
}

/** Where people are chosen or counted: neither gone nor merged. */
export const listedPeople = (view: PeopleView): readonly PersonLine[] => view.people.filter(({ person }) => isListed(person));

export interface Contended {
  readonly field: string;
  /** Every living value as text, the shown one first. */
  readonly values: readonly string[];
}
export interface OnePersonView extends TeamsView {
  readonly line: PersonLine;
  readonly history: readonly TeamSpell[];
  readonly contended: readonly Contended[];
  /** Name of the person this one was merged into. */
  readonly mergedName: string | null;
}

/** Null for somebody this device holds nothing of. */
export async function personView(reader: Reader, id: Id, now: number): Promise<OnePersonView | null> {
  const teams = await teamsView(reader, now);
  const entries = toEntries(await reader.under(subject.entity("person", id)));
  const entity = foldEntity("person", id, entries);
  if (entity === null) return null;
  const roles = [...(await entitiesOf(reader, "role", await idsUnder(reader, subject.rolesOf(id)), toRole)).values()];
  const { line, history } = await lineOf(reader, entity, entries, roles, now);
  const contended = await Promise.all(
    line.contested.map(async (field): Promise<Contended> => {
      const heads = (entity.fields as Record<string, readonly { readonly value: unknown; readonly event: Id }[]>)[field] ?? [];
      const values = await Promise.all(
        heads.map(async ({ value, event }) => {
          if (field === "team") return teams.teams.get(String(value))?.title ?? "";
          return value === true ? ((await reader.text(event, field as "name" | "phone")) ?? "") : String(value ?? "");
        }),
      );
      return { field, values };
    }),
  );
  const into = line.person.mergedInto;
  const target = into === null ? undefined : (await entitiesOf(reader, "person", [into], (it) => headOf(it, "name"))).get(into);
  return { ...teams, line, history, contended, mergedName: target == null ? null : await reader.text(target.event, "name") };
}
