// The device's own P-256 key: made on the device, never extractable, kept beside the chain's head. (X13)

import { bytesToHex, textToBytes } from "../protocol/bytes.ts";
import { deviceOfKey } from "../protocol/signing.ts";
import type { Signer } from "../sync/ports.ts";
import { type Database, type KeyRow, stateRow } from "./database.ts";
import { keepKeyCopy, loadKeyCopy } from "./key-copy.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256" } as const;
const signing = { name: "ECDSA", hash: "SHA-256" } as const;

export async function makeKey(): Promise<KeyRow> {
  const pair = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
  const publicKey = bytesToHex(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
  return { key: "key", privateKey: pair.privateKey, publicKey, device: deviceOfKey(publicKey) };
}

/** The copy where the journal was lost and the copy was not: the same device, which the endpoint tells where its chain stands. */
async function createKey(database: Database): Promise<KeyRow> {
  const made = (await loadKeyCopy()) ?? (await makeKey());
  // Two tabs may both have made one: the first to be stored is the device's.
  return database.transaction("rw", database.state, async () => {
    const known = await stateRow(database, "key");
    if (known !== undefined) return known;
    await database.state.put(made);
    return made;
  });
}

/** The device's key, made on first use. */
export async function loadSigner(database: Database): Promise<Signer> {
  const row = (await stateRow(database, "key")) ?? (await createKey(database));
  await keepKeyCopy(row);
  const { privateKey, publicKey, device } = row;
  return {
    device,
    publicKey,
    sign: async (message) =>
      bytesToHex(new Uint8Array(await crypto.subtle.sign(signing, privateKey, new Uint8Array(textToBytes(message))))),
  };
}
