// 我的码, printed or on a screen: a person's badge, signed by the endpoint, verified by a leader's tablet without any network against the
// endpoint's key it was given on joining (DESIGN.md section 6). It says who somebody is and nothing about when or where.

import type { Id } from "../domain/event.ts";
import { pack, unpack } from "./packing.ts";

export interface Badge {
  readonly person: Id;
  /** ms since 1970, whole seconds. */
  readonly expires: number;
  /** r ‖ s of P-256, 128 hex digits. */
  readonly signature: string;
}

/** What is signed: the person, in this ledger, until then. */
export const badgeMessage = (ledger: Id, person: Id, expires: number): string => `daogang badge 1\n${ledger}\n${person}\n${expires}`;

/** `DG1:{person}:{expires}:{signature}`: about 140 characters of a QR code's alphanumeric kind. */
export const badgeText = ({ person, expires, signature }: Badge): string =>
  `DG1:${pack(person)}:${pack((expires / 1000).toString(16))}:${pack(signature)}`;

/** Null when it is no badge. Whether the signature holds, and until when, is the reader's to check. */
export function parseBadge(text: string): Badge | null {
  const match = /^DG1:([^:]{1,30}):([^:]{1,12}):([^:]{1,110})$/.exec(text.trim());
  if (match === null) return null;
  const [, who = "", until = "", signed = ""] = match;
  const [person, seconds, signature] = [unpack(who, 16), unpack(until, 6), unpack(signed, 64)];
  if (person === null || seconds === null || signature === null) return null;
  const expires = Number.parseInt(seconds, 16) * 1000;
  return Number.isSafeInteger(expires) ? { person, expires, signature } : null;
}
