// 岗位 as a desk sees it: every post this device may hold, whose it is, who doubts its place, and what two people changed at once. Loads
// posts and teams whole: there are hundreds, and the list is searched.

import { conflictsOf, type Entity, fieldOf, foldEntity, type Head } from "../domain/entity.ts";
import type { Datum, EntityFields, Geometry } from "../domain/entity-fields.ts";
import { type Entry, entriesOf, type Id } from "../domain/event.ts";
import { isRoleAt, type Post, type Role, type Team, toPerson, toPost, toTeam } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import { ancestorsOf } from "../domain/world.ts";
import { entitiesOf, namesOf, type Reader, recordState, toEntries, withoutPutRight } from "./reading.ts";
import { meView } from "./today-view.ts";

export interface PostDoubt {
  readonly event: Id;
  readonly distanceDm: number;
  readonly datum: Datum | null;
  readonly suggested: Geometry | null;
}

export interface PostLine {
  readonly post: Post;
  /** `Entity.heads`: what a change of it is made in sight of. */
  readonly heads: readonly Id[];
  readonly team: Team | null;
  /** Of the drawing it has now; one of an earlier drawing is over. */
  readonly doubt: PostDoubt | null;
  readonly isContested: boolean;
  readonly mayEdit: boolean;
  readonly isUnsent: boolean;
  readonly isRefused: boolean;
}
export interface PostsView {
  readonly lines: readonly PostLine[];
  /** Teams whose posts this person may make and change (R25), by title. */
  readonly teams: readonly Team[];
  /** Every team there is. */
  readonly allTeams: readonly Team[];
}

export type PostField = keyof EntityFields["post"];
/** One of several living values of a field, and whose it is. */
export interface Contender {
  readonly event: Id;
  readonly value: unknown;
  readonly at: number;
  readonly name: string | null;
}
export interface PostView {
  readonly entity: Entity<"post">;
  readonly line: PostLine;
  readonly sourceDatum: Datum;
  readonly accuracyDm: number | null;
  readonly contested: readonly { readonly field: PostField; readonly heads: readonly Contender[] }[];
}
export interface OnePostView extends PostsView {
  /** What was asked for. */
  readonly id: Id | null;
  /** Null for a new one, and for one this device does not hold. */
  readonly one: PostView | null;
}

function groupBy(entries: readonly Entry<"patched">[]): ReadonlyMap<Id, readonly Entry<"patched">[]> {
  const groups = new Map<Id, Entry<"patched">[]>();
  for (const entry of entries) {
    const group = groups.get(entry.event.facts.id);
    if (group === undefined) groups.set(entry.event.facts.id, [entry]);
    else group.push(entry);
  }
  return groups;
}

/** Teams in which the roles let somebody change posts: a leader's own squad, everything below a branch. */
function ownTeams(roles: readonly Role[], teams: ReadonlyMap<Id, Team>, now: number): ReadonlySet<Id> {
  const held = roles.filter((role) => isRoleAt(role, now));
  const world = { team: (id: Id) => teams.get(id) ?? null } as Parameters<typeof ancestorsOf>[0];
  return new Set(
    [...teams.keys()].filter((team) =>
      held.some(
        (role) =>
          (role.role === "squadLeader" && role.team === team) ||
          (role.role === "branchStaff" && ancestorsOf(world, team).includes(role.team)),
      ),
    ),
  );
}

async function linesOf(reader: Reader, now: number): Promise<PostsView & { readonly entities: ReadonlyMap<Id, Entity<"post">> }> {
  const [rows, teamRows, doubtRows, self] = await Promise.all([
    reader.within(subject.entity("post", "")),
    reader.within(subject.entity("team", "")),
    reader.within(subject.doubtsOf("")),
    meView(reader),
  ]);
  const teams = new Map<Id, Team>();
  for (const [id, entries] of groupBy(entriesOf(toEntries(teamRows), "patched"))) {
    const entity = foldEntity("team", id, entries);
    if (entity !== null) teams.set(id, toTeam(entity));
  }
  const own = ownTeams(self?.roles ?? [], teams, now);
  const doubts = new Map<Id, PostDoubt>();
  for (const { event } of entriesOf(toEntries(doubtRows), "postDoubted"))
    doubts.set(event.facts.postVersion, { ...event.facts, event: event.id });
  const mine = withoutPutRight(
    rows.filter((row) => row.link !== null),
    (row) => (row.event.type === "patched" ? row.event.facts.id : null),
  );
  const ofState = (state: string): ReadonlySet<Id | null> =>
    new Set(mine.filter((row) => recordState(row) === state).map((row) => (row.event.type === "patched" ? row.event.facts.id : null)));
  const [kept, refused] = [ofState("kept"), ofState("refused")];

  const entities = new Map<Id, Entity<"post">>();
  const lines: PostLine[] = [];
  for (const [id, entries] of groupBy(entriesOf(toEntries(rows), "patched"))) {
    const entity = foldEntity("post", id, entries);
    if (entity === null) continue;
    entities.set(id, entity);
    const post = toPost(entity);
    lines.push({
      post,
      heads: entity.heads,
      team: (post.team === null ? null : teams.get(post.team)) ?? null,
      doubt: (post.closed || post.shape === null ? null : doubts.get(post.shape.version)) ?? null,
      isContested: conflictsOf(entity).length > 0,
      mayEdit: post.team !== null && own.has(post.team),
      isUnsent: kept.has(id),
      isRefused: refused.has(id),
    });
  }
  const byTitle = (a: Team, b: Team): number => a.title.localeCompare(b.title, "zh-CN");
  return {
    lines,
    entities,
    allTeams: [...teams.values()],
    teams: [...teams.values()].filter((team) => own.has(team.id) && !team.closed).sort(byTitle),
  };
}

export const postsView = (reader: Reader, now: number): Promise<PostsView> => linesOf(reader, now);

/** Who wrote a value: their name as far as this device may know it. */
async function contendersOf(reader: Reader, post: Id, heads: readonly Head[]): Promise<readonly Contender[]> {
  const rows = await reader.under(subject.entity("post", post));
  const authors = new Map(rows.map((row) => [row.id, row.event.author]));
  const people = await entitiesOf(
    reader,
    "person",
    heads.map((head) => authors.get(head.event)),
    toPerson,
  );
  const names = await namesOf(reader, people);
  return heads.map(({ event, value, at }) => ({ event, value, at, name: names.get(authors.get(event) ?? "") ?? null }));
}

/** `id` null: a new one, with the teams it may belong to. */
export async function onePostView(reader: Reader, id: Id | null, now: number): Promise<OnePostView> {
  const { entities, lines, teams, allTeams } = await linesOf(reader, now);
  const entity = id === null ? undefined : entities.get(id);
  const line = lines.find((it) => it.post.id === id);
  if (entity === undefined || line === undefined) return { id, lines, teams, allTeams, one: null };
  const contested = await Promise.all(
    conflictsOf(entity).map(async (field) => ({
      field: field as PostField,
      heads: await contendersOf(reader, entity.id, (entity.fields as Readonly<Record<string, readonly Head[]>>)[field] ?? []),
    })),
  );
  return {
    id,
    lines,
    teams,
    allTeams,
    one: {
      entity,
      line,
      sourceDatum: fieldOf(entity, "sourceDatum", "wgs84"),
      accuracyDm: fieldOf(entity, "accuracyDm", null),
      contested,
    },
  };
}
