// What a table of posts would do to the posts there are: made, completed or left alone, line by line; the same table again does nothing.
// Never moves a post that somebody has drawn. Records nothing; turning datums is handed in.

import type { Coordinate, Datum, EntityFields } from "./entity-fields.ts";
import type { Id } from "./event.ts";
import type { PostRow } from "./post-sheet.ts";
import type { Post, Team } from "./roster.ts";
import { matchTeam } from "./team-tree.ts";

export interface KnownPost {
  readonly post: Post;
  readonly heads: readonly Id[];
}
/** fresh, changed: to be recorded · same: nothing to do · the rest: left out, and why. */
export type PostOutcome = "fresh" | "changed" | "same" | "noTeam" | "manyTeams" | "twice";
export interface PlannedPost {
  readonly line: number;
  readonly title: string;
  readonly outcome: PostOutcome;
  /** Null for a fresh one. */
  readonly id: Id | null;
  readonly basis: readonly Id[];
  readonly set: EntityFields["post"];
  /** The table has a place and the post is drawn already. */
  readonly isPlaceKept: boolean;
}

export interface PlanOptions {
  /** Lines whose kind was guessed: it changes no kind that is known. */
  readonly guessed: ReadonlySet<number>;
  /** All there are, to find those a table names; and those whose posts may be made here. */
  readonly teams: readonly Team[];
  readonly own: ReadonlySet<Id>;
  /** Of lines that name no team. */
  readonly fallback: Id | null;
  readonly toWgs84: (at: Coordinate, datum: Datum) => Coordinate;
}

/** What a coordinate off a map may be taken for; decimetres. */
const mapAccuracyDm = 100;

export function planPosts(rows: readonly PostRow[], known: readonly KnownPost[], options: PlanOptions): readonly PlannedPost[] {
  const keyOf = (team: Id, title: string): string => `${team}\n${title.trim()}`;
  const byKey = new Map(known.filter(({ post }) => post.team !== null).map((it) => [keyOf(it.post.team ?? "", it.post.title), it]));
  const seen = new Set<string>();
  return rows.map((row): PlannedPost => {
    const { line, title } = row;
    const nothing = { line, title, id: null, basis: [], set: {}, isPlaceKept: false } as const;
    const match = row.team.length === 0 ? null : matchTeam(options.teams, row.team);
    if (match?.type === "ambiguous") return { ...nothing, outcome: "manyTeams" };
    const team = match === null ? options.fallback : match.type === "team" ? match.team : null;
    if (team === null || !options.own.has(team)) return { ...nothing, outcome: "noTeam" };
    const key = keyOf(team, title);
    if (seen.has(key)) return { ...nothing, outcome: "twice" };
    seen.add(key);

    const there = byKey.get(key);
    const ends = {
      ...(row.side === null ? {} : { side: row.side }),
      ...(row.from === null ? {} : { from: row.from }),
      ...(row.to === null ? {} : { to: row.to }),
    };
    const { place } = row;
    const at = place === null ? null : options.toWgs84([Math.round(place.lng * 1e7), Math.round(place.lat * 1e7)], place.datum);
    const drawn: EntityFields["post"] =
      at === null || place === null ? {} : { geometry: { type: "point", at }, sourceDatum: place.datum, accuracyDm: mapAccuracyDm };
    if (there === undefined) return { ...nothing, outcome: "fresh", set: { title, kind: row.kind, team, ...ends, ...drawn } };

    const { post, heads } = there;
    const set: EntityFields["post"] = {
      ...(options.guessed.has(line) || post.kind === row.kind ? {} : { kind: row.kind }),
      ...(row.side === null || row.side === post.side ? {} : { side: row.side }),
      ...(row.from === null || row.from === post.from ? {} : { from: row.from }),
      ...(row.to === null || row.to === post.to ? {} : { to: row.to }),
      ...(post.shape === null ? drawn : {}),
    };
    const isSame = Object.keys(set).length === 0;
    return {
      ...nothing,
      outcome: isSame ? "same" : "changed",
      id: post.id,
      basis: heads,
      set,
      isPlaceKept: at !== null && post.shape !== null,
    };
  });
}
