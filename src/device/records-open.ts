// Records another device made, before anybody believes them: the endpoint's word that the device is known, the device's that the bundle is its
// own, the chain recomputed. Without any network, against the endpoint's key this device was given on joining. Writes nothing.

import type { Hash, Id } from "../domain/event.ts";
import { type CarriedEvent, unpackBundle } from "../protocol/bundle.ts";
import { hexToBytes, textToBytes } from "../protocol/bytes.ts";
import { hashText, isPart } from "../protocol/chain.ts";
import { type CarriedBundle, parseRecords } from "../protocol/records.ts";
import { type Credential, credentialMessage, deviceOfKey, headMessage } from "../protocol/signing.ts";
import type { Membership } from "../sync/ports.ts";

const key = { name: "ECDSA", namedCurve: "P-256" } as const;
const signed = { name: "ECDSA", hash: "SHA-256" } as const;

/** P-256 over the UTF-8 of the message. */
export async function isSigned(publicKey: string, message: string, signature: string): Promise<boolean> {
  try {
    const imported = await crypto.subtle.importKey("raw", new Uint8Array(hexToBytes(publicKey)), key, false, ["verify"]);
    return await crypto.subtle.verify(signed, imported, new Uint8Array(hexToBytes(signature)), new Uint8Array(textToBytes(message)));
  } catch (error) {
    // 65 bytes that are no point of the curve are nobody's key.
    if (error instanceof DOMException) return false;
    throw error;
  }
}

type Verify = (publicKey: string, message: string, signature: string) => boolean | Promise<boolean>;

type KnownLedger = Pick<Membership, "ledger" | "endpointKey">;

export interface OpenedBundle {
  readonly id: Hash;
  readonly bundle: CarriedBundle;
  readonly events: readonly CarriedEvent[];
  /** The endpoint decides; who takes it in is told. */
  readonly isExpired: boolean;
  /** Detail parts in the clear: a file has them, QR codes do not. */
  readonly clearParts: number;
}

/**
 * broken: no whole records of ours · newer: of a later version · foreign: of another city · unknownDevice: nobody whom our endpoint has let in ·
 * tampered: not what that device signed · notBound: in somebody's name who does not use that device.
 */
export type RecordsProblem = "broken" | "newer" | "foreign" | "unknownDevice" | "tampered" | "notBound";
export type OpenedRecords =
  | { readonly type: "opened"; readonly madeAt: number; readonly bundles: readonly OpenedBundle[] }
  | { readonly type: RecordsProblem };

/** `signature` of the endpoint over everything else the credential says. */
async function isKnownDevice(
  credential: Credential,
  device: Hash,
  member: Pick<Membership, "endpointKey">,
  verify: Verify,
): Promise<boolean> {
  if (credential.device !== device || deviceOfKey(credential.publicKey) !== device) return false;
  return verify(member.endpointKey, credentialMessage(credential), credential.signature);
}

async function openBundle(bundle: CarriedBundle, member: KnownLedger, now: number, verify: Verify): Promise<OpenedBundle | RecordsProblem> {
  const { credential, device, head } = bundle;
  if (credential.ledger !== member.ledger) return "foreign";
  if (!(await isKnownDevice(credential, device, member, verify))) return "unknownDevice";
  const unpacked = unpackBundle(bundle);
  if (!unpacked.ok) return "tampered";
  const events = unpacked.value;
  const n = bundle.first + events.length - 1;
  if (!(await verify(credential.publicKey, headMessage(device, n, head.hash), head.signature))) return "tampered";
  const persons = new Set<Id>(credential.persons);
  if (!events.every(({ event }) => event.author !== null && persons.has(event.author))) return "notBound";
  const clearParts = events.reduce((sum, { parts }) => sum + Object.values(parts).filter(isPart).length, 0);
  // Not its head alone: what a phone has left to send and what it had yesterday may end alike, and neither stands for the other.
  return { id: hashText(`${head.hash} ${bundle.first}`), bundle, events, isExpired: credential.expiresAt < now, clearParts };
}

/** `now`: corrected by the last anchor, ms. All bundles or none: one that does not hold makes the whole doubtful. */
export async function openRecords(text: string, member: KnownLedger, now: number, verify: Verify = isSigned): Promise<OpenedRecords> {
  const read = parseRecords(text);
  if (read.type !== "records") return read;
  if (read.records.ledger !== member.ledger) return { type: "foreign" };
  const bundles: OpenedBundle[] = [];
  for (const bundle of read.records.bundles) {
    const opened = await openBundle(bundle, member, now, verify);
    if (typeof opened === "string") return { type: opened };
    bundles.push(opened);
  }
  return { type: "opened", madeAt: read.records.madeAt, bundles };
}
