// 出示码: what a leader's tablet shows, another one every 30 s. It proves "not before": whoever has it was in sight of the tablet in that step, or
// of somebody who was. Who may know the secret, and whether a code is fresh, is decided elsewhere. (DESIGN.md section 6)

import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Hash, Id } from "../domain/event.ts";
import type { Rules } from "../domain/rules.ts";
import { bytesToHex, hexToBytes, textToBytes } from "./bytes.ts";
import { pack, unpack } from "./packing.ts";

export interface RotatingCode {
  /** The `codeShown` under which the tablet shows it. */
  readonly shown: Id;
  readonly post: Id;
  /** How many times `codeStepMs` since 1970. */
  readonly step: number;
  /** 16 hex digits. */
  readonly mac: string;
}

/** The step at a corrected time in ms. */
export const stepAt = (at: number, rules: Rules): number => Math.floor(at / rules.codeStepMs);
/** From its first ms to the first one after it. */
export const spanOfStep = (step: number, rules: Rules): { readonly from: number; readonly to: number } => ({
  from: step * rules.codeStepMs,
  to: (step + 1) * rules.codeStepMs,
});

const codeMessage = (ledger: Id, shown: Id, post: Id, step: number): string =>
  `daogang rotating code 1\n${ledger}\n${shown}\n${post}\n${step}`;

const macBytes = 8;

/** `secret`: 64 hex digits. The first 8 bytes of HMAC-SHA-256, as 16 hex digits. */
export const rotatingMac = (secret: Hash, ledger: Id, { shown, post, step }: Omit<RotatingCode, "mac">): string =>
  bytesToHex(hmac(sha256, hexToBytes(secret), textToBytes(codeMessage(ledger, shown, post, step))).slice(0, macBytes));

/** `DG2:{shown}:{post}:{step}:{mac}`: under 80 characters of a QR code's alphanumeric kind. */
export const rotatingText = ({ shown, post, step, mac }: RotatingCode): string =>
  `DG2:${pack(shown)}:${pack(post)}:${pack(step.toString(16))}:${pack(mac)}`;

/** Null when it is no rotating code. Whether it is right is the endpoint's to say. */
export function parseRotating(text: string): RotatingCode | null {
  const match = /^DG2:([^:]{1,30}):([^:]{1,30}):([^:]{1,12}):([^:]{1,16})$/.exec(text.trim());
  if (match === null) return null;
  const [, showing = "", where = "", when = "", proof = ""] = match;
  const [shown, post, count, mac] = [unpack(showing, 16), unpack(where, 16), unpack(when, 6), unpack(proof, macBytes)];
  if (shown === null || post === null || count === null || mac === null) return null;
  return { shown, post, step: Number.parseInt(count, 16), mac };
}
