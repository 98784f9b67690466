// M13, R25: who may ask for whose link, what stands in it, and six digits for it: short-lived, one use, hard to guess.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createWrongGuesses } from "../../src/endpoint/wrong-guesses.ts";
import { findInvite } from "../../src/protocol/invites.ts";
import type { InviteReply } from "../../src/protocol/joining.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, day, idOf, minute, openPeopledCity, person, team } from "./city.ts";

let city: City;
beforeEach(async () => {
  city = await openPeopledCity();
});
afterEach(() => {
  expect(city.errors).toEqual([]);
  city.close();
});

async function ask(
  by: TestDevice,
  body: unknown,
): Promise<{ readonly status: number; readonly reply: InviteReply; readonly problem: unknown }> {
  const answer = await city.app.request("/api/invites", {
    method: "POST",
    headers: { authorization: `Bearer ${by.state.token}` },
    body: JSON.stringify(body),
  });
  const reply = (await answer.json()) as InviteReply;
  return { status: answer.status, reply, problem: reply.code };
}
const ofTeam = (id: string) => ({ for: "team", team: id });
const ofPerson = (id: string) => ({ for: "person", person: id });
async function redeem(code: string, from = "10.0.0.1") {
  const answer = await city.app.request("/api/codes", { method: "POST", body: JSON.stringify({ code }) }, {
    incoming: { socket: { remoteAddress: from } },
  } as never);
  const reply = (await answer.json()) as { readonly code?: string; readonly invite?: string };
  return {
    status: answer.status,
    retryAfter: Number(answer.headers.get("retry-after")),
    invite: reply.invite ?? null,
    problem: reply.code,
  };
}
/** Never a living code. */
const wrongOf = (digits: string, i: number): string => String((Number(digits) + 1 + i) % 1_000_000).padStart(6, "0");

describe("links", () => {
  test("M13 a squad's link lasts 14 days and lets many ask; a person's lasts seven and makes one device", async () => {
    const leader = await city.join(person.leaderOne);
    const squad = await ask(leader, ofTeam(team.one));
    expect(squad.status).toBe(200);
    expect(squad.reply).toMatchObject({ type: "invited", expires: city.clock.at + 14 * day, devices: 0 });
    expect(squad.reply.link.startsWith("https://daogang.example/join#t.")).toBe(true);
    for (const name of ["甲", "乙"])
      expect((await city.device().enrol(squad.reply.link, { name, lastFour: "0000" })).reply.type).toBe("waiting");
    const one = await ask(leader, ofPerson(person.ann));
    expect(one.reply).toMatchObject({ expires: city.clock.at + 7 * day, devices: 0 });
    expect((await city.device().enrol(one.reply.link)).reply.type).toBe("enrolled");
    expect((await ask(leader, ofPerson(person.ann))).reply.devices).toBe(1);
  });

  test("R25 the own squad, the own subtree, the city for the corps; nobody with a role one could not have given", async () => {
    const [leader, east, corps, ann] = await Promise.all([
      city.join(person.leaderOne),
      city.join(person.east),
      city.join(person.corps),
      city.join(person.ann),
    ]);
    await city.patch("person", idOf("deputy"), { team: team.one, name: true }, { name: "副队长" });
    await city.patch("role", idOf("role deputy"), { person: idOf("deputy"), role: "squadLeader", team: team.one });
    const may = async (by: TestDevice, body: unknown) => (await ask(by, body)).status === 200;
    const teams = [team.one, team.two, team.east, team.west, team.corps];
    const people = [person.ann, person.cid, person.wes, idOf("deputy"), person.leaderOne, person.east, person.corps];
    const seen = async (by: TestDevice) => [
      await Promise.all(teams.map((id) => may(by, ofTeam(id)))),
      await Promise.all(people.map((id) => may(by, ofPerson(id)))),
    ];
    const [yes, no] = [true, false];
    expect(await seen(leader)).toEqual([
      [yes, no, no, no, no],
      [yes, no, no, no, yes, no, no],
    ]);
    expect(await seen(east)).toEqual([
      [yes, yes, yes, no, no],
      [yes, yes, no, yes, yes, yes, no],
    ]);
    expect(await seen(corps)).toEqual([
      [yes, yes, yes, yes, yes],
      [yes, yes, yes, yes, yes, yes, yes],
    ]);
    // Anybody may put their own name on a second phone.
    expect(await seen(ann)).toEqual([
      [no, no, no, no, no],
      [yes, no, no, no, no, no, no],
    ]);
  });

  test("R25 nobody who is closed or unknown, and nothing without a token", async () => {
    const leader = await city.join(person.leaderOne);
    await city.patch("person", person.ann, { closed: true });
    await city.patch("team", team.two, { closed: true });
    const corps = await city.join(person.corps);
    expect((await ask(leader, ofPerson(person.ann))).problem).toBe("forbidden");
    expect((await ask(corps, ofTeam(team.two))).problem).toBe("forbidden");
    expect((await ask(leader, ofPerson(idOf("nobody")))).problem).toBe("forbidden");
    expect((await city.app.request("/api/invites", { method: "POST", body: "{}" })).status).toBe(401);
    expect((await ask(leader, { for: "team" })).problem).toBe("malformed");
  });
});

