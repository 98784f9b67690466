// Signs and badges for a desk that prints (R25: own squad, own subtree, the whole city for signs; badges only for those who may hold the
// people's names), and 我的码 for everybody's own phone. Reads and signs, writes nothing.

import { correctedTime } from "../domain/clock.ts";
import { entriesOf, type Id } from "../domain/event.ts";
import { livingRetractions } from "../domain/living.ts";
import { subject } from "../domain/subjects.ts";
import { badgeMessage, badgeText } from "../protocol/badge.ts";
import { failed, ok } from "../protocol/problems.ts";
import { deskRights } from "./desk-rights.ts";
import type { DeskFeature } from "./desk-routes.ts";
import type { Ledger } from "./ledger.ts";
import { signOf } from "./passes.ts";
import { keptEntriesAround } from "./records.ts";

/** A printed badge outlives a season and no longer: people leave. */
const badgeMs = 365 * 86_400_000;
/** On a screen: a phone without a network for so long has other troubles. */
const ownBadgeMs = 60 * 86_400_000;

/** Never one that has been cancelled already: what is cancelled is every badge that expires until then. */
function issueBadge(ledger: Ledger, person: Id, validMs: number, now: number): { readonly expires: number; readonly text: string } {
  const about = keptEntriesAround(ledger, [subject.revokedOf(person)]);
  const gone = livingRetractions(about);
  const cancelled = entriesOf(about, "badgeRevoked").filter(({ event }) => !gone.has(event.id) && correctedTime(event) <= now);
  const least = Math.max(now + validMs, ...cancelled.map(({ event }) => event.facts.until + 1000));
  const expires = Math.floor(least / 1000) * 1000;
  return {
    expires,
    text: badgeText({ person, expires, signature: ledger.keys.sign(ledger.privateJwk, badgeMessage(ledger.id, person, expires)) }),
  };
}

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
    const badges = ledger.world
      .idsOf("person", "team", team)
      .filter((id) => {
        const person = ledger.world.person(id);
        return person !== null && !person.closed && person.mergedInto === null;
      })
      .map((person) => ({ person, ...issueBadge(ledger, person, badgeMs, now) }));
    return ok({
      type: "badges",
      expires: Math.min(...badges.map(({ expires }) => expires), now + badgeMs),
      badges: badges.map(({ person, text }) => ({ person, text })),
    });
  });

  routes.get("/api/badge", ({ ledger, persons, now }) =>
    ok({
      type: "ownBadges",
      badges: persons
        .filter((id) => ledger.world.person(id)?.closed === false)
        .map((person) => ({ person, ...issueBadge(ledger, person, ownBadgeMs, now) })),
    }),
  );
};
