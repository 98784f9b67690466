// Hand-over (交接): what one tablet gives another without a network, and the sealed bytes it travels in, by QR sequence or as a file. The code
// is typed, never carried. Formats and limits only: device/handover-seal.ts encrypts, because this room has no platform.
//
// bytes   "DGHO" · version 1 · flags 1 (bit 0: gzip before it was encrypted) · rounds 4 · salt 16 · iv 12 · check 8 · AES-256-GCM of the text
// key     PBKDF2-SHA-256 of the 9 digits in UTF-8, with salt and rounds; the 38 bytes before `check` are the additional data
// check   the first 8 bytes of SHA-256 of everything else: so that a damaged file is not taken for a wrong code
// text    signature 64 bytes (r ‖ s over handoverMessage, by the giving device's key) · JSON in UTF-8

import * as v from "valibot";
import type { Hash } from "../domain/event.ts";
import { bundleSchema, commonSchema, wireEventSchema } from "./bundle-schema.ts";
import { bytesToHex, concatBytes, hexToBytes } from "./bytes.ts";
import { hashBytes } from "./chain.ts";
import { wireReceiptSchema } from "./exchange.ts";
import { count, credential, hash, id, moment, publicKey } from "./schemas.ts";

export const handoverVersion = 1;
/** What a guess costs whoever has the bytes: nine digits are few, so each try has to be slow. */
export const handoverRounds = 600_000;
/** A day later it is no longer today's roster. */
export const handoverMs = 24 * 3_600_000;
/** No tablet gives more, and nothing larger is looked into. */
export const mostHandoverBytes = 4 * 1024 * 1024;

export const handoverSchema = v.object({
  ledger: id,
  epoch: count,
  endpointKey: publicKey,
  /** Of the giving device, corrected by its anchor; ms. */
  madeAt: moment,
  /** When the giving device last heard the endpoint: the age of its roster. */
  syncedAt: moment,
  team: id,
  /** Of today. */
  shifts: v.pipe(v.array(id), v.minLength(1), v.maxLength(50)),
  /** The giving device, and who it acts for: signed by the endpoint. */
  credential,
  /** Copies without a chain, believed on the giver's word until the endpoint has said the same. */
  news: v.object({
    devices: v.array(hash),
    common: v.nullable(commonSchema),
    rows: v.array(
      v.object({
        /** Index into `devices`. */
        d: count,
        n: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
        event: wireEventSchema,
        /** Null: the endpoint has not answered it yet, as far as the giver knows. */
        receipt: v.nullable(v.omit(wireReceiptSchema, ["mac"])),
        /** A person's name. Phones, numbers, reasons and fixes never travel here. */
        name: v.exactOptional(v.pipe(v.string(), v.maxLength(200))),
      }),
    ),
  }),
  /** What the giver has not uploaded, of its own and of others it carries: signed by whoever made it. */
  bundles: v.pipe(v.array(v.object({ ...bundleSchema.entries, credential })), v.maxLength(200)),
  /** To a tablet that has not joined: its `deviceDelegated` is in one of the bundles. */
  lent: v.nullable(v.object({ device: hash, shift: id, until: moment })),
});
export type Handover = v.InferOutput<typeof handoverSchema>;

export const handoverMessage = (jsonHash: Hash): string => `daogang handover 1\n${jsonHash}`;

/**
 * What can be wrong, each with a sentence of its own. strange: no hand-over at all · newer: of a later app · unproved: not signed by a leader's
 * tablet of that squad · otherSquad: this person does not lead it · notLent: made for another tablet than this one.
 */
export type HandoverProblem =
  | "strange"
  | "damaged"
  | "newer"
  | "wrongCode"
  | "tooOld"
  | "otherLedger"
  | "otherSquad"
  | "unproved"
  | "notLent"
  | "needsJoining"
  /** Its browser cannot unpack what another packed. */
  | "oldBrowser";

const magic = Uint8Array.from([0x44, 0x47, 0x48, 0x4f]);
const headBytes = 38;
const checkBytes = 8;

export interface Sealed {
  readonly isZipped: boolean;
  readonly rounds: number;
  readonly salt: Uint8Array;
  readonly iv: Uint8Array;
  readonly encrypted: Uint8Array;
}

export function handoverHead({ isZipped, rounds, salt, iv }: Omit<Sealed, "encrypted">): Uint8Array {
  const numbers = new Uint8Array(6);
  numbers[0] = handoverVersion;
  numbers[1] = isZipped ? 1 : 0;
  new DataView(numbers.buffer).setUint32(2, rounds);
  return concatBytes(magic, numbers, salt, iv);
}

const checkOf = (head: Uint8Array, encrypted: Uint8Array): Uint8Array =>
  hexToBytes(hashBytes(concatBytes(head, encrypted))).slice(0, checkBytes);

export function packSealed(sealed: Sealed): Uint8Array {
  const head = handoverHead(sealed);
  return concatBytes(head, checkOf(head, sealed.encrypted), sealed.encrypted);
}

/** Of foreign bytes. Nobody is made to compute for hours by a header. */
export function parseSealed(bytes: Uint8Array): Sealed | Extract<HandoverProblem, "strange" | "damaged" | "newer"> {
  if (bytes.length < headBytes + checkBytes || bytes.length > mostHandoverBytes) return "strange";
  if (magic.some((byte, i) => bytes[i] !== byte)) return "strange";
  const [head, encrypted] = [bytes.slice(0, headBytes), bytes.slice(headBytes + checkBytes)];
  if ((bytes[4] ?? 0) > handoverVersion) return "newer";
  if (bytesToHex(bytes.slice(headBytes, headBytes + checkBytes)) !== bytesToHex(checkOf(head, encrypted))) return "damaged";
  const rounds = new DataView(head.buffer).getUint32(6);
  if (bytes[4] !== handoverVersion || rounds < handoverRounds || rounds > 10 * handoverRounds) return "strange";
  return { isZipped: bytes[5] === 1, rounds, salt: head.slice(10, 26), iv: head.slice(26, 38), encrypted };
}

/** Nine digits, every one as likely. `draw`: random bytes. */
export function createHandoverCode(draw: (length: number) => Uint8Array): string {
  for (;;) {
    const four = draw(4);
    const number = new DataView(four.buffer, four.byteOffset, 4).getUint32(0);
    // The rest of the range would make the small ones likelier.
    if (number < 4_000_000_000) return String(number % 1_000_000_000).padStart(9, "0");
  }
}

/** "123 456 789", as it is shown. */
export const groupedCode = (code: string): string => code.replace(/(\d{3})(?=\d)/g, "$1 ");

/** Whatever was typed, full-width digits, spaces and dashes too; null while it is not nine digits. */
export function parseHandoverCode(text: string): string | null {
  const digits = text.replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - 0xff10)).replace(/[\s-]/g, "");
  return /^\d{9}$/.test(digits) ? digits : null;
}

/** A tablet that has not joined shows its key: `DG7:` and 130 hex digits in the tight alphabet of a QR code. */
export const deviceKeyText = (key: string): string => `DG7:${key.toUpperCase()}`;
export function parseDeviceKey(text: string): string | null {
  const match = /^DG7:(04[0-9A-F]{128})$/.exec(text.trim().toUpperCase());
  return match?.[1]?.toLowerCase() ?? null;
}
