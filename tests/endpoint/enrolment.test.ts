// X13: joining, nonces, tokens and credentials.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isSigned } from "../../src/endpoint/keys.ts";
import { type Credential, credentialMessage } from "../../src/protocol/signing.ts";
import type { Answer } from "../fixtures/test-device.ts";
import { type City, day, idOf, minute, openPeopledCity, person, shift, team } from "./city.ts";

let city: City;
beforeEach(async () => {
  city = await openPeopledCity();
});
afterEach(() => city.close());

const outcome = ({ status, reply }: Answer): string => `${status} ${reply.type === "problem" ? reply.code : reply.type}`;

describe("enrolment", () => {
  test("X13 one reply brings persons, nonce, token, credential, scope and the first news", async () => {
    const ann = city.device();
    const { reply } = await ann.enrol(city.invite(person.ann));
    if (reply.type !== "enrolled") throw new Error(reply.type);
    expect(reply).toMatchObject({ persons: [person.ann], endpointKey: city.ledger.publicKey, ledger: city.ledger.id });
    expect(reply.news.rows.length).toBeGreaterThan(5);
    expect(reply.scope).toContain(`person:${person.ann}`);
    const credential = reply.credential as Credential;
    expect(credential).toMatchObject({ device: ann.device, publicKey: ann.publicKey, persons: [person.ann], roles: [] });
    expect(isSigned(city.ledger.publicKey, credentialMessage(credential), credential.signature)).toBe(true);
    expect(ann.heldOf("deviceEnrolled")).toHaveLength(1);
  });

  test("X13 the same key again gets the same answer, even when the invite has run out since; a second key is refused", async () => {
    const invite = city.invite(person.ann, minute);
    const ann = city.device();
    expect(outcome(await ann.enrol(invite))).toBe("200 enrolled");
    city.clock.at += 2 * minute;
    expect(outcome(await ann.enrol(invite))).toBe("200 enrolled");
    expect(outcome(await city.device().enrol(invite))).toBe("409 inviteUsed");
    expect(city.rows("SELECT number FROM events WHERE type = 'deviceEnrolled'")).toHaveLength(1);
  });

  test("X13 a key that comes back after its journal was lost is told where its chain stands and what it said", async () => {
    const invite = city.invite(person.ann);
    const ann = city.device();
    const first = await ann.enrol(invite);
    expect(first.reply.type === "enrolled" && first.reply.head).toBeUndefined();
    const tap = await ann.tell({ type: "checkedIn", facts: { shift: shift.one, post: null } });
    expect(tap).toBeDefined();
    const { reply } = await ann.enrol(invite);
    if (reply.type !== "enrolled") throw new Error(reply.type);
    const [row] = city.rows<{ n: number; hash: string; id: string }>("SELECT n, hash, id FROM events WHERE device = ?", ann.device);
    expect(reply.head).toEqual({ n: row?.n, hash: row?.hash });
    expect(reply.news.rows.map((it) => it.event.id)).toContain(row?.id);
  });

  test("X13 expired, forged, retargeted and unreadable invites enrol nobody", async () => {
    const invite = city.invite(person.ann, minute);
    const forged = invite.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    const retargeted = invite.replace(person.ann, person.leaderOne);
    expect(outcome(await city.device().enrol(forged))).toBe("403 inviteUnknown");
    expect(outcome(await city.device().enrol(retargeted))).toBe("403 inviteUnknown");
    expect(outcome(await city.device().enrol("hello"))).toBe("403 inviteUnknown");
    expect(outcome(await city.device().enrol(city.invite(idOf("nobody"))))).toBe("403 inviteUnknown");
    city.clock.at += minute;
    expect(outcome(await city.device().enrol(invite))).toBe("403 inviteExpired");
    expect(city.rows("SELECT number FROM events WHERE type = 'deviceEnrolled'")).toEqual([]);
    expect(city.rows("SELECT device FROM devices")).toHaveLength(1);
  });

  test("X13 a request not signed by the new key is refused", async () => {
    const ann = city.device();
    const other = city.device();
    const answer = await ann.post("/api/enrolments", {
      protocol: 1,
      invite: city.invite(person.ann),
      publicKey: other.publicKey,
      report: ann.state.report,
    });
    expect(outcome(answer)).toBe("401 badSignature");
  });

  test("X13 a second person on one phone is bound beside the first", async () => {
    const shared = await city.join(person.ann);
    await shared.enrol(city.invite(person.bob));
    await shared.pull();
    expect(shared.state.credential?.persons).toEqual([person.ann, person.bob]);
    const receipt = await shared.tell({ type: "checkedIn", author: person.bob, facts: { shift: shift.one, post: null } });
    expect(receipt.judgement).toBe("stored");
  });
});

describe("nonce and credential", () => {
  test("X13 a nonce lives 30 min; an older or forged one is refused with a fresh one", async () => {
    const ann = await city.join(person.ann);
    const { nonce } = ann.state;
    city.clock.at += 30 * minute;
    expect(outcome(await ann.exchange({ nonce }))).toBe("200 exchanged");
    city.clock.at += 1;
    expect(outcome(await ann.exchange({ nonce }))).toBe("401 nonceStale");
    expect(outcome(await ann.exchange({ nonce: ann.state.nonce }))).toBe("200 exchanged");
    expect(outcome(await ann.exchange({ nonce: nonce.replace(/.$/, (last) => (last === "0" ? "1" : "0")) }))).toBe("401 nonceStale");
    const bob = await city.join(person.bob);
    expect(outcome(await bob.exchange({ nonce: ann.state.nonce }))).toBe("401 nonceStale");
  });

  test("X13 a stale nonce pushes nothing, and the same bundle once more pushes it once", async () => {
    const ann = await city.join(person.ann);
    city.clock.at += day;
    const tap = ann.record({ type: "checkedIn", facts: { shift: shift.one, post: null } });
    expect(outcome(await ann.exchange({ nonce: ann.state.nonce }))).toBe("401 nonceStale");
    expect(ann.outbox()).toHaveLength(1);
    expect(outcome(await ann.exchange())).toBe("200 exchanged");
    expect(ann.receipts.get(tap.event.id)?.judgement).toBe("stored");
  });

  test("X13 a credential is renewed when roles change and after half its life, and an expired one still pushes", async () => {
    const ann = await city.join(person.ann);
    const credentialIn = async (): Promise<Credential | undefined> => {
      const { reply } = await ann.exchange();
      return reply.type === "exchanged" ? (reply.credential as Credential | undefined) : undefined;
    };
    expect(await credentialIn()).toBeUndefined();
    await city.patch("role", idOf("role ann"), { person: person.ann, role: "squadLeader", team: team.one });
    expect((await credentialIn())?.roles).toEqual([{ person: person.ann, role: "squadLeader", team: team.one }]);
    expect(await credentialIn()).toBeUndefined();
    city.clock.at += 40 * day;
    ann.record({ type: "consented", facts: { to: "location", given: true, wording: 1 } });
    expect((await credentialIn())?.issuedAt).toBe(city.clock.at);
    expect(ann.outbox()).toEqual([]);
  });
});
