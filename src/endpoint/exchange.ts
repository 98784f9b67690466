// POST /api/exchange behind its parsing: signature, nonce, chain, then one turn of a group commit: append, scope, news. (X1–X6, X8, X12,
// X13) Knows no HTTP; whole-request refusals are problems.

import { type Audience, audience, scopeOf } from "../domain/audience.ts";
import type { Hash, Receipt } from "../domain/event.ts";
import { type CarriedEvent, unpackBundle } from "../protocol/bundle.ts";
import type { Bundle } from "../protocol/bundle-schema.ts";
import type { ExchangeReply, ExchangeRequest } from "../protocol/exchange.ts";
import { limits } from "../protocol/limits.ts";
import { failed, ok, type Result } from "../protocol/problems.ts";
import { packReceipt } from "../protocol/receipts.ts";
import { headMessage, requestMessage } from "../protocol/signing.ts";
import { isEventType, oldestPush, protocolVersion } from "../protocol/versions.ts";
import { append } from "./append.ts";
import { addGainedRows, addOwnRows } from "./audience-rows.ts";
import { deviceToBe, keyFromDelegation } from "./delegations.ts";
import { type Device, deviceOf, keepCredential, keepReport, keepScope } from "./devices.ts";
import { forgottenAbove } from "./epoch.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { chainEventText, sha256 } from "./node-chain.ts";
import { createNonce, createToken, isFresh, readNonce, renewCredential } from "./passes.ts";
import { receiptOf } from "./receipts.ts";
import { enrolAgain, keyFromCredential, noticeEarlier, noticeForgotten, readEarlier } from "./rollback.ts";
import { finishTurn } from "./settlement.ts";

export interface Signed {
  readonly device: Hash;
  readonly signature: string;
}

/** Uncompressed bytes of the body and who says to have signed them. */
export interface SignedBody<B> {
  readonly bytes: Uint8Array;
  readonly body: B;
  readonly signed: Signed | null;
}

export const isBodySigned = (ledger: Ledger, publicKey: string, bytes: Uint8Array, signature: string): boolean =>
  ledger.meter.run("signature", () => ledger.keys.isSigned(publicKey, requestMessage(sha256(bytes)), signature));

/** What a device without business asks for: whether there is news. */
const pollMs = 60_000;
const mostPollMs = 600_000;

/** X8–X10: about a minute, spread so that a city's devices do not come back together; long enough for the crowd that is waiting outside. */
export const nextAfterMs = (ledger: Pick<Ledger, "random" | "busyMs">): number =>
  Math.floor(Math.min(mostPollMs, pollMs + 2 * ledger.busyMs()) * (0.75 + 0.5 * ledger.random.fraction()));

export const envelopeOf = (ledger: Ledger, now: number) => ({
  protocol: protocolVersion,
  ledger: ledger.id,
  epoch: ledger.epoch,
  serverTime: now,
  nextAfterMs: nextAfterMs(ledger),
});

/** A lent device is bound to nobody: it is told what became of its own events and no more. */
export const scopeNow = (ledger: Ledger, { device, persons }: Device, now: number): readonly Audience[] =>
  persons.length === 0 ? [audience("device", device)] : scopeOf(device, persons, ledger.world, now, ledger.world.teamsBelow);

/** X2: the chain recomputed from raw parsed JSON, its head against the signature of the device that made it. */
function openBundle(ledger: Ledger, bundle: Bundle): Result<readonly CarriedEvent[]> {
  const unpacked = ledger.meter.run("chain", () => unpackBundle(bundle, chainEventText));
  if (!unpacked.ok) return unpacked;
  const last = unpacked.value[unpacked.value.length - 1];
  const maker = deviceOf(ledger, bundle.device);
  if (maker === null || last === undefined) return failed("headMismatch");
  const isHead = ledger.meter.run("signature", () =>
    ledger.keys.isSigned(maker.publicKey, headMessage(bundle.device, last.event.n, last.hash), bundle.head.signature),
  );
  return isHead ? unpacked : failed("headMismatch");
}

/** X7: a carried bundle of a device that a restored ledger does not know any more, with our own word that we did. */
async function readmit(ledger: Ledger, { device, credential }: Bundle): Promise<void> {
  if (credential === undefined || deviceOf(ledger, device) !== null || keyFromCredential(ledger, device, credential) === null) return;
  await enrolAgain(ledger, credential);
}

