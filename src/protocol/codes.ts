// The printed sign of a post: a QR code with a link, and six digits to type. Offline a device can check only the check
// digit (已记下,等核对); the MAC is the endpoint's to judge. Both are weak evidence (R16). (DESIGN.md section 6)

import type { Id } from "../domain/event.ts";

/** The MAC as printed in the QR code: 32 hex digits. */
export interface Sign {
  readonly post: Id;
  readonly mac: string;
}

/** `{PUBLIC_URL}/s/{post}.{mac}` */
export const signUrl = (publicUrl: string, sign: Sign): string => `${publicUrl.replace(/\/+$/, "")}/s/${sign.post}.${sign.mac}`;

/** Reads a sign out of whatever a camera saw; the host is not checked, the endpoint judges the MAC. Null when it is not a sign. */
export function parseSign(text: string): Sign | null {
  // PUBLIC_URL may carry a path of its own.
  const match = /^(?:https?:\/\/[^\s?#]+)?\/s\/([0-9a-f]{32})\.([0-9a-f]{32})$/.exec(text.trim());
  return match?.[1] === undefined || match[2] === undefined ? null : { post: match[1], mac: match[2] };
}

const damm = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];
const checkOf = (digits: string): number => [...digits].reduce((interim, digit) => damm[interim]?.[Number(digit)] ?? 0, 0);

/** Five digits of the sign's MAC and a Damm check digit: it catches every single wrong digit and every swap of neighbours. */
export function typedCode(mac: string): string {
  const five = String(Number.parseInt(mac.slice(0, 8), 16) % 100_000).padStart(5, "0");
  return five + checkOf(five);
}

export const isTypedCode = (text: string): boolean => /^[0-9]{6}$/.test(text) && checkOf(text) === 0;

/** `{PUBLIC_URL}/join#{invite}.{person}.{expires}.{mac}`: in the fragment, so that no server or proxy log ever sees it. */
export interface Invite {
  readonly invite: Id;
  readonly person: Id;
  readonly expires: number;
  readonly mac: string;
}

export const inviteText = (invite: Invite): string => `${invite.invite}.${invite.person}.${invite.expires.toString(36)}.${invite.mac}`;
export const inviteUrl = (publicUrl: string, invite: Invite): string => `${publicUrl.replace(/\/+$/, "")}/join#${inviteText(invite)}`;

/** Reads an invite from a link or from the text after its `#`. Null when it is none. */
export function parseInvite(text: string): Invite | null {
  const match = /^(?:\S*#)?([0-9a-f]{32})\.([0-9a-f]{32})\.([0-9a-z]{1,11})\.([0-9a-f]{32})$/.exec(text.trim());
  if (match === null) return null;
  const [, invite = "", person = "", expires = "", mac = ""] = match;
  const at = Number.parseInt(expires, 36);
  return Number.isSafeInteger(at) ? { invite, person, expires: at, mac } : null;
}
