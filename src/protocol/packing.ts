// Hex as the characters a QR code packs tightest, for texts a tablet shows or a badge carries. Knows nothing of what the bytes mean.

import { bytesToHex, hexToBytes } from "./bytes.ts";

/** The 45 characters of a QR code's alphanumeric kind, with those an address or a space would need left out: 4 of them hold 21 bits. */
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*+-";
const base = BigInt(digits.length);

export function pack(hex: string): string {
  let rest = BigInt(`0x${hex}`);
  let text = "";
  for (; rest > 0n; rest /= base) text = (digits[Number(rest % base)] ?? "") + text;
  return text === "" ? "0" : text;
}

/** `bytes`: how many it is to be. Null where it is not that. */
export function unpack(text: string, bytes: number): string | null {
  let value = 0n;
  for (const character of text) {
    const digit = digits.indexOf(character);
    if (digit < 0) return null;
    value = value * base + BigInt(digit);
  }
  const hex = value.toString(16).padStart(bytes * 2, "0");
  // More than fits is none of ours; so is another way of writing a good one.
  return hex.length > bytes * 2 || pack(hex) !== text ? null : bytesToHex(hexToBytes(hex));
}
