// The endpoint's secrets at work: HMACs for everything only it has to recognise, P-256 for what others verify. Knows no table and
// no message; the messages are protocol/signing.ts.

import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  sign,
  timingSafeEqual,
  verify,
} from "node:crypto";
import type { KeyPair, Keys } from "./ports.ts";

/** HMAC-SHA-256, first 16 bytes as hex. */
export const macOf = (secret: string, message: string): string =>
  createHmac("sha256", Buffer.from(secret, "hex")).update(message).digest("hex").slice(0, 32);

/** Compares in time that does not depend on where two texts differ. */
export function isSameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** `publicKey`: uncompressed point, 130 hex digits. False for anything that is no valid signature or no point. */
export function isSigned(publicKey: string, message: string, signature: string): boolean {
  try {
    const coordinate = (from: number): string => Buffer.from(publicKey.slice(from, from + 64), "hex").toString("base64url");
    const key = createPublicKey({ key: { kty: "EC", crv: "P-256", x: coordinate(2), y: coordinate(66) }, format: "jwk" });
    return verify("sha256", Buffer.from(message), { key, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "hex"));
  } catch {
    // A point that is not on the curve: nobody's key, so nobody's signature.
    return false;
  }
}

export const signText = (privateJwk: string, message: string): string =>
  sign("sha256", Buffer.from(message), {
    key: createPrivateKey({ key: JSON.parse(privateJwk) as JsonWebKey, format: "jwk" }),
    dsaEncoding: "ieee-p1363",
  }).toString("hex");

export function createKeyPair(): KeyPair {
  const jwk = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
  const hex = (text: string | undefined): string => Buffer.from(text ?? "", "base64url").toString("hex");
  return { privateJwk: JSON.stringify(jwk), publicKey: `04${hex(jwk.x)}${hex(jwk.y)}` };
}

export const nodeKeys: Keys = { createPair: createKeyPair, sign: signText, isSigned };
