// Signs and badges for a desk that prints (R25: own squad, own subtree, the whole city for signs; badges only for those who may hold the
// people's names). Reads and signs, writes nothing.

import type { Id } from "../domain/event.ts";
import { badgeMessage, badgeText } from "../protocol/badge.ts";
import { failed, ok } from "../protocol/problems.ts";
import { deskRights } from "./desk-rights.ts";
import type { DeskFeature } from "./desk-routes.ts";
import type { Ledger } from "./ledger.ts";
import { signOf } from "./passes.ts";

/** A printed badge outlives a season and no longer: people leave. */
const badgeMs = 365 * 86_400_000;

const openPosts = (ledger: Ledger) =>
  ledger.world.idsOfKind("post").flatMap((id) => {
    const post = ledger.world.post(id);
    return post === null || post.closed ? [] : [post];
  });

export const paper: DeskFeature = (routes) => {
  routes.get("/api/reports/signs", ({ ledger, site, persons, now }) => {
    const rights = deskRights(ledger, persons, now);
    if (rights.roles.length === 0) return failed("forbidden");
    const signs = openPosts(ledger)
      .filter(({ team }) => team !== null && rights.isOver(team))
      .map(({ id, title, team }) => ({
        ...signOf(ledger, id),
        title,
        team,
        teamTitle: team === null ? null : (ledger.world.team(team)?.title ?? null),
      }));
    return ok({ type: "signs", publicUrl: site.publicUrl(), signs });
  });

  routes.get("/api/reports/badges", ({ ledger, persons, now, query }) => {
    const team = query("team") ?? "";
    if (!deskRights(ledger, persons, now).isOver(team, ["squadLeader", "branchStaff"])) return failed("forbidden");
    const expires = Math.floor((now + badgeMs) / 1000) * 1000;
    const badgeOf = (person: Id): string =>
      badgeText({ person, expires, signature: ledger.keys.sign(ledger.privateJwk, badgeMessage(ledger.id, person, expires)) });
    const badges = ledger.world
      .idsOf("person", "team", team)
      .filter((id) => {
        const person = ledger.world.person(id);
        return person !== null && !person.closed && person.mergedInto === null;
      })
      .map((person) => ({ person, text: badgeOf(person) }));
    return ok({ type: "badges", expires, badges });
  });
};
