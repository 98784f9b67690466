// 我的码 on this phone: the badges the endpoint issued for whoever it speaks for, kept in idb-keyval so that they are there without any network, and
// renewed long before they run out. Losing them costs one connection. Shows nothing.

import { createStore, get, set } from "idb-keyval";
import type { Entry, Id } from "../domain/event.ts";
import { livingOf } from "../domain/living.ts";
import { subject } from "../domain/subjects.ts";
import { parseBadge } from "../protocol/badge.ts";
import { ownBadgesSchema } from "../protocol/paper.ts";
import type { Desk, Journal } from "../sync/ports.ts";

export interface HeldBadge {
  readonly ledger: Id;
  readonly person: Id;
  readonly expires: number;
  readonly text: string;
  /** Corrected time, ms. */
  readonly fetchedAt: number;
}

export type BadgeStanding = "good" | "expired" | "cancelled";

const renewAfterMs = 7 * 86_400_000;

const store = () => createStore("daogang-badge", "badge");

async function keptBadges(): Promise<readonly HeldBadge[]> {
  const kept = await get<readonly HeldBadge[]>("badges", store());
  return Array.isArray(kept) ? kept.filter(({ text }) => typeof text === "string" && parseBadge(text) !== null) : [];
}

/** `about`: what was cancelled of this person, and what is about that. */
export function standingOf(badge: HeldBadge, about: readonly Entry[], now: number): BadgeStanding {
  const isCancelled = livingOf(about)
    .of("badgeRevoked")
    .some(({ event }) => event.facts.person === badge.person && event.facts.until >= badge.expires);
  return isCancelled ? "cancelled" : badge.expires <= now ? "expired" : "good";
}

async function cancelledOf(journal: Pick<Journal, "entries">, person: Id): Promise<readonly Entry[]> {
  const entries = await journal.entries([subject.revokedOf(person)]);
  const about = entries.length === 0 ? [] : await journal.entries(entries.map(({ event }) => subject.about(event.id)));
  return [...entries, ...about];
}

export interface OwnBadge {
  readonly badge: HeldBadge;
  readonly standing: BadgeStanding;
}

/** Null: none was ever fetched for this person. */
export async function ownBadge(journal: Pick<Journal, "entries" | "membership">, now: number): Promise<OwnBadge | null> {
  const member = await journal.membership();
  if (member === null) return null;
  const badge = (await keptBadges()).find(({ person, ledger }) => person === member.person && ledger === member.ledger);
  return badge === undefined ? null : { badge, standing: standingOf(badge, await cancelledOf(journal, member.person), now) };
}

/** Asks for a new one where the one held is old, cancelled or missing; resolves with whether one is held that is good. Never rejects for a missing network. */
export async function renewBadge(
  journal: Pick<Journal, "entries" | "membership">,
  desk: Desk,
  now: number,
  isUrgent = false,
): Promise<boolean> {
  const [member, held] = await Promise.all([journal.membership(), ownBadge(journal, now)]);
  if (member === null) return false;
  const isGood = held?.standing === "good";
  if (isGood && !isUrgent && now - held.badge.fetchedAt < renewAfterMs && now >= held.badge.fetchedAt) return true;
  const answer = await desk.ask({ method: "GET", path: "/api/badge" }, ownBadgesSchema);
  if (!answer.ok) return isGood;
  const badges = answer.value.badges.map(
    ({ person, expires, text }): HeldBadge => ({ ledger: member.ledger, person, expires, text, fetchedAt: now }),
  );
  await set("badges", badges, store());
  return badges.some(({ person }) => person === member.person);
}
