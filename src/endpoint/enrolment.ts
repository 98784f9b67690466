// POST /api/enrolments behind its parsing (X13): a new key, signed by itself, and an invite become a device of this ledger. Idempotent by
// (invite, public key); opening a link consumes nothing, joining does. Knows no HTTP.

import type { EventOf } from "../domain/event.ts";
import { subject } from "../domain/subjects.ts";
import type { EnrolmentReply, EnrolmentRequest } from "../protocol/exchange.ts";
import { failed, ok, type Result } from "../protocol/problems.ts";
import { deviceOfKey } from "../protocol/signing.ts";
import { addOwnRows } from "./audience-rows.ts";
import { deviceOf, keepReport } from "./devices.ts";
import { absorbableFor, envelopeOf, isBodySigned, type SignedBody } from "./exchange.ts";
import type { Ledger } from "./ledger.ts";
import { appendOwn } from "./own-events.ts";
import { readInvite } from "./passes.ts";
import { entriesUnder } from "./records.ts";
import { finishTurn } from "./settlement.ts";

/** Who has joined with the invite. */
const enrolmentsOf = (ledger: Ledger, invite: string): readonly EventOf<"deviceEnrolled">[] =>
  entriesUnder(ledger.database, ledger.key, [subject.invite(invite)]).flatMap(({ event }) =>
    event.type === "deviceEnrolled" ? [event] : [],
  );

export async function enrol(ledger: Ledger, { bytes, body, signed }: SignedBody<EnrolmentRequest>): Promise<Result<EnrolmentReply>> {
  const device = deviceOfKey(body.publicKey);
  if (signed === null || signed.device !== device || !isBodySigned(body.publicKey, bytes, signed.signature)) return failed("badSignature");
  const invite = readInvite(ledger, body.invite);
  if (invite === null || device === ledger.device) return failed("inviteUnknown");
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
    const known = deviceOf(ledger, device);
    if (known === null) throw new Error("an enrolment without a device");
    keepReport(ledger, known, body.report, turn.now);
    // A key that comes back after it has recorded: its journal may be gone, so it is told where its chain stands and what it said.
    if (known.headN > 0) addOwnRows(ledger, turn, device);
    return ok({
      type: "enrolled",
      ...envelopeOf(ledger, turn.now),
      receivedAt: turn.now,
      persons: [...known.persons],
      ...(known.headN === 0 ? {} : { head: { n: known.headN, hash: known.headHash } }),
      endpointKey: ledger.publicKey,
      ...absorbableFor(ledger, turn, device, { epoch: ledger.epoch, row: 0 }, true),
    });
  });
}
