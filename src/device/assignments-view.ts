// 包抓: which team takes charge of which post, as a leader or a branch holds it. Living ones first, by post.

import type { Id } from "../domain/event.ts";
import { type Assignment, isRoleAt, type Post, type Team, toAssignment, toPost } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import { byOffice } from "../domain/team-tree.ts";
import { teamsView } from "./people-view.ts";
import { entitiesOf, idsUnder, type Reader } from "./reading.ts";

export interface AssignmentLine {
  readonly assignment: Assignment;
  readonly heads: readonly Id[];
  readonly team: Team | null;
  readonly post: Post | null;
  /** 联络员 */
  readonly name: string | null;
  readonly phone: string | null;
}
export interface AssignmentsView {
  readonly me: Id | null;
  readonly lines: readonly AssignmentLine[];
  /** Teams this person may put in charge: those below their branch or corps, by office order. Empty for a squad leader. */
  readonly teams: readonly Team[];
  /** Posts of these teams that are in use. */
  readonly posts: readonly Post[];
}

const byTitle = new Intl.Collator("zh-CN", { numeric: true });

export async function assignmentsView(reader: Reader, now: number): Promise<AssignmentsView> {
  const view = await teamsView(reader, now);
  const kept = [...view.kept].flatMap((id) => view.teams.get(id) ?? []);
  const ids = await Promise.all(kept.map(({ id }) => idsUnder(reader, subject.assignmentsOf(id))));
  const found = await entitiesOf(reader, "assignment", [...new Set(ids.flat())], (it) => ({
    assignment: toAssignment(it),
    heads: it.heads,
  }));
  const allPosts = await entitiesOf(reader, "post", await postIds(reader), toPost);
  const lines = await Promise.all(
    [...found.values()].map(async ({ assignment, heads }): Promise<AssignmentLine> => {
      const [name, phone] = await Promise.all([reader.text(assignment.nameEvent, "name"), reader.text(assignment.phoneEvent, "phone")]);
      const post = assignment.post === null ? null : (allPosts.get(assignment.post) ?? null);
      return { assignment, heads, team: assignment.team === null ? null : (view.teams.get(assignment.team) ?? null), post, name, phone };
    }),
  );
  const mayAssign = view.roles.some((role) => (role.role === "branchStaff" || role.role === "corpsStaff") && isRoleAt(role, now));
  const keptIds = new Set(kept.map(({ id }) => id));
  return {
    me: view.me,
    lines: lines.sort(
      (a, b) =>
        Number(a.assignment.ended) - Number(b.assignment.ended) ||
        byTitle.compare(a.post?.title ?? "", b.post?.title ?? "") ||
        (a.assignment.since ?? 0) - (b.assignment.since ?? 0) ||
        (a.assignment.id < b.assignment.id ? -1 : 1),
    ),
    teams: mayAssign ? kept.filter((team) => !team.closed).sort(byOffice) : [],
    posts: [...allPosts.values()]
      .filter((post) => !post.closed && post.team !== null && keptIds.has(post.team))
      .sort((a, b) => byTitle.compare(a.title, b.title)),
  };
}

const postIds = async (reader: Reader): Promise<readonly Id[]> => [
  ...new Set((await reader.within(subject.entity("post", ""))).flatMap(({ event }) => (event.type === "patched" ? [event.facts.id] : []))),
];
