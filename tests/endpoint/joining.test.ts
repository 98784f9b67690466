// M13, X13: forty people and one link. Who they are is only said; the leader decides, and the decision makes the phone a device.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Id } from "../../src/domain/event.ts";
import type { Answer, TestDevice } from "../fixtures/test-device.ts";
import { type City, day, idOf, minute, openPeopledCity, person, team } from "./city.ts";

let city: City;
let leader: TestDevice;
let link: string;
const outcome = ({ status, reply }: Answer): string => `${status} ${reply.type === "problem" ? reply.code : reply.type}`;
const li = { name: "李雷", lastFour: "0001" };
const han = { name: "韩梅梅", lastFour: "0002" };
const persons = { li: idOf("li"), han: idOf("han") };

interface Asked {
  readonly id: Id;
  readonly person: Id | null;
  readonly name: unknown;
}
/** What the leader's tablet holds. */
async function asked(): Promise<readonly Asked[]> {
  await leader.pull();
  return leader.heldOf("joinRequested").map(({ entry: { event }, parts }) => ({
    id: event.id,
    person: event.type === "joinRequested" ? event.facts.person : null,
    name: typeof parts.name === "object" ? parts.name.value : null,
  }));
}
const decide = (of: Id, who: Id | null, by = leader) => by.tell({ type: "joinDecided", facts: { of, person: who } });
const enrolments = () => city.rows<{ event: string }>("SELECT event FROM events WHERE type = 'deviceEnrolled'");
const addPerson = (id: Id, name: string, phone: string, of = team.one) =>
  city.patch("person", id, { team: of, name: true, phone: true }, { name, phone });

beforeEach(async () => {
  city = await openPeopledCity();
  await addPerson(persons.li, "李 雷", "138 0000 0001");
  await addPerson(persons.han, "韩梅梅", "13800000002");
  leader = await city.join(person.leaderOne);
  link = city.squadInvite(team.one);
});
afterEach(() => {
  expect(city.errors).toEqual([]);
  city.close();
});