describe("six digits", () => {
  const codeFor = async (body: object) => {
    const { reply } = await ask(await city.join(person.leaderOne), { ...body, code: true });
    if (reply.code === undefined) throw new Error("no code");
    return { ...reply.code, invite: findInvite(reply.link)?.text ?? "" };
  };

  test("M13 stand for the link for 15 min, and for a person's until somebody has joined with it", async () => {
    const { digits, expires, invite } = await codeFor(ofPerson(person.ann));
    expect(digits).toMatch(/^\d{6}$/);
    expect(expires).toBe(city.clock.at + 15 * minute);
    expect((await redeem(digits)).invite).toBe(invite);
    // A reply that was lost is no reason to ask the leader again.
    expect((await redeem(digits)).invite).toBe(invite);
    expect((await city.device().enrol(invite)).reply.type).toBe("enrolled");
    expect(await redeem(digits)).toMatchObject({ status: 404, problem: "codeUnknown" });
    const late = await codeFor(ofPerson(person.bob));
    city.clock.at += 15 * minute - 1;
    expect((await redeem(late.digits)).status).toBe(200);
    city.clock.at += 1;
    expect((await redeem(late.digits)).status).toBe(404);
  });

  test("M13 a squad's are read out to all and work for all", async () => {
    const { digits, invite } = await codeFor(ofTeam(team.one));
    for (const from of ["10.0.0.1", "10.0.0.2"]) expect((await redeem(digits, from)).invite).toBe(invite);
  });

  test("M13 are not in the ledger's file, and no two living ones are the same", async () => {
    const leader = await city.join(person.leaderOne);
    const made = new Set<string>();
    for (let i = 0; i < 400; i += 1) {
      const { reply } = await ask(leader, { ...ofTeam(team.one), code: true });
      made.add(reply.code?.digits ?? "");
    }
    expect(made.size).toBe(400);
    expect(new Set([...made].map((digits) => digits[0])).size).toBe(10);
    const rows = city.rows<{ code: string }>("SELECT code FROM join_codes");
    expect(rows).toHaveLength(400);
    expect(rows.every(({ code }) => /^[0-9a-f]{32}$/.test(code) && !made.has(code.slice(0, 6)))).toBe(true);
    city.clock.at += 15 * minute;
    await codeFor(ofTeam(team.one));
    expect(city.rows("SELECT code FROM join_codes")).toHaveLength(1);
  });

  test("X9 after ten wrong ones an address waits out its minute, even with the right one; another address does not", async () => {
    const { digits } = await codeFor(ofTeam(team.one));
    for (let i = 0; i < 10; i += 1) expect((await redeem(wrongOf(digits, i))).status).toBe(404);
    expect(await redeem(digits)).toMatchObject({ status: 429, problem: "tooMany", invite: null });
    expect((await redeem(digits)).retryAfter).toBeGreaterThan(0);
    expect((await redeem(digits, "10.0.0.2")).status).toBe(200);
    city.clock.at += minute;
    expect((await redeem(digits)).status).toBe(200);
  });

  test("X9 a hundred at once from one address are no more than ten wrong guesses", async () => {
    const { digits } = await codeFor(ofTeam(team.one));
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => redeem(wrongOf(digits, i))));
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(90);
  });

  test("X9 sixty wrong ones from anywhere, and nobody's code works until the quarter of an hour is over", async () => {
    const { digits } = await codeFor(ofTeam(team.one));
    for (let i = 0; i < 60; i += 1) expect((await redeem(wrongOf(digits, i), `10.0.1.${i}`)).status).toBe(404);
    expect((await redeem(digits, "10.0.2.1")).status).toBe(429);
    city.clock.at += 15 * minute;
    expect((await redeem((await codeFor(ofTeam(team.one))).digits, "10.0.2.1")).status).toBe(200);
  });

  test("X9 forty people who type the right one are no guessers", async () => {
    const { digits } = await codeFor(ofTeam(team.one));
    for (let i = 0; i < 80; i += 1) expect((await redeem(digits)).status).toBe(200);
  });

  test.each(["12345", "1234567", "abcdef", 123456])("M13 %j is no code", async (code) => {
    const answer = await city.app.request("/api/codes", { method: "POST", body: JSON.stringify({ code }) });
    expect(answer.status).toBe(400);
  });

  test("X9 the window ends on time, for that address alone", () => {
    const guesses = createWrongGuesses();
    for (let i = 0; i < 10; i += 1) guesses.note("a", 1_000_000);
    expect(guesses.waitMs("a", 1_000_001)).toBe(59_999);
    expect(guesses.waitMs("b", 1_000_001)).toBe(0);
    expect(guesses.waitMs("a", 1_060_000)).toBe(0);
  });
});
