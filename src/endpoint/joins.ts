// A squad's link at the endpoint: who asks to join waits as an event of ours until somebody with the right over the squad has decided;
// the decision makes the phone a device in the same turn. Knows no HTTP and answers no request.

import type { EventOf, Hash, Id } from "../domain/event.ts";
import { comparedName, endsInFour, foldJoins, type JoinRequest } from "../domain/joining.ts";
import { subject } from "../domain/subjects.ts";
import { mayVouchFor } from "../domain/vouching.ts";
import type { Who } from "../protocol/exchange.ts";
import type { SquadInvite } from "../protocol/invites.ts";
import { failed, ok, type Result } from "../protocol/problems.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { appendOwn } from "./own-events.ts";
import { entriesUnder, partsOf, recordById } from "./records.ts";

/** Waiting at once in one squad: room for every squad there is, none for somebody who makes keys by the thousand. */
const mostWaiting = 300;
/** Of one phone with one link, corrections included. */
const mostOfOneKey = 10;

/** Who has joined with the invite. */
export const enrolmentsOf = (ledger: Ledger, invite: Id): readonly EventOf<"deviceEnrolled">[] =>
  entriesUnder(ledger.database, ledger.key, [subject.invite(invite)]).flatMap(({ event }) =>
    event.type === "deviceEnrolled" ? [event] : [],
  );

/** A text part of an event of ours; null where it was erased or there is none. */
function textOf(ledger: Ledger, event: Id | null, name: "name" | "phone"): string | null {
  const record = event === null ? null : recordById(ledger.database, ledger.key, event);
  const part = record === null ? undefined : partsOf(ledger.database, ledger.key, record.number)[name];
  return typeof part === "object" && typeof part.value === "string" ? part.value : null;
}

/** The one open person of the team whom name and digits fit; null when nobody does, or two. */
export function matchOf(ledger: Ledger, team: Id, who: Who, now: number): Id | null {
  const name = comparedName(who.name);
  const fitting = ledger.world.idsOf("person", "team", team).filter((id) => {
    const person = ledger.world.person(id);
    if (person === null || person.closed || person.mergedInto !== null) return false;
    // A leader's name and digits are widely known: leaders and staff come with a link of their own, given from above.
    if (!mayVouchFor([], id, now, ledger.world)) return false;
    if (comparedName(textOf(ledger, person.nameEvent, "name") ?? "") !== name) return false;
    return endsInFour(textOf(ledger, person.phoneEvent, "phone") ?? "", who.lastFour);
  });
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** Requests under these keys with what became of them, oldest first. */
function joinsUnder(ledger: Ledger, key: string): readonly JoinRequest[] {
  const requests = entriesUnder(ledger.database, ledger.key, [key]).filter(({ event }) => event.type === "joinRequested");
  const about = requests.map(({ event }) => subject.about(event.id));
  return foldJoins([...requests, ...entriesUnder(ledger.database, ledger.key, about)]);
}

const joinsOfDevice = (ledger: Ledger, device: Hash, invite: Id): readonly JoinRequest[] =>
  joinsUnder(ledger, subject.device(device)).filter((request) => request.invite === invite);

export type JoinAnswer = { readonly type: "enrolled" } | { readonly type: "waiting"; readonly requestedAt: number };

const isSameWho = (ledger: Ledger, request: JoinRequest, who: Who): boolean =>
  comparedName(textOf(ledger, request.id, "name") ?? "") === comparedName(who.name) && textOf(ledger, request.id, "phone") === who.lastFour;

/**
 * Idempotent by (invite, public key, who): the same again is the same answer, another name or other digits a new request that supersedes
 * the one before. Once confirmed, whatever is asked with this key is answered `enrolled`.
 */
export function askToJoin(
  ledger: Ledger,
  turn: Turn,
  squad: SquadInvite,
  device: Hash,
  publicKey: string,
  who: Who | null,
): Result<JoinAnswer> {
  if (enrolmentsOf(ledger, squad.invite).some(({ facts }) => facts.device === device)) return ok({ type: "enrolled" });
  const before = joinsOfDevice(ledger, device, squad.invite);
  const latest = before[before.length - 1];
  if (latest !== undefined && (who === null || isSameWho(ledger, latest, who))) {
    // Confirmed and yet no device: the person has left in the meantime.
    if (latest.state.type !== "waiting") return failed("joinDeclined");
    return ok({ type: "waiting", requestedAt: latest.at });
  }
  if (squad.expires <= turn.now) return failed("inviteExpired");
  const team = ledger.world.team(squad.team);
  if (team === null || team.closed) return failed("inviteUnknown");
  if (who === null) return failed("malformed");
  const waiting = joinsUnder(ledger, subject.joins(squad.team)).filter(({ state }) => state.type === "waiting");
  if (before.length >= mostOfOneKey || waiting.length >= mostWaiting) return failed("tooMany");
  const event = appendOwn(
    ledger,
    turn,
    "joinRequested",
    { invite: squad.invite, team: squad.team, device, publicKey, person: matchOf(ledger, squad.team, who, turn.now) },
    { name: who.name.trim(), phone: who.lastFour },
  );
  return ok({ type: "waiting", requestedAt: event.wallTime });
}

/** Ends a turn that accepted decisions: whoever was confirmed becomes a device, once, as the first decision said. */
export function enrolDecided(ledger: Ledger, turn: Turn): void {
  for (const of of turn.decided) {
    const asked = ledger.world.entry(of)?.event;
    if (asked?.type !== "joinRequested") continue;
    const { device, publicKey, invite } = asked.facts;
    const state = joinsOfDevice(ledger, device, invite).find(({ id }) => id === of)?.state;
    if (state?.type !== "confirmed" || enrolmentsOf(ledger, invite).some(({ facts }) => facts.device === device)) continue;
    const person = ledger.world.person(state.person);
    if (person === null || person.closed) continue;
    appendOwn(ledger, turn, "deviceEnrolled", { device, publicKey, persons: [person.id], invite });
  }
  turn.decided.clear();
}
