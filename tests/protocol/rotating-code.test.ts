// §6 rotating codes: written and read again, made as anybody with the secret can make them, and nothing else passes for one.

import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rules } from "../../src/domain/rules.ts";
import { parseBadge } from "../../src/protocol/badge.ts";
import { parseRotating, rotatingMac, rotatingText, spanOfStep, stepAt } from "../../src/protocol/rotating-code.ts";

const hex = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 15 }), { minLength: length, maxLength: length }).map((all) => all.map((n) => n.toString(16)).join(""));
const ledger = "a".repeat(32);
const secret = "0123456789abcdef".repeat(4);
const at = { shown: "01".repeat(16), post: "02".repeat(16), step: 59_832_001 };

describe("§6 rotating code", () => {
  test("§6 what was written is read again, leading zeros and all", () => {
    fc.assert(
      fc.property(hex(32), hex(32), fc.integer({ min: 0, max: 200_000_000 }), hex(16), (shown, post, step, mac) => {
        const code = { shown, post, step, mac };
        expect(parseRotating(rotatingText(code))).toEqual(code);
      }),
    );
    const nothing = { shown: "0".repeat(32), post: `${"0".repeat(31)}1`, step: 0, mac: "0".repeat(16) };
    expect(parseRotating(rotatingText(nothing))).toEqual(nothing);
  });
  test("§6 a QR code packs it tightly, in a few more than 70 characters", () => {
    const text = rotatingText({ shown: "f".repeat(32), post: "f".repeat(32), step: 99_999_999, mac: "f".repeat(16) });
    expect(text).toMatch(/^[0-9A-Z $%*+\-./:]{60,80}$/);
  });
  test("§6 test vector: the first 8 bytes of HMAC-SHA-256 over the message, as any other client makes them", () => {
    const message = `daogang rotating code 1\n${ledger}\n${at.shown}\n${at.post}\n${at.step}`;
    const mac = rotatingMac(secret, ledger, at);
    expect(mac).toBe(createHmac("sha256", Buffer.from(secret, "hex")).update(message).digest("hex").slice(0, 16));
    expect({ mac, text: rotatingText({ ...at, mac }) }).toMatchInlineSnapshot(`
      {
        "mac": "5b49c5d687ddffe1",
        "text": "DG2:7NGQRBCQ4BOGC8SZ11+MQG1:F6XDEMPC8N8WOHHU23*5CW2:NEZ01:FRD43+N8CBK1",
      }
    `);
  });
  test("§6 another secret, ledger, showing, post or step is another code", () => {
    const others = [
      rotatingMac(`1${secret.slice(1)}`, ledger, at),
      rotatingMac(secret, "b".repeat(32), at),
      rotatingMac(secret, ledger, { ...at, shown: at.post }),
      rotatingMac(secret, ledger, { ...at, post: at.shown }),
      rotatingMac(secret, ledger, { ...at, step: at.step + 1 }),
    ];
    expect(new Set([...others, rotatingMac(secret, ledger, at)]).size).toBe(6);
  });
  test("§6 a step lasts 30 s and changes exactly at its end", () => {
    const { from, to } = spanOfStep(at.step, rules);
    expect(to - from).toBe(30_000);
    expect([from - 1, from, to - 1, to].map((ms) => stepAt(ms, rules) - at.step)).toEqual([-1, 0, 0, 1]);
  });
  const good = rotatingText({ ...at, mac: "1".repeat(16) });
  test.each([
    ["", "nothing"],
    [good.slice(1), "cut at the front"],
    [good.replace("DG2", "DG1"), "a badge's head"],
    [good.replace(":", ":0"), "written another way"],
    [good.toLowerCase(), "in small letters"],
    [`${good}:X`, "with more behind it"],
    [good.replace(/[^:]*$/, "-".repeat(16)), "with a code too long"],
    [good.replace(/:[^:]*$/, ""), "without its code"],
    ["https://example.org/s/abc", "a sign"],
  ])("§6 %j is no rotating code: %s", (text) => expect(parseRotating(text)).toBeNull());
  test("§6 a badge and a rotating code are never taken for each other", () => {
    expect(parseBadge(good)).toBeNull();
    expect(parseBadge(good.replace("DG2", "DG1"))).toBeNull();
  });
});
