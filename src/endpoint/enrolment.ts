// POST /api/enrolments behind its parsing (X13): a new key, signed by itself, and an invite become a device of this ledger. Idempotent by
// (invite, public key); opening a link consumes nothing, joining does. With a squad's link it waits for the leader. Knows no HTTP.

import type { Hash } from "../domain/event.ts";
import type { EnrolmentReply, EnrolmentRequest, WaitingReply } from "../protocol/exchange.ts";
import { failed, ok, type Result } from "../protocol/problems.ts";
import { deviceOfKey } from "../protocol/signing.ts";
import { addOwnRows } from "./audience-rows.ts";
import { deviceOf, keepReport } from "./devices.ts";
import { absorbableFor, envelopeOf, isBodySigned, type SignedBody } from "./exchange.ts";
import type { Turn } from "./group.ts";
import { askToJoin, enrolmentsOf } from "./joins.ts";
import type { Ledger } from "./ledger.ts";
import { appendOwn } from "./own-events.ts";
import { readInvite, readSquadInvite } from "./passes.ts";
import { finishTurn } from "./settlement.ts";

/** All that a device needs from now on. */
function welcome(ledger: Ledger, turn: Turn, device: Hash, report: EnrolmentRequest["report"]): EnrolmentReply {
  const known = deviceOf(ledger, device);
  if (known === null) throw new Error("an enrolment without a device");
  keepReport(ledger, known, report, turn.now);
  // A key that comes back after it has recorded: its journal may be gone, so it is told where its chain stands and what it said.
  if (known.headN > 0) addOwnRows(ledger, turn, device);
  return {
    type: "enrolled",
    ...envelopeOf(ledger, turn.now),
    receivedAt: turn.now,
    persons: [...known.persons],
    ...(known.headN === 0 ? {} : { head: { n: known.headN, hash: known.headHash } }),
    endpointKey: ledger.publicKey,
    ...absorbableFor(ledger, turn, device, { epoch: ledger.epoch, row: 0 }, true),
  };
}

export async function enrol(
  ledger: Ledger,
  { bytes, body, signed }: SignedBody<EnrolmentRequest>,
): Promise<Result<EnrolmentReply | WaitingReply>> {
  const device = deviceOfKey(body.publicKey);
  if (signed === null || signed.device !== device || !isBodySigned(ledger, body.publicKey, bytes, signed.signature))
    return failed("badSignature");
  if (device === ledger.device) return failed("inviteUnknown");
  const squad = readSquadInvite(ledger, body.invite);
  if (squad !== null)
    return ledger.submit(1, (turn): Result<EnrolmentReply | WaitingReply> => {
      const asked = askToJoin(ledger, turn, squad, device, body.publicKey, body.who ?? null);
      finishTurn(ledger, turn);
      if (!asked.ok) return asked;
      if (asked.value.type === "enrolled") return ok(welcome(ledger, turn, device, body.report));
      return ok({ ...envelopeOf(ledger, turn.now), ...asked.value });
    });
  const invite = readInvite(ledger, body.invite);
  if (invite === null) return failed("inviteUnknown");
  return ledger.submit(1, (turn): Result<EnrolmentReply> => {
    const before = enrolmentsOf(ledger, invite.invite);
    if (before.some(({ facts }) => facts.device !== device)) return failed("inviteUsed");
    if (before.length === 0) {
      if (invite.expires <= turn.now) return failed("inviteExpired");
      const person = ledger.world.person(invite.person);
      if (person === null || person.closed) return failed("inviteUnknown");
      appendOwn(ledger, turn, "deviceEnrolled", { device, publicKey: body.publicKey, persons: [invite.person], invite: invite.invite });
      finishTurn(ledger, turn);
    }
    return ok(welcome(ledger, turn, device, body.report));
  });
}
