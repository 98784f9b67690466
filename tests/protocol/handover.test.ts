// §6 hand-over: the envelope byte for byte, so that anyone may write a second reader; what is wrong is told apart.

import { createHash, pbkdf2Sync, webcrypto } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { openHandover, sealHandover } from "../../src/device/handover-seal.ts";
import {
  createHandoverCode,
  deviceKeyText,
  groupedCode,
  type Handover,
  handoverRounds,
  packSealed,
  parseDeviceKey,
  parseHandoverCode,
  parseSealed,
} from "../../src/protocol/handover.ts";
import { countedRandom } from "../endpoint/city.ts";
import { publicKey } from "../fixtures/wire-facts.ts";

const code = "042137659";
const handover: Handover = {
  ledger: "0a".repeat(16),
  epoch: 1,
  endpointKey: publicKey,
  madeAt: 1_795_217_280_000,
  syncedAt: 1_795_217_270_000,
  team: "0b".repeat(16),
  shifts: ["0c".repeat(16)],
  credential: {
    ledger: "0a".repeat(16),
    device: "0d".repeat(32),
    publicKey,
    persons: ["0e".repeat(16)],
    roles: [],
    issuedAt: 1,
    expiresAt: 2,
    signature: "0f".repeat(64),
  },
  news: { devices: [], common: null, rows: [] },
  bundles: [],
  lent: null,
};
const ports = {
  signer: { sign: async (message: string) => createHash("sha512").update(message).digest("hex") },
  random: countedRandom("seal"),
};

describe("§6 sealed", () => {
  test("§6 the bytes are as the file says: opened here without any of our own code", async () => {
    const bytes = Buffer.from(await sealHandover(ports, handover, code));
    expect(bytes.subarray(0, 4).toString("latin1")).toBe("DGHO");
    expect([bytes[4], bytes[5], bytes.readUInt32BE(6)]).toEqual([1, 1, 600_000]);
    const [head, check, sealed] = [bytes.subarray(0, 38), bytes.subarray(38, 46), bytes.subarray(46)];
    expect(createHash("sha256").update(head).update(sealed).digest().subarray(0, 8)).toEqual(check);
    const key = await webcrypto.subtle.importKey("raw", pbkdf2Sync(code, bytes.subarray(10, 26), 600_000, 32, "sha256"), "AES-GCM", false, [
      "decrypt",
    ]);
    const how = { name: "AES-GCM", iv: bytes.subarray(26, 38), additionalData: head };
    const text = gunzipSync(Buffer.from(await webcrypto.subtle.decrypt(how, key, sealed)));
    const json = text.subarray(64).toString("utf8");
    expect(JSON.parse(json)).toEqual(handover);
    const message = `daogang handover 1\n${createHash("sha256").update(json).digest("hex")}`;
    expect(text.subarray(0, 64)).toEqual(createHash("sha512").update(message).digest());
  });
  test("§6 the same package twice is other bytes, and either opens with its code alone", async () => {
    const [one, two] = [await sealHandover(ports, handover, code), await sealHandover(ports, handover, code)];
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(false);
    expect(await openHandover(two, code)).toMatchObject({ ok: true, handover });
    expect(await openHandover(two, "042137658")).toEqual({ ok: false, problem: "wrongCode" });
  });
  test("§6 a changed byte anywhere is damage, a changed head with its check put right does not open", async () => {
    const bytes = await sealHandover(ports, handover, code);
    for (const at of [6, 12, 30, 40, 60, bytes.length - 1])
      expect(
        await openHandover(
          Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ 1 : byte)),
          code,
        ),
      ).toEqual({
        ok: false,
        problem: "damaged",
      });
    const sealed = parseSealed(bytes);
    if (typeof sealed === "string") throw new Error(sealed);
    expect(await openHandover(packSealed({ ...sealed, isZipped: false }), code)).toEqual({ ok: false, problem: "wrongCode" });
    expect(parseSealed(packSealed({ ...sealed, rounds: handoverRounds - 1 }))).toBe("strange");
    expect(parseSealed(packSealed({ ...sealed, rounds: 4_000_000_000 }))).toBe("strange");
    expect(parseSealed(bytes.slice(0, 40))).toBe("strange");
  });
});

describe("§6 typed and shown", () => {
  test("§6 nine digits, leading zeros among them, in groups of three", () => {
    const random = countedRandom("codes");
    const codes = Array.from({ length: 300 }, () => createHandoverCode(random.bytes));
    expect(codes.every((it) => /^\d{9}$/.test(it))).toBe(true);
    expect(new Set(codes).size).toBe(300);
    expect(codes.some((it) => it.startsWith("0"))).toBe(true);
    expect(groupedCode("042137659")).toBe("042 137 659");
    // A draw beyond the last whole range is drawn again.
    const draws = [Uint8Array.of(255, 255, 255, 255), Uint8Array.of(0, 0, 0, 7)];
    expect(createHandoverCode(() => draws.shift() ?? new Uint8Array(4))).toBe("000000007");
  });
  test("§6 what was typed is read with spaces, dashes and full-width digits", () => {
    for (const text of ["042 137 659", "042-137-659", "０４２１３７６５９", " 042137659 "])
      expect(parseHandoverCode(text)).toBe("042137659");
    for (const text of ["04213765", "0421376590", "04213765a", ""]) expect(parseHandoverCode(text)).toBeNull();
  });
  test("§6 a tablet's key survives its code", () => {
    expect(parseDeviceKey(deviceKeyText(publicKey))).toBe(publicKey);
    for (const text of ["DG7:04", publicKey, `DG6:${publicKey}`]) expect(parseDeviceKey(text)).toBeNull();
  });
});
