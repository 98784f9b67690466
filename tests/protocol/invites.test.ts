// X13, M13: a squad's link, an invite found in whatever was pasted, and six digits as people type them.

import { describe, expect, test } from "vitest";
import { inviteText, inviteUrl, parseInvite } from "../../src/protocol/codes.ts";
import { findInvite, joinUrl, parseJoinCode, parseSquadInvite, squadInviteText } from "../../src/protocol/invites.ts";
import { inviteMessage, squadInviteMessage } from "../../src/protocol/signing.ts";
import { createBytes } from "../fixtures/wire-facts.ts";

const bytes = createBytes("invites");
const hex = (): string => Buffer.from(bytes(16)).toString("hex");
const squad = { invite: hex(), team: hex(), expires: 1_795_217_300_000, mac: hex() };
const personal = { invite: hex(), person: hex(), expires: 1_795_217_300_000, mac: hex() };
const [squadText, personalText] = [squadInviteText(squad), inviteText(personal)];

describe("X13 a squad's link", () => {
  test("X13 is read again, and is no personal invite, nor the other way round", () => {
    expect(parseSquadInvite(squadText)).toEqual(squad);
    expect(parseInvite(squadText)).toBeNull();
    expect(parseSquadInvite(personalText)).toBeNull();
  });
  test("X13 travels in the fragment", () => {
    const url = new URL(joinUrl("https://daogang.example/", squadText));
    expect([url.pathname, url.search, url.hash]).toEqual(["/join", "", `#${squadText}`]);
    expect(joinUrl("https://daogang.example", personalText)).toBe(inviteUrl("https://daogang.example", personal));
  });
  test("X13 what is MACed names its kind: the MAC of one cannot serve as the other's", () => {
    expect(squadInviteMessage(squad.invite, squad.team, squad.expires)).toBe(
      `daogang squad invite 1\n${squad.invite}\n${squad.team}\n1795217300000`,
    );
    expect(squadInviteMessage(squad.invite, squad.team, 1)).not.toBe(inviteMessage(squad.invite, squad.team, 1));
  });
  test.each([
    squadText.slice(0, -1),
    `${squadText}0`,
    squadText.toUpperCase(),
    squadText.replace("t.", "u."),
    "",
  ])("X13 %s is none", (text) => expect(parseSquadInvite(text)).toBeNull());
});

describe("X13 an invite in a text", () => {
  const link = joinUrl("https://daogang.example", squadText);
  test.each([
    squadText,
    link,
    `  ${link}\n`,
    `到岗:请用手机浏览器打开,加入一分队:${link},今天之内`,
    `【到岗】${link} 复制整段`,
    `${link.replace("#", "%23")}`,
    `看这个 https://example.com/x#y 再看 ${link}`,
    `${link}到岗:一分队`,
  ])("X13 is found in %s", (text) => expect(findInvite(text)).toEqual({ type: "squad", text: squadText, invite: squad }));
  test("X13 a personal one too, with what is to be sent", () => {
    expect(findInvite(`口令 ${inviteUrl("https://daogang.example", personal)} 只给你`)).toEqual({
      type: "personal",
      text: personalText,
      invite: personal,
    });
  });
  test.each([
    "",
    "https://daogang.example/join",
    link.slice(0, -1),
    `${link}f`,
    `${link}.x`,
    `x${squadText}`,
    link.replace(/\.[0-9a-z]{8}\./, ".zzzzzzzzzzz."),
  ])("X13 none in %s", (text) => expect(findInvite(text)).toBeNull());
});

test("M13 six digits, however a keyboard writes them", () => {
  expect(parseJoinCode("123456")).toBe("123456");
  expect(parseJoinCode(" 123 456 ")).toBe("123456");
  expect(parseJoinCode("123-456")).toBe("123456");
  expect(parseJoinCode("\uff11\uff12\uff13\uff14\uff15\uff16")).toBe("123456");
  for (const text of ["12345", "1234567", "12345x", "", "一二三四五六"]) expect(parseJoinCode(text)).toBeNull();
});
