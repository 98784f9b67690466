// Keys that sign the same bytes the same way in every run: no secret at all, but whoever has not the key's name cannot sign by accident.

import { createHash } from "node:crypto";
import type { KeyPair, Keys } from "../../src/endpoint/ports.ts";
import { deviceOfKey } from "../../src/protocol/signing.ts";
import type { Signer } from "../../src/sync/ports.ts";
import type { Chance } from "./chance.ts";

const seal = (publicKey: string, message: string): string => createHash("sha512").update(publicKey).update(message).digest("hex");

export const createFalsePair = (chance: Chance): KeyPair => {
  const publicKey = `04${chance.hex(64)}`;
  return { publicKey, privateJwk: publicKey };
};

export const createFalseKeys = (chance: Chance): Keys => ({
  createPair: () => createFalsePair(chance),
  sign: (privateJwk, message) => seal(privateJwk, message),
  isSigned: (publicKey, message, signature) => seal(publicKey, message) === signature,
});

/** Synchronous but for the promise the port asks for. */
export const createFalseSigner = ({ publicKey }: KeyPair): Signer => ({
  device: deviceOfKey(publicKey),
  publicKey,
  sign: async (message) => seal(publicKey, message),
});