describe("asking", () => {
  test("M13 whoever says who they are waits; the leader sees who it would be, nobody else sees anything", async () => {
    const phone = city.device();
    const cid = await city.join(person.leaderTwo);
    const ann = await city.join(person.ann);
    expect(outcome(await phone.enrol(link, li))).toBe("200 waiting");
    expect(await asked()).toEqual([{ id: expect.any(String), person: persons.li, name: "李雷" }]);
    for (const other of [cid, ann]) {
      await other.pull();
      expect(other.heldOf("joinRequested")).toEqual([]);
    }
    expect(enrolments()).toHaveLength(3);
  });

  test("M13 a stranger is answered exactly as somebody on the roster: a link gone astray tells nothing", async () => {
    const [known, stranger] = [city.device(), city.device()];
    const bodies = [(await known.enrol(link, li)).reply, (await stranger.enrol(link, { name: "路人", lastFour: "9999" })).reply];
    expect(bodies[0]).toEqual(bodies[1]);
    expect((await asked()).map((it) => it.person)).toEqual([persons.li, null]);
  });

  test("M13 wrong digits, a namesake twice over, another squad's name, somebody who has left, a leader: strangers all", async () => {
    await addPerson(idOf("li again"), "李雷", "13900000001");
    await addPerson(idOf("gone"), "走了", "13800000003");
    await city.patch("person", idOf("gone"), { closed: true });
    await addPerson(idOf("two"), "王二", "13800000004", team.two);
    await city.patch("person", person.leaderOne, { phone: true }, { phone: "13800000005" });
    const tries = [
      { name: "韩梅梅", lastFour: "0001" },
      li,
      { name: "走了", lastFour: "0003" },
      { name: "王二", lastFour: "0004" },
      { name: "名leaderOne", lastFour: "0005" },
    ];
    for (const who of tries) expect(outcome(await city.device().enrol(link, who))).toBe("200 waiting");
    expect((await asked()).map((it) => it.person)).toEqual([null, null, null, null, null]);
  });

  test("X13 the same key and name again is the same answer and one request; another name is a new one that supersedes it", async () => {
    const phone = city.device();
    const first = (await phone.enrol(link, { name: "李磊", lastFour: "0001" })).reply;
    city.clock.at += minute;
    const again = (await phone.enrol(link, { name: "李 磊", lastFour: "0001" })).reply;
    expect(again.type === "waiting" && first.type === "waiting" && again.requestedAt === first.requestedAt).toBe(true);
    expect(outcome(await phone.enrol(link))).toBe("200 waiting");
    expect(await asked()).toHaveLength(1);
    expect(outcome(await phone.enrol(link, li))).toBe("200 waiting");
    expect((await asked()).map((it) => it.person)).toEqual([null, persons.li]);
  });

  test("X13 forged, retargeted and expired links, and one that names nobody, ask for nothing", async () => {
    expect(
      outcome(
        await city.device().enrol(
          link.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
          li,
        ),
      ),
    ).toBe("403 inviteUnknown");
    expect(outcome(await city.device().enrol(link.replace(team.one, team.two), li))).toBe("403 inviteUnknown");
    expect(outcome(await city.device().enrol(city.squadInvite(idOf("no team")), li))).toBe("403 inviteUnknown");
    expect(outcome(await city.device().enrol(link))).toBe("400 malformed");
    city.clock.at += day;
    expect(outcome(await city.device().enrol(link, li))).toBe("403 inviteExpired");
    expect(await asked()).toEqual([]);
  });

  test("X13 a request not signed by the new key is refused", async () => {
    const [phone, other] = [city.device(), city.device()];
    const body = { protocol: 1, invite: link, publicKey: other.publicKey, report: phone.state.report, who: li };
    expect(outcome(await phone.post("/api/enrolments", body))).toBe("401 badSignature");
  });

  test("X10 nobody fills a squad's list: one phone corrects itself ten times, three hundred wait at most", async () => {
    const phone = city.device();
    for (let i = 0; i < 10; i += 1) expect(outcome(await phone.enrol(link, { name: `名字${i}`, lastFour: "0000" }))).toBe("200 waiting");
    expect(outcome(await phone.enrol(link, { name: "又一个", lastFour: "0000" }))).toBe("429 tooMany");
    for (let i = 1; i < 300; i += 1) await city.device().enrol(link, { name: `路人${i}`, lastFour: "0000" });
    expect(outcome(await city.device().enrol(link, li))).toBe("429 tooMany");
    expect(outcome(await city.device().enrol(city.squadInvite(team.two), li))).toBe("200 waiting");
  });

  test("X9 sixty phones behind one address join within a minute, each asking eight times", async () => {
    const phones = Array.from({ length: 60 }, () => city.device());
    const outcomes = new Set<string>();
    for (let turn = 0; turn < 9; turn += 1)
      for (const [i, phone] of phones.entries()) outcomes.add(outcome(await phone.enrol(link, { name: `名${i}`, lastFour: "1111" })));
    expect([...outcomes]).toEqual(["200 waiting"]);
  });
});

