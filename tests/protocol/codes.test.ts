// §6 codes: the printed sign, its six digits, invites. A check digit catches what a gloved hand mistypes; the MAC is the
// endpoint's to judge.

import { describe, expect, test } from "vitest";
import { inviteText, inviteUrl, isTypedCode, parseInvite, parseSign, signUrl, typedCode } from "../../src/protocol/codes.ts";
import { createBytes } from "../fixtures/wire-facts.ts";

const bytes = createBytes("codes");
const hex = (): string => Buffer.from(bytes(16)).toString("hex");
const codes = Array.from({ length: 200 }, () => typedCode(hex()));

describe("§6 typed codes", () => {
  test("§6 five digits of the MAC and one to check", () => {
    expect(codes.every((code) => /^[0-9]{6}$/.test(code) && isTypedCode(code))).toBe(true);
    expect(typedCode("00000000ffffffffffffffffffffffff").slice(0, 5)).toBe("00000");
    expect(typedCode("000186a1ffffffffffffffffffffffff").slice(0, 5)).toBe("00001");
    // Damm's own example: 572 has the check digit 4.
    expect(isTypedCode("005724")).toBe(true);
  });
  test("§6 every wrong digit is caught", () => {
    for (const code of codes)
      for (let i = 0; i < 6; i += 1)
        for (let digit = 0; digit < 10; digit += 1) {
          const wrong = code.slice(0, i) + digit + code.slice(i + 1);
          expect(isTypedCode(wrong)).toBe(wrong === code);
        }
  });
  test("§6 every swap of neighbours is caught", () => {
    let swaps = 0;
    for (const code of codes)
      for (let i = 0; i < 5; i += 1) {
        const swapped = code.slice(0, i) + code[i + 1] + code[i] + code.slice(i + 2);
        if (swapped === code) continue;
        swaps += 1;
        expect(isTypedCode(swapped)).toBe(false);
      }
    expect(swaps).toBeGreaterThan(800);
  });
  test.each(["", "12345", "1234567", "12345a", " 05724", "０05724"])("§6 %j is no code", (text) => expect(isTypedCode(text)).toBe(false));
});

describe("§6 signs", () => {
  const sign = { post: hex(), mac: hex() };
  test.each([
    "https://daogang.example",
    "https://daogang.example/",
    "http://192.168.1.7:8080",
    "https://city.example/apps/daogang",
  ])("§6 the sign printed for %s is read again", (url) => {
    expect(parseSign(signUrl(url, sign))).toEqual(sign);
    expect(parseSign(` ${signUrl(url, sign)}\n`)).toEqual(sign);
  });
  test("§6 the path alone will do; the host is not checked", () => expect(parseSign(`/s/${sign.post}.${sign.mac}`)).toEqual(sign));
  test.each([
    "",
    "https://daogang.example/",
    `https://daogang.example/s/${"0".repeat(32)}`,
    `https://daogang.example/s/${"0".repeat(31)}.${"0".repeat(32)}`,
    `https://daogang.example/s/${"0".repeat(32)}.${"0".repeat(32)}/more`,
    `https://evil.example/?x=/s/${"0".repeat(32)}.${"0".repeat(32)}`,
    `javascript:/s/${"0".repeat(32)}.${"0".repeat(32)}`,
    `https://daogang.example/s/${"A".repeat(32)}.${"0".repeat(32)}`,
    "WIFI:S:guest;;",
  ])("§6 %s is no sign", (text) => expect(parseSign(text)).toBeNull());
});

describe("X13 invites", () => {
  const invite = { invite: hex(), person: hex(), expires: 1_795_217_300_000, mac: hex() };
  test("X13 a link and the text after its # are read again", () => {
    expect(parseInvite(inviteUrl("https://daogang.example/", invite))).toEqual(invite);
    expect(parseInvite(inviteUrl("https://city.example/apps/daogang", invite))).toEqual(invite);
    expect(parseInvite(`  ${inviteText(invite)} `)).toEqual(invite);
  });
  test("X13 it travels in the fragment: no server or proxy ever sees it", () => {
    const url = new URL(inviteUrl("https://daogang.example", invite));
    expect(url.hash).toBe(`#${inviteText(invite)}`);
    expect(`${url.origin}${url.pathname}${url.search}`).toBe("https://daogang.example/join");
  });
  test.each([
    "",
    "#",
    inviteText(invite).slice(0, -1),
    `${inviteText(invite)}.x`,
    inviteText({ ...invite, mac: invite.mac.toUpperCase() }),
    inviteText(invite).replace(/\.[0-9a-z]{1,11}\./, ".zzzzzzzzzzz."),
  ])("X13 %s is no invite", (text) => {
    expect(parseInvite(text)).toBeNull();
  });
});
