// §6 badges: written and read again, and nothing else passes for one.

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createKeyPair, isSigned, signText } from "../../src/endpoint/keys.ts";
import { badgeMessage, badgeText, parseBadge } from "../../src/protocol/badge.ts";
import { isTypedCode } from "../../src/protocol/codes.ts";
import { sheetNumber } from "../../src/protocol/paper.ts";

const hex = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 15 }), { minLength: length, maxLength: length }).map((all) => all.map((n) => n.toString(16)).join(""));
const ledger = "a".repeat(32);

describe("§6 badge", () => {
  test("§6 what was written is read again, leading zeros and all", () => {
    fc.assert(
      fc.property(hex(32), fc.integer({ min: 1, max: 4_000_000_000 }), hex(128), (person, seconds, signature) => {
        const badge = { person, expires: seconds * 1000, signature };
        expect(parseBadge(badgeText(badge))).toEqual(badge);
      }),
    );
    const small = { person: `${"0".repeat(31)}1`, expires: 1000, signature: `${"0".repeat(127)}1` };
    expect(parseBadge(badgeText(small))).toEqual(small);
  });
  test("§6 a QR code packs it tightly: capitals, digits and a few signs, under 160 of them", () => {
    const text = badgeText({ person: "f".repeat(32), expires: 4_000_000_000_000, signature: "f".repeat(128) });
    expect(text).toMatch(/^[0-9A-Z $%*+\-./:]{1,160}$/);
  });
  test("§6 the endpoint's signature holds for this person, this ledger and this end, and for nothing else", () => {
    const { privateJwk, publicKey } = createKeyPair();
    const [person, expires] = ["1".repeat(32), 1_800_000_000_000];
    const read = parseBadge(badgeText({ person, expires, signature: signText(privateJwk, badgeMessage(ledger, person, expires)) }));
    if (read === null) throw new Error("not read");
    expect(isSigned(publicKey, badgeMessage(ledger, read.person, read.expires), read.signature)).toBe(true);
    expect(isSigned(publicKey, badgeMessage(ledger, read.person, read.expires + 1000), read.signature)).toBe(false);
    expect(isSigned(publicKey, badgeMessage("b".repeat(32), read.person, read.expires), read.signature)).toBe(false);
    expect(isSigned(publicKey, badgeMessage(ledger, "2".repeat(32), read.expires), read.signature)).toBe(false);
  });
  const good = badgeText({ person: "1".repeat(32), expires: 1_800_000_000_000, signature: "2".repeat(128) });
  test.each([
    ["", "nothing"],
    [good.slice(1), "cut at the front"],
    [good.replace("DG1", "DG2"), "of another version"],
    [good.replace(":", ":0"), "written another way"],
    [good.toLowerCase(), "in small letters"],
    [`${good}:X`, "with more behind it"],
    [good.replace(/[^:]*$/, "-".repeat(110)), "with a signature too long"],
    ["https://example.org/s/abc", "a sign"],
  ])("§6 %j is no badge: %s", (text) => expect(parseBadge(text)).toBeNull());
});

describe("DOMAIN 6 sheet numbers", () => {
  test("DOMAIN 6 the same sheet has the same number, another post or shift another, and a wrong digit is seen", () => {
    const number = sheetNumber(20_261_123, "1".repeat(32), "2".repeat(32));
    expect(number).toMatch(/^20261123-\d{6}$/);
    expect(isTypedCode(number.slice(9))).toBe(true);
    expect(sheetNumber(20_261_123, "1".repeat(32), "2".repeat(32))).toBe(number);
    const others = [sheetNumber(20_261_123, "1".repeat(32), null), sheetNumber(20_261_123, "3".repeat(32), "2".repeat(32))];
    for (const other of others) expect(other).not.toBe(number);
  });
});
