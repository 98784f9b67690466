// What the endpoint hands out and recognises again without remembering it: nonces, tokens, invites, sign MACs; and the credential
// that others verify offline. (X8, X13, DESIGN.md section 6)

import type { Hash, Id } from "../domain/event.ts";
import { isRoleAt } from "../domain/roster.ts";
import { bytesToHex } from "../protocol/bytes.ts";
import { chainStart } from "../protocol/chain.ts";
import { type Invite, parseInvite, type Sign } from "../protocol/codes.ts";
import { parseSquadInvite, type SquadInvite } from "../protocol/invites.ts";
import { limits } from "../protocol/limits.ts";
import { failed, ok, type Result } from "../protocol/problems.ts";
import {
  type Credential,
  credentialMessage,
  inviteMessage,
  nonceMessage,
  type Standing,
  signMessage,
  squadInviteMessage,
  tokenMessage,
} from "../protocol/signing.ts";
import type { Device } from "./devices.ts";
import { isSameText } from "./keys.ts";
import type { Ledger } from "./ledger.ts";

/** Of the last event numbered up to `row`: what a nonce says of it. */
export const lastUntil = ({ database, key }: Pick<Ledger, "database" | "key">, row: number): string =>
  (
    database.get<{ hash: Hash }>("SELECT hash FROM events WHERE ledger = ? AND number <= ? ORDER BY number DESC LIMIT 1", key, row)?.hash ??
    chainStart
  ).slice(0, 8);

/** `<time>.<epoch>.<row>.<n>.<last>.<mac>`, numbers in base 36. */
export const createNonce = (ledger: Ledger, device: Hash, { time, row, n }: Omit<Standing, "epoch" | "last">): string => {
  const standing = { time, epoch: ledger.epoch, row, n, last: lastUntil(ledger, row) };
  const numbers = [time, standing.epoch, row, n].map((number) => number.toString(36)).join(".");
  return `${numbers}.${standing.last}.${ledger.mac(nonceMessage(device, standing))}`;
};

/** What we said of ourselves when we handed it out; null when it is none of ours, or another device's. */
export function readNonce(ledger: Ledger, device: Hash, nonce: string): Standing | null {
  const [texts, [last = "", mac = ""]] = [nonce.split(".").slice(0, 4), nonce.split(".").slice(4)];
  const [time = Number.NaN, epoch = Number.NaN, row = Number.NaN, n = Number.NaN] = texts.map((text) => Number.parseInt(text, 36));
  if (![time, epoch, row, n].every((number, i) => Number.isSafeInteger(number) && number.toString(36) === texts[i])) return null;
  const standing = { time, epoch, row, n, last };
  return isSameText(mac, ledger.mac(nonceMessage(device, standing))) ? standing : null;
}

/** Given out within the last 30 min. */
export const isFresh = ({ time }: Standing, now: number): boolean => time <= now && now - time <= limits.nonceMs;

/** `<device>.<base36 expiry>.<mac>` */
export function createToken(ledger: Ledger, device: Hash, now: number): string {
  const expires = now + limits.tokenMs;
  return `${device}.${expires.toString(36)}.${ledger.mac(tokenMessage(device, expires))}`;
}

export interface Token {
  readonly device: Hash;
  readonly expires: number;
}

export function parseToken(ledger: Ledger, text: string, now: number): Result<Token> {
  const match = /^([0-9a-f]{64})\.([0-9a-z]{1,11})\.([0-9a-f]{32})$/.exec(text);
  const [, device = "", time = "", mac = ""] = match ?? [];
  const expires = Number.parseInt(time, 36);
  if (match === null || !isSameText(mac, ledger.mac(tokenMessage(device, expires))) || expires <= now) return failed("tokenStale");
  return ok({ device, expires });
}

export function createInvite(ledger: Ledger, person: Id, expires: number): Invite {
  const invite = bytesToHex(ledger.random.bytes(16));
  return { invite, person, expires, mac: ledger.mac(inviteMessage(invite, person, expires)) };
}

/** The invite if we made it; whether it is used or expired is the caller's question. */
export function readInvite(ledger: Ledger, text: string): Invite | null {
  const invite = parseInvite(text);
  if (invite === null) return null;
  return isSameText(invite.mac, ledger.mac(inviteMessage(invite.invite, invite.person, invite.expires))) ? invite : null;
}

export function createSquadInvite(ledger: Ledger, team: Id, expires: number): SquadInvite {
  const invite = bytesToHex(ledger.random.bytes(16));
  return { invite, team, expires, mac: ledger.mac(squadInviteMessage(invite, team, expires)) };
}

/** The squad's invite if we made it; whether it is expired is the caller's question. */
export function readSquadInvite(ledger: Ledger, text: string): SquadInvite | null {
  const invite = parseSquadInvite(text);
  if (invite === null) return null;
  return isSameText(invite.mac, ledger.mac(squadInviteMessage(invite.invite, invite.team, invite.expires))) ? invite : null;
}

export const signOf = (ledger: Ledger, post: Id): Sign => ({ post, mac: ledger.mac(signMessage(post)) });

/** A fresh credential when the known one is missing, past half its life, or no longer true; else null. */
export function renewCredential(ledger: Ledger, known: Device, now: number): Credential | null {
  const roles = known.persons.flatMap((person) =>
    ledger.world
      .rolesOf(person)
      .filter((role) => isRoleAt(role, now))
      .map(({ role, team }) => ({ person, role, team })),
  );
  const before = known.credential;
  const isTrue =
    before !== null &&
    JSON.stringify([before.persons, before.roles]) === JSON.stringify([known.persons, roles]) &&
    before.expiresAt - now > limits.credentialMs / 2;
  if (isTrue) return null;
  const bare = {
    ledger: ledger.id,
    device: known.device,
    publicKey: known.publicKey,
    persons: known.persons,
    roles,
    issuedAt: now,
    expiresAt: now + limits.credentialMs,
  };
  return { ...bare, signature: ledger.keys.sign(ledger.privateJwk, credentialMessage(bare)) };
}