describe("deciding", () => {
  test("M13 confirmed, the phone is a device in the same turn and is answered like any that joins", async () => {
    const phone = city.device();
    await phone.enrol(link, li);
    const [request] = await asked();
    expect((await decide(request?.id ?? "", persons.li)).judgement).toBe("stored");
    expect(enrolments()).toHaveLength(2);
    expect(outcome(await phone.enrol(link, li))).toBe("200 enrolled");
    expect(phone.state.person).toBe(persons.li);
    expect(phone.state.credential?.persons).toEqual([persons.li]);
    expect((await phone.tell({ type: "consented", facts: { to: "location", given: true, wording: 1 } })).judgement).toBe("stored");
    expect(outcome(await phone.enrol(link))).toBe("200 enrolled");
    expect(enrolments()).toHaveLength(2);
    await leader.pull();
    expect(
      leader.heldOf("deviceEnrolled").map(({ entry: { event } }) => event.type === "deviceEnrolled" && event.facts.persons),
    ).toContainEqual([persons.li]);
  });

  test("M13 one transaction of many decisions, even made while the squad's tablet was offline", async () => {
    const phones = [city.device(), city.device()];
    await phones[0]?.enrol(link, li);
    await phones[1]?.enrol(link, han);
    for (const { id, person: who } of await asked()) leader.record({ type: "joinDecided", facts: { of: id, person: who } });
    city.clock.at += 3 * day;
    await leader.pull();
    for (const phone of phones) expect(outcome(await phone.enrol(link))).toBe("200 enrolled");
    expect(phones.map((phone) => phone.state.person)).toEqual([persons.li, persons.han]);
  });

  test("M13 declined is said; corrected, it waits again and can be confirmed; a decline can be taken back by confirming", async () => {
    const phone = city.device();
    await phone.enrol(link, { name: "小李", lastFour: "0001" });
    const [first] = await asked();
    await decide(first?.id ?? "", null);
    expect(outcome(await phone.enrol(link, { name: "小李", lastFour: "0001" }))).toBe("403 joinDeclined");
    expect(outcome(await phone.enrol(link))).toBe("403 joinDeclined");
    expect(outcome(await phone.enrol(link, li))).toBe("200 waiting");
    await decide(first?.id ?? "", persons.li);
    expect(outcome(await phone.enrol(link, li))).toBe("200 enrolled");
  });

  test("M13 of two who say they are one person both are seen; whom the leader takes joins, the other waits on", async () => {
    const [own, impostor] = [city.device(), city.device()];
    await own.enrol(link, li);
    await impostor.enrol(link, li);
    const requests = await asked();
    expect(requests.map((it) => it.person)).toEqual([persons.li, persons.li]);
    await decide(requests[0]?.id ?? "", persons.li);
    expect(outcome(await own.enrol(link))).toBe("200 enrolled");
    expect(outcome(await impostor.enrol(link))).toBe("200 waiting");
  });

  test("M13 two leaders who decide differently: the first holds, and one phone is never two people", async () => {
    const east = await city.join(person.east);
    const phone = city.device();
    await phone.enrol(link, { name: "谁", lastFour: "0000" });
    const [request] = await asked();
    await east.pull();
    await decide(request?.id ?? "", persons.han, east);
    await decide(request?.id ?? "", persons.li);
    await decide(request?.id ?? "", null);
    expect(outcome(await phone.enrol(link))).toBe("200 enrolled");
    expect(phone.state.credential?.persons).toEqual([persons.han]);
    expect(enrolments()).toHaveLength(3);
  });

  test("M13 somebody new: made a person of the squad and confirmed in one bundle", async () => {
    const phone = city.device();
    await phone.enrol(link, { name: "新来的", lastFour: "7777" });
    const [request] = await asked();
    const id = idOf("newcomer");
    leader.record({
      type: "patched",
      facts: { entity: "person", id, basis: [], set: { team: team.one, name: true, phone: true } },
      parts: { name: "新来的", phone: "7777" },
    });
    expect((await decide(request?.id ?? "", id)).judgement).toBe("stored");
    expect(outcome(await phone.enrol(link))).toBe("200 enrolled");
    expect(phone.state.person).toBe(id);
  });

  test("R25 nobody decides over another squad, takes another squad's person, or confirms a leader", async () => {
    const two = await city.join(person.leaderTwo);
    const phone = city.device();
    await phone.enrol(link, li);
    const [request] = await asked();
    const of = request?.id ?? "";
    expect(await decide(of, persons.li, two)).toMatchObject({ judgement: "quarantined", problem: "forbidden" });
    expect(await decide(of, person.cid)).toMatchObject({ judgement: "quarantined", problem: "forbidden" });
    await city.patch("role", idOf("second leader"), { person: persons.han, role: "squadLeader", team: team.one });
    expect(await decide(of, persons.han)).toMatchObject({ judgement: "quarantined", problem: "forbidden" });
    expect(outcome(await phone.enrol(link))).toBe("200 waiting");
    const east = await city.join(person.east);
    expect((await decide(of, persons.han, east)).judgement).toBe("stored");
    expect(outcome(await phone.enrol(link))).toBe("200 enrolled");
  });

  test("M13 who has left by the time the decision arrives is not let in", async () => {
    const phone = city.device();
    await phone.enrol(link, li);
    const [request] = await asked();
    await city.patch("person", persons.li, { closed: true });
    await decide(request?.id ?? "", persons.li);
    expect(outcome(await phone.enrol(link, li))).toBe("403 joinDeclined");
  });
});
