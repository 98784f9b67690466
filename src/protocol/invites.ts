// The links that bring people in, as text: one person's, or one for a whole squad; and how one is found in whatever was pasted or
// scanned. Opening either consumes nothing (X13). Knows no schema library: the join screen reads links without it.

import type { Id } from "../domain/event.ts";
import { type Invite, inviteText, parseInvite } from "./codes.ts";

/**
 * `{PUBLIC_URL}/join#t.{invite}.{team}.{expires}.{mac}`: for everybody of a squad. It admits nobody by itself: who opens it says who they
 * are, and the squad's leader confirms.
 */
export interface SquadInvite {
  readonly invite: Id;
  readonly team: Id;
  /** ms since 1970 */
  readonly expires: number;
  readonly mac: string;
}

export const squadInviteText = ({ invite, team, expires, mac }: SquadInvite): string =>
  `t.${invite}.${team}.${expires.toString(36)}.${mac}`;

/** Of either kind of link; `text` is what stands after its `#`. */
export const joinUrl = (publicUrl: string, text: string): string => `${publicUrl.replace(/\/+$/, "")}/join#${text}`;

export function parseSquadInvite(text: string): SquadInvite | null {
  const match = /^t\.([0-9a-f]{32})\.([0-9a-f]{32})\.([0-9a-z]{1,11})\.([0-9a-f]{32})$/.exec(text);
  const [, invite = "", team = "", time = "", mac = ""] = match ?? [];
  const expires = Number.parseInt(time, 36);
  return match === null || !Number.isSafeInteger(expires) ? null : { invite, team, expires, mac };
}

export type FoundInvite =
  /** `text`: what is sent to the endpoint. */
  | { readonly type: "personal"; readonly text: string; readonly invite: Invite }
  | { readonly type: "squad"; readonly text: string; readonly invite: SquadInvite };

const inText = /(?:^|[^0-9a-zA-Z.])((?:t\.)?[0-9a-f]{32}\.[0-9a-f]{32}\.[0-9a-z]{1,11}\.[0-9a-f]{32})(?![0-9a-zA-Z.])/;

/** The first invite anywhere in a text: a link, what stands after its `#`, or a whole 口令 with a sentence around it. */
export function findInvite(text: string): FoundInvite | null {
  // Some chats pass a link on with its # written as %23.
  const found = inText.exec(text.replace(/%23/g, "#"))?.[1];
  if (found === undefined) return null;
  const squad = parseSquadInvite(found);
  if (squad !== null) return { type: "squad", text: found, invite: squad };
  const invite = parseInvite(found);
  return invite === null ? null : { type: "personal", text: inviteText(invite), invite };
}

/** Six digits read out loud; the digits of a Chinese keyboard count. Null when it is not six. */
export function parseJoinCode(text: string): string | null {
  const digits = text.replace(/[\uff10-\uff19]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).replace(/[\s-]/g, "");
  return /^[0-9]{6}$/.test(digits) ? digits : null;
}
