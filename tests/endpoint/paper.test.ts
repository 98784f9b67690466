// R25 for what is printed: whose signs and whose badges a device may ask for, and that both are what tablets and the endpoint accept.

import * as v from "valibot";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isSigned } from "../../src/endpoint/keys.ts";
import { createToken, signOf } from "../../src/endpoint/passes.ts";
import { badgeMessage, parseBadge } from "../../src/protocol/badge.ts";
import { badgesSchema, signsSchema } from "../../src/protocol/paper.ts";
import { type City, day, openPeopledCity, person, post, team } from "./city.ts";

let city: City;
beforeEach(async () => {
  city = await openPeopledCity();
});
afterEach(() => city.close());

async function ask(who: keyof typeof person, path: string): Promise<{ readonly status: number; readonly json: unknown }> {
  const { device } = await city.join(person[who]);
  const reply = await city.app.request(path, { headers: { authorization: `Bearer ${createToken(city.ledger, device, city.clock.at)}` } });
  return { status: reply.status, json: await reply.json() };
}
const signsFor = async (who: keyof typeof person) => v.parse(signsSchema, (await ask(who, "/api/reports/signs")).json).signs;

test("R25 signs: a leader gets the squad's, a branch its subtree's, corps all, a volunteer none", async () => {
  const ofOne = (await signsFor("leaderOne")).map((sign) => sign.post).sort();
  expect(ofOne).toEqual([post.point, post.line, post.polygon].sort());
  expect((await signsFor("east")).map((sign) => sign.post).sort()).toEqual([...ofOne, post.two].sort());
  expect((await signsFor("corps")).map((sign) => sign.post).sort()).toEqual([...ofOne, post.two, post.west].sort());
  expect(await ask("ann", "/api/reports/signs")).toMatchObject({ status: 403, json: { code: "forbidden" } });
});

test("§6 a printed sign carries the MAC the endpoint knows, and a closed post none", async () => {
  const sign = (await signsFor("leaderOne")).find((it) => it.post === post.point);
  expect(sign).toEqual({ ...signOf(city.ledger, post.point), title: sign?.title, team: team.one, teamTitle: "一分队" });
  await city.patch("post", post.point, { closed: true });
  expect((await signsFor("leaderOne")).map((it) => it.post)).not.toContain(post.point);
});

test("R25 badges: of the own squad or subtree, of nobody else's, and never for corps, who hold no names", async () => {
  const path = `/api/reports/badges?team=${team.one}`;
  for (const who of ["leaderTwo", "west", "corps", "ann"] as const) expect(await ask(who, path)).toMatchObject({ status: 403 });
  for (const who of ["leaderOne", "east"] as const) expect((await ask(who, path)).status).toBe(200);
  expect(await ask("leaderOne", "/api/reports/badges")).toMatchObject({ status: 403 });
});

test("§6 a badge is verified with the key every device was given, lasts a year, and nobody who left has one", async () => {
  await city.patch("person", person.bob, { closed: true });
  const reply = v.parse(badgesSchema, (await ask("leaderOne", `/api/reports/badges?team=${team.one}`)).json);
  expect(reply.badges.map((it) => it.person)).toContain(person.ann);
  expect(reply.badges.map((it) => it.person)).not.toContain(person.bob);
  expect(reply.expires - city.clock.at).toBeGreaterThan(364 * day);
  for (const { person: who, text } of reply.badges) {
    const badge = parseBadge(text);
    if (badge === null) throw new Error("no badge");
    expect(badge).toMatchObject({ person: who, expires: reply.expires });
    expect(isSigned(city.ledger.publicKey, badgeMessage(city.ledger.id, badge.person, badge.expires), badge.signature)).toBe(true);
  }
});
