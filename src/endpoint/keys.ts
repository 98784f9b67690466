// The endpoint's secrets at work: HMACs for everything only it has to recognise, P-256 for what others verify. Knows no table and
// no message; the messages are protocol/signing.ts.

import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from "node:crypto";
import { createKept } from "./memory.ts";
import type { KeyPair, Keys } from "./ports.ts";

/** Keys made ready for use, by their text: making one costs as much as using it. */
const mostReady = 4_000;
const readyOf = (make: (text: string) => KeyObject): ((text: string) => KeyObject) => {
  const ready = createKept<string, KeyObject>(mostReady);
  return (text) => {
    const known = ready.get(text) ?? make(text);
    ready.set(text, known);
    return known;
  };
};

const secretKey = readyOf((secret) => createSecretKey(secret, "hex"));
const privateKey = readyOf((jwk) => createPrivateKey({ key: JSON.parse(jwk) as JsonWebKey, format: "jwk" }));
const publicKey = readyOf((point) => {
  const coordinate = (from: number): string => Buffer.from(point.slice(from, from + 64), "hex").toString("base64url");
  return createPublicKey({ key: { kty: "EC", crv: "P-256", x: coordinate(2), y: coordinate(66) }, format: "jwk" });
});

/** HMAC-SHA-256, first 16 bytes as hex. */
export const macOf = (secret: string, message: string): string =>
  createHmac("sha256", secretKey(secret)).update(message).digest("hex").slice(0, 32);

/** Compares in time that does not depend on where two texts differ. */
export function isSameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** `point`: uncompressed, 130 hex digits. False for anything that is no valid signature or no point. */
export function isSigned(point: string, message: string, signature: string): boolean {
  try {
    return verify("sha256", Buffer.from(message), { key: publicKey(point), dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "hex"));
  } catch {
    // A point that is not on the curve: nobody's key, so nobody's signature.
    return false;
  }
}

export const signText = (privateJwk: string, message: string): string =>
  sign("sha256", Buffer.from(message), { key: privateKey(privateJwk), dsaEncoding: "ieee-p1363" }).toString("hex");

export function createKeyPair(): KeyPair {
  const jwk = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
  const hex = (text: string | undefined): string => Buffer.from(text ?? "", "base64url").toString("hex");
  return { privateJwk: JSON.stringify(jwk), publicKey: `04${hex(jwk.x)}${hex(jwk.y)}` };
}

export const nodeKeys: Keys = { createPair: createKeyPair, sign: signText, isSigned };
