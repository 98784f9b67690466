// POST /api/invites: a leader or staff ask for a link that brings people in, a squad's or one person's, and for six digits that stand for
// it. R25: over the own squad, the own subtree, the whole city for corps staff; never somebody with a higher role than one could have given. Writes nothing but codes.

import type { Id } from "../domain/event.ts";
import { isRoleAt, type Person } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import { mayVouchFor } from "../domain/vouching.ts";
import { inviteText } from "../protocol/codes.ts";
import { joinUrl, squadInviteText } from "../protocol/invites.ts";
import { type InviteRequest, inviteRequestSchema } from "../protocol/joining.ts";
import { failed, ok, type Result } from "../protocol/problems.ts";
import { deskRights } from "./desk-rights.ts";
import type { DeskCall, DeskFeature, DeskReply } from "./desk-routes.ts";
import { inviteMs } from "./first-start.ts";
import type { Turn } from "./group.ts";
import { createJoinCode, type JoinCode } from "./join-codes.ts";
import type { Ledger } from "./ledger.ts";
import { createInvite, createSquadInvite } from "./passes.ts";
import { recordsUnder } from "./records.ts";

/** A squad's link is posted once and read by latecomers for days. */
const squadInviteMs = 14 * 86_400_000;

/** As over the person's team, and over nobody with a role that they could not have given: the link makes a device that holds it. */
function mayInvitePerson(ledger: Ledger, persons: readonly Id[], person: Person, now: number): boolean {
  const held = persons.flatMap((it) => ledger.world.rolesOf(it)).filter((role) => isRoleAt(role, now));
  if (persons.includes(person.id)) return true;
  return person.team !== null && deskRights(ledger, persons, now).isOver(person.team) && mayVouchFor(held, person.id, now, ledger.world);
}

type Invited = DeskReply & { readonly link: string; readonly expires: number; readonly devices: number; readonly code?: JoinCode };

function inviteFor({ ledger, site, persons }: DeskCall, turn: Turn, request: InviteRequest): Result<Invited> {
  const { now } = turn;
  const answer = (text: string, expires: number, devices: number): Result<Invited> => {
    const reply = { type: "invited", link: joinUrl(site.publicUrl(), text), expires, devices };
    if (request.code !== true) return ok(reply);
    const code = createJoinCode(ledger, turn, text);
    return code.ok ? ok({ ...reply, code: code.value }) : code;
  };
  if (request.for === "team") {
    const team = ledger.world.team(request.team);
    if (team === null || team.closed || !deskRights(ledger, persons, now).isOver(team.id)) return failed("forbidden");
    const invite = createSquadInvite(ledger, team.id, now + squadInviteMs);
    return answer(squadInviteText(invite), invite.expires, 0);
  }
  const person = ledger.world.person(request.person);
  if (person === null || person.closed || !mayInvitePerson(ledger, persons, person, now)) return failed("forbidden");
  const invite = createInvite(ledger, person.id, now + inviteMs);
  return answer(inviteText(invite), invite.expires, recordsUnder(ledger.database, ledger.key, subject.devicesOf(person.id)).length);
}

export const invites: DeskFeature = (routes) =>
  routes.post("/api/invites", inviteRequestSchema, (call, request) =>
    // In a turn: the code is durable before anybody reads it out.
    call.ledger.submit(1, (turn) => inviteFor(call, turn, request)),
  );
