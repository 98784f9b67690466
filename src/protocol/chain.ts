// The hash chain of one device and the salted hashes of erasable parts. Synchronous on purpose: it runs inside an
// IndexedDB transaction, which an awaited WebCrypto digest would let commit early. (DESIGN.md section 4)

import { sha256 } from "@noble/hashes/sha2.js";
import type { Event, Hash } from "../domain/event.ts";
import type { PartName } from "../domain/facts.ts";
import { bytesToHex, concatBytes, hexToBytes, textToBytes } from "./bytes.ts";
import { canonical } from "./canonical.ts";

/** A detail part in the clear. `salt`: 32 hex digits, fresh for every part, so that a hash gives nothing away. */
export interface Part {
  readonly salt: string;
  readonly value: unknown;
}
/** A part travels in the clear or, withheld or erased, as its hash alone. */
export type PartOrHash = Part | Hash;
export type Parts = { readonly [K in PartName]?: PartOrHash };

/** An event with its place in the chain of its device. */
export interface ChainedEvent {
  readonly event: Event;
  readonly previous: Hash;
  readonly detailsHash: Hash;
  readonly hash: Hash;
}

/** `previous` of a device's first event. */
export const chainStart: Hash = "0".repeat(64);

export const hashText = (text: string): Hash => bytesToHex(sha256(textToBytes(text)));
export const hashBytes = (bytes: Uint8Array): Hash => bytesToHex(sha256(bytes));

/** SHA-256(salt ‖ RFC 8785 of [name, value]). */
export const partHash = (name: string, part: Part): Hash =>
  bytesToHex(sha256(concatBytes(hexToBytes(part.salt), textToBytes(canonical([name, part.value])))));

export const isPart = (part: PartOrHash): part is Part => typeof part !== "string";

/** SHA-256 of the parts' hashes, sorted, 32 raw bytes each. */
export function detailsHash(parts: Parts): Hash {
  const hashes = Object.entries(parts).map(([name, part]) => (isPart(part) ? partHash(name, part) : part));
  return bytesToHex(sha256(concatBytes(...hashes.sort().map(hexToBytes))));
}

/** SHA-256(previous ‖ RFC 8785 of [header without previous, facts] ‖ detailsHash). Takes the raw parsed event: unknown fields count. */
export function eventHash(previous: Hash, event: Event, details: Hash): Hash {
  const { facts, ...header } = event;
  return bytesToHex(sha256(concatBytes(hexToBytes(previous), textToBytes(canonical([header, facts])), hexToBytes(details))));
}

/** The event as the next link after `previous`. */
export function chainEvent(previous: Hash, event: Event, parts: Parts): ChainedEvent {
  const details = detailsHash(parts);
  return { event, previous, detailsHash: details, hash: eventHash(previous, event, details) };
}