/** The part of a reply that is the same after an exchange and an enrolment. Call it after everything is appended. */
export function absorbableFor(ledger: Ledger, turn: Turn, device: Hash, asked: ExchangeRequest["cursor"], isNew: boolean) {
  const known = deviceOf(ledger, device);
  if (known === null) throw new Error("a device that is not there cannot be answered");
  const scope = ledger.parts.scopeNow(ledger, known, turn.now);
  // X7: a cursor of another epoch starts again, and one from beyond the head can only be of another life.
  const after = asked.epoch === ledger.epoch && asked.row <= turn.last() ? asked.row : 0;
  if (known.scope === null || JSON.stringify(known.scope) !== JSON.stringify(scope)) {
    const gained = known.scope === null ? [] : scope.filter((of) => !known.scope?.includes(of));
    // Up to now, not up to where this one has come: a copy of the device may have come further.
    addGainedRows(ledger, turn, device, gained, turn.last());
    keepScope(ledger, device, scope);
  }
  const page = ledger.parts.pageOf(ledger, {
    device,
    scope,
    after,
    last: turn.last(),
    now: turn.now,
    receivedAt: turn.now,
    ...(isNew ? { mostEvents: limits.firstNews } : {}),
  });
  // A device that starts from nothing may have lost the credential too.
  const renewed =
    known.persons.length === 0 ? null : renewCredential(ledger, isNew || after === 0 ? { ...known, credential: null } : known, turn.now);
  if (renewed !== null) keepCredential(ledger, renewed);
  return {
    nonce: createNonce(ledger, device, { time: turn.now, row: turn.last(), n: known.headN }),
    token: createToken(ledger, device, turn.now),
    scope: [...scope],
    news: page.news,
    cursor: { epoch: ledger.epoch, row: page.row },
    more: page.more,
    // A device that begins has nothing that could have been forgotten.
    ...(isNew || asked.epoch === ledger.epoch ? {} : { forgottenAbove: forgottenAbove(ledger, asked.epoch) }),
    ...(renewed === null ? {} : { credential: { ...renewed, persons: [...renewed.persons], roles: [...renewed.roles] } }),
  };
}

export async function exchange(ledger: Ledger, { bytes, body, signed }: SignedBody<ExchangeRequest>): Promise<Result<ExchangeReply>> {
  if (signed === null) return failed("badSignature");
  const byCredential = deviceOf(ledger, signed.device)?.publicKey ?? keyFromCredential(ledger, signed.device, body.credential ?? null);
  const publicKey = byCredential ?? keyFromDelegation(body.bundle, signed.device);
  if (publicKey === null) return failed("unknownDevice");
  if (!isBodySigned(ledger, publicKey, bytes, signed.signature)) return failed("badSignature");
  if (body.protocol < oldestPush) return failed("updateNeeded");
  const known =
    deviceOf(ledger, signed.device) ??
    (byCredential === null ? deviceToBe(signed.device, publicKey) : await enrolAgain(ledger, body.credential));
  const standing = readNonce(ledger, signed.device, body.nonce);
  // Before its age: what an old nonce says of the ledger stays true.
  const behind = standing === null ? null : await noticeForgotten(ledger, known, standing);
  if (behind !== null) return failed("chainBehind", { n: behind });
  if (standing === null || !isFresh(standing, ledger.clock.now())) return failed("nonceStale");
  if (body.bundle !== null) await readmit(ledger, body.bundle);
  const opened = body.bundle === null ? ok([]) : openBundle(ledger, body.bundle);
  if (!opened.ok) return opened;
  const told: Receipt[] = [];
  let before = 0;
  const replied = await ledger.submit(opened.value.length, (turn): Result<ExchangeReply> => {
    before = turn.last();
    const earlier = opened.value.map((carried, i) => readEarlier(ledger, carried, body.receipts?.[i] ?? null));
    noticeEarlier(ledger, turn, opened.value, earlier);
    for (const [i, carried] of opened.value.entries()) append(ledger, turn, carried, earlier[i] ?? null);
    ledger.meter.run("folds", () => finishTurn(ledger, turn));
    // What was to let it in did not hold.
    if (deviceOf(ledger, signed.device) === null) return failed("unknownDevice");
    // X12: what it still has to send once this bundle is in.
    const outboxCount = Math.max(0, body.report.outboxCount - opened.value.length);
    keepReport(ledger, known, { ...body.report, outboxCount }, turn.now);
    // Read again: a later event of the same bundle may have had an earlier one judged again.
    for (const carried of opened.value) told.push(receiptOf(ledger, carried));
    if (body.own === true) addOwnRows(ledger, turn, signed.device);
    const absorbable = ledger.meter.run("news", () => absorbableFor(ledger, turn, signed.device, body.cursor, false));
    const stamp = { receivedAt: turn.now, epoch: ledger.epoch };
    return ok({
      type: "exchanged",
      ...envelopeOf(ledger, turn.now),
      receivedAt: turn.now,
      receipts: told.map((receipt) => packReceipt(receipt, stamp)),
      ...absorbable,
    });
  });
  for (const [i, { number, judgement, problem: why }] of told.entries()) {
    const type = opened.value[i]?.event.type ?? "";
    if (number <= before) ledger.watch.heardAgain();
    // A type is anybody's text until we know it.
    else ledger.watch.judged(isEventType(type) ? type : "unknown", judgement, why);
  }
  return replied;
}
