// X7: what proves that the ledger has forgotten something it once said, and how a device gets back what it still holds: its place in the
// ledger by its credential, its chain by `chainBehind`, the moment its events were first received by our own old receipts.

import type { Hash, Receipt } from "../domain/event.ts";
import type { CarriedEvent } from "../protocol/bundle.ts";
import { hashText } from "../protocol/chain.ts";
import type { WireReceipt } from "../protocol/exchange.ts";
import { alone, unpackReceipt } from "../protocol/receipts.ts";
import { type Credential, credentialMessage, deviceOfKey, receiptMessage, type Standing } from "../protocol/signing.ts";
import { type Device, deviceOf } from "./devices.ts";
import { beginEpoch } from "./epoch.ts";
import type { Turn } from "./group.ts";
import { isSameText } from "./keys.ts";
import type { Ledger } from "./ledger.ts";
import { appendOwn } from "./own-events.ts";
import { createNonce, lastUntil } from "./passes.ts";
import { recordById } from "./records.ts";
import { finishTurn } from "./settlement.ts";

const counterOf = (ledger: Ledger): number =>
  ledger.database.get<{ counter: number }>("SELECT counter FROM ledgers WHERE ledger = ?", ledger.key)?.counter ?? 0;

/** For a refusal that asks for one more try. */
export const nonceNow = (ledger: Ledger, device: Hash): string =>
  createNonce(ledger, device, { time: ledger.clock.now(), row: counterOf(ledger), n: deviceOf(ledger, device)?.headN ?? 0 });

/** The key of a device that is not in the ledger, if the ledger once signed that it was. An expired one still proves that. */
export function keyFromCredential(ledger: Ledger, device: Hash, credential: Credential | null): string | null {
  if (credential === null || credential.ledger !== ledger.id || credential.device !== device) return null;
  if (deviceOfKey(credential.publicKey) !== device) return null;
  return ledger.keys.isSigned(ledger.publicKey, credentialMessage(credential), credential.signature) ? credential.publicKey : null;
}

/** `credential`: already verified. */
export function enrolAgain(ledger: Ledger, credential: Credential | undefined): Promise<Device> {
  return ledger.submit(1, (turn) => {
    if (credential === undefined) throw new Error("a device without enrolment or credential was let in");
    const { device, publicKey, persons } = credential;
    // Its invite is forgotten; what it was let in by stands in its place.
    const invite = hashText(credential.signature).slice(0, 32);
    if (deviceOf(ledger, device) === null) appendOwn(ledger, turn, "deviceEnrolled", { device, publicKey, persons: [...persons], invite });
    finishTurn(ledger, turn);
    const known = deviceOf(ledger, device);
    if (known === null) throw new Error("an enrolment without a device");
    return known;
  });
}

/** Up to where we hold the device's chain without a hole; others may have carried pieces of it beyond. */
function heldOf(ledger: Ledger, { device, headN }: Device): number {
  const gap = ledger.database.get<{ n: number | null }>(
    "SELECT min(n) AS n FROM events WHERE ledger = ? AND device = ? AND flaw = 'gap'",
    ledger.key,
    device,
  );
  if (gap === null || gap.n === null) return headN;
  const before = ledger.database.get<{ n: number | null }>(
    "SELECT max(n) AS n FROM events WHERE ledger = ? AND device = ? AND n < ?",
    ledger.key,
    device,
    gap.n,
  );
  return before?.n ?? 0;
}

/**
 * The nonce is our own word about where the ledger stood. If it stood further, or elsewhere at that
 * place, it was rolled back, and a new epoch begins. Returns the head
 * of the device's chain where we have forgotten the rest of it: asked once in every epoch, since a hole may be older than that.
 */
export async function noticeForgotten(ledger: Ledger, known: Device, standing: Standing): Promise<number | null> {
  const isForgotten = (row: number): boolean =>
    standing.epoch > ledger.epoch ||
    (standing.epoch === ledger.epoch &&
      (standing.row > row || standing.n > known.headN || standing.last !== lastUntil(ledger, standing.row)));
  if (isForgotten(counterOf(ledger)))
    await ledger.submit(0, (turn) => {
      // Another device may have proved it first.
      if (isForgotten(turn.last())) beginEpoch(ledger, turn, standing.epoch);
    });
  if (standing.epoch === ledger.epoch) return null;
  const held = heldOf(ledger, known);
  return held < standing.n ? held : null;
}

/** Our own receipt for this very event, from before; null when there is none or it is not ours. */
export function readEarlier(ledger: Ledger, { event, hash }: CarriedEvent, wire: WireReceipt | null): Receipt | null {
  if (wire === null) return null;
  const { mac, ...bare } = unpackReceipt(event.id, wire, alone);
  return isSameText(mac, ledger.mac(receiptMessage(ledger.id, hash, bare))) ? { ...bare, mac } : null;
}

/** Our own valid receipt for an event we lack proves a rollback, also where the ledger has grown past it since. */
export function noticeEarlier(ledger: Ledger, turn: Turn, sent: readonly CarriedEvent[], earlier: readonly (Receipt | null)[]): void {
  for (const [i, receipt] of earlier.entries()) {
    const id = sent[i]?.event.id;
    if (receipt === null || id === undefined || receipt.epoch < ledger.epoch) continue;
    if (recordById(ledger.database, ledger.key, id) === null) beginEpoch(ledger, turn, receipt.epoch);
  }
}
