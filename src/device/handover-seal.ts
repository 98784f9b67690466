// Seals and opens hand-overs with WebCrypto: PBKDF2-SHA-256, AES-256-GCM, deflated where the browser can. Knows the envelope and nothing of
// what is in it.

import { bytesToHex, concatBytes, hexToBytes, textToBytes } from "../protocol/bytes.ts";
import { hashBytes } from "../protocol/chain.ts";
import {
  type Handover,
  type HandoverProblem,
  handoverHead,
  handoverMessage,
  handoverRounds,
  handoverSchema,
  mostHandoverBytes,
  packSealed,
  parseSealed,
  type Sealed,
} from "../protocol/handover.ts";
import { judged } from "../protocol/schemas.ts";
import type { Random, Signer } from "../sync/ports.ts";

const plain = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

export async function keyFromDigits(digits: string, salt: Uint8Array, rounds: number): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey("raw", plain(textToBytes(digits)), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: plain(salt), iterations: rounds };
  return crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** Null where it grows beyond `most`, or is no deflated bytes at all. */
async function through(bytes: Uint8Array, stream: CompressionStream | DecompressionStream, most: number): Promise<Uint8Array | null> {
  const reader = new Blob([plain(bytes)]).stream().pipeThrough(stream).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return concatBytes(...parts);
      length += value.length;
      if (length > most) {
        await reader.cancel();
        return null;
      }
      parts.push(value);
    }
  } catch (error) {
    console.info("handover: not unpacked", String(error));
    return null;
  }
}

export interface SealPorts {
  readonly signer: Pick<Signer, "sign">;
  readonly random: Pick<Random, "bytes">;
}

export async function sealHandover({ signer, random }: SealPorts, handover: Handover, code: string): Promise<Uint8Array> {
  const json = textToBytes(JSON.stringify(handover));
  const signature = hexToBytes(await signer.sign(handoverMessage(hashBytes(json))));
  const text = concatBytes(signature, json);
  // "gzip" is the one format every browser that has streams of this kind knows.
  const packed = typeof CompressionStream === "undefined" ? null : await through(text, new CompressionStream("gzip"), mostHandoverBytes);
  const head = { isZipped: packed !== null, rounds: handoverRounds, salt: random.bytes(16), iv: random.bytes(12) };
  const key = await keyFromDigits(code, head.salt, head.rounds);
  const how = { name: "AES-GCM", iv: plain(head.iv), additionalData: plain(handoverHead(head)) };
  const encrypted = new Uint8Array(await crypto.subtle.encrypt(how, key, plain(packed ?? text)));
  return packSealed({ ...head, encrypted });
}

export type OpenedHandover =
  | { readonly ok: true; readonly handover: Handover; readonly jsonHash: string; readonly signature: string }
  | { readonly ok: false; readonly problem: HandoverProblem };
const no = (problem: HandoverProblem): OpenedHandover => ({ ok: false, problem });

async function decrypted(sealed: Sealed, code: string): Promise<Uint8Array | null> {
  const key = await keyFromDigits(code, sealed.salt, sealed.rounds);
  const how = { name: "AES-GCM", iv: plain(sealed.iv), additionalData: plain(handoverHead(sealed)) };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(how, key, plain(sealed.encrypted)));
  } catch (error) {
    // GCM says no more than that it does not fit; damage was found before.
    console.info("handover: not opened", String(error));
    return null;
  }
}

function parsed(json: Uint8Array): Handover | null {
  try {
    return judged(handoverSchema, JSON.parse(new TextDecoder().decode(json)));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Whether the giver may be believed is the caller's question: here only that the code was right and the bytes are whole. */
export async function openHandover(bytes: Uint8Array, code: string): Promise<OpenedHandover> {
  const sealed = parseSealed(bytes);
  if (typeof sealed === "string") return no(sealed);
  if (sealed.isZipped && typeof DecompressionStream === "undefined") return no("oldBrowser");
  const inside = await decrypted(sealed, code);
  if (inside === null) return no("wrongCode");
  const text = sealed.isZipped ? await through(inside, new DecompressionStream("gzip"), 4 * mostHandoverBytes) : inside;
  if (text === null || text.length < 64) return no("strange");
  const json = text.slice(64);
  const handover = parsed(json);
  return handover === null ? no("strange") : { ok: true, handover, jsonHash: hashBytes(json), signature: bytesToHex(text.slice(0, 64)) };
}
