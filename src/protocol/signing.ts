// What exactly is signed or MACed, as text: each message opens with its own line, so that no signature can pass for
// another's. P-256 with SHA-256 over the UTF-8 of the message, r ‖ s in hex; MACs are HMAC-SHA-256, first 16 bytes.

import type { RoleName } from "../domain/entity-fields.ts";
import type { Hash, Id, Receipt } from "../domain/event.ts";
import { hexToBytes } from "./bytes.ts";
import { canonical } from "./canonical.ts";
import { hashBytes } from "./chain.ts";

/** A device is the SHA-256 of its public key's 65 bytes. */
export const deviceOfKey = (publicKeyHex: string): Hash => hashBytes(hexToBytes(publicKeyHex));

/** Signed by the device when it makes a bundle. */
export const headMessage = (device: Hash, n: number, hash: Hash): string => `daogang head 1\n${device}\n${n}\n${hash}`;

/** Signed by the device over the uncompressed bytes of a request body. */
export const requestMessage = (bodyHash: Hash): string => `daogang request 1\n${bodyHash}`;

/** `Authorization` of every signed request. */
export const authorization = (device: Hash, signature: string): string => `Daogang device=${device}, signature=${signature}`;

/** How a reply names the request it answers: two requests are never signed alike, and it costs nobody a hash. */
export const answersOf = (signature: string): string => signature.slice(0, 16);

export function parseAuthorization(header: string | null | undefined): { readonly device: Hash; readonly signature: string } | null {
  const match = /^Daogang device=([0-9a-f]{64}), signature=([0-9a-f]{128})$/.exec(header ?? "");
  return match?.[1] === undefined || match[2] === undefined ? null : { device: match[1], signature: match[2] };
}

export interface Credential {
  readonly ledger: Id;
  readonly device: Hash;
  readonly publicKey: string;
  /** Persons this device may author for. */
  readonly persons: readonly Id[];
  readonly roles: readonly { readonly person: Id; readonly role: RoleName; readonly team: Id }[];
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** The endpoint's. */
  readonly signature: string;
}

export const credentialMessage = ({
  signature: _,
  ...credential
}: Credential | (Omit<Credential, "signature"> & { signature?: never })): string => `daogang credential 1\n${canonical(credential)}`;

/** MACed by the endpoint over a receipt and the hash of the event it answers (X7). */
export const receiptMessage = (ledger: Id, hash: Hash, receipt: Omit<Receipt, "mac">): string =>
  `daogang receipt 1\n${ledger}\n${hash}\n${canonical(receipt)}`;

/** What the endpoint says of itself with every nonce, and later knows for its own word: proof of a rollback if it has forgotten (X7). */
export interface Standing {
  /** When it was handed out; ms. */
  readonly time: number;
  readonly epoch: number;
  /** The ledger's counter. */
  readonly row: number;
  /** The head of this device's chain as the endpoint knew it; 0 without one. */
  readonly n: number;
  /** The first 8 hex digits of the last event's hash: a ledger that was rolled back and has grown past `row` since says another. */
  readonly last: string;
}
export const nonceMessage = (device: Hash, { time, epoch, row, n, last }: Standing): string =>
  `daogang nonce 1\n${device}\n${time}\n${epoch}\n${row}\n${n}\n${last}`;
export const tokenMessage = (device: Hash, expires: number): string => `daogang token 1\n${device}\n${expires}`;
export const inviteMessage = (invite: Id, person: Id, expires: number): string => `daogang invite 1\n${invite}\n${person}\n${expires}`;
export const squadInviteMessage = (invite: Id, team: Id, expires: number): string =>
  `daogang squad invite 1\n${invite}\n${team}\n${expires}`;
/** Six digits are kept only as this MAC: how long a look-up takes says nothing about them. */
export const joinCodeMessage = (digits: string): string => `daogang join code 1\n${digits}`;
export const signMessage = (post: Id): string => `daogang sign 1\n${post}`;
