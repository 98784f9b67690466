// DESIGN.md section 6, R25: 点长 without a network, between real journals before a real endpoint: what travels, who is believed, and that the right
// reaches the endpoint with the phone that took it on.

import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mark } from "../../src/actions/mark.ts";
import { makePostLead } from "../../src/actions/place.ts";
import { type Appointing, createAppointing } from "../../src/device/appointment.ts";
import { createReader } from "../../src/device/dexie-reader.ts";
import { postBoard } from "../../src/device/post-board-view.ts";
import { type City, day, idOf, openPeopledCity, person, post, shift, start, team } from "../endpoint/city.ts";
import { openTablet, type TestTablet } from "./tablet-scene.ts";

let city: City;
let leader: TestTablet;
let ann: TestTablet;
const opened: TestTablet[] = [];
const dan = idOf("dan");

async function device(of: string): Promise<TestTablet> {
  const made = await openTablet(city, of);
  opened.push(made);
  return made;
}
const appointingOf = ({ database, journal, signer }: TestTablet): Appointing =>
  createAppointing({
    database,
    journal,
    clock: { now: city.clock.now, elapsed: () => 0, zoneOffset: () => 480, run: "0".repeat(32) },
    signer: async () => signer,
    now: () => city.clock.at,
  });

beforeEach(async () => {
  city = await openPeopledCity(start);
  await city.patch("person", dan, { team: team.one, name: true, phone: true }, { name: "丁", phone: "13912345678" });
  for (const [who, at] of [
    [person.ann, post.point],
    [dan, post.point],
    [person.bob, post.line],
  ] as const)
    await city.own(city.ledger, "placed", { shift: shift.one, person: who, post: at } as never);
  leader = await device(person.leaderOne);
  ann = await device(person.ann);
});
afterEach(async () => {
  for (const it of opened.splice(0)) await it.close();
  expect(city.errors).toEqual([]);
  city.close();
});

async function appointed(who = person.ann): Promise<string> {
  const [patch = ""] = await makePostLead(
    leader.ports,
    person.leaderOne,
    team.one,
    { shift: shift.one, person: who, post: post.point },
    [],
  );
  const row = await leader.database.events.get(patch);
  const text = await appointingOf(leader).make({ shift: shift.one, post: post.point, role: (row?.event.facts as { id: string }).id });
  if (text === null) throw new Error("nothing to show");
  return text;
}
const boardOf = (of: TestTablet) => postBoard(createReader(of.database), shift.one, city.clock.at);

test("R25: it holds the people of that post by name, no phone, and nobody of another post; the phone believes it and shows them", async () => {
  const text = await appointed();
  expect([text.includes("丁"), text.includes("名ann"), text.includes("名bob"), text.includes("13912345678")]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(await boardOf(ann)).toBeNull();
  const answer = await appointingOf(ann).open(text);
  if (!answer.ok) throw new Error(answer.problem);
  expect(answer.of).toMatchObject({ shift: shift.one, post: post.point });
  await appointingOf(ann).take(answer.handed);
  const board = await boardOf(ann);
  expect(board?.view.tiles.map(({ name }) => name).sort()).toEqual(["丁", "名ann"].sort());
  expect([board?.post.id, board?.isOpen]).toEqual([post.point, true]);
});

test("R19, R25: what the phone marks is stored though the leader's tablet has not been heard of; the names stay", async () => {
  const answer = await appointingOf(ann).open(await appointed());
  if (!answer.ok) throw new Error(answer.problem);
  await appointingOf(ann).take(answer.handed);
  const id = await mark(ann.ports, person.ann, shift.one, { person: dan, post: post.point, basis: [], state: "present", at: null });
  await ann.sync();
  await ann.sync();
  expect(city.ledger.world.entry(id)?.receipt?.judgement).toBe("stored");
  const board = await boardOf(ann);
  expect(board?.view.tiles.find((tile) => tile.person === dan)).toMatchObject({ name: "丁", attendance: { state: "present" } });
  await leader.sync();
  expect((await leader.board(shift.one))?.tiles.find((tile) => tile.person === dan)?.attendance.state).toBe("present");
});

test("R25: changed, made by no leader, for somebody else, of another day: not believed, and nothing is kept", async () => {
  const text = await appointed();
  const before = await ann.database.events.count();
  const problemOf = async (on: TestTablet, what: string): Promise<string> => {
    const answer = await appointingOf(on).open(what);
    return answer.ok ? "believed" : answer.problem;
  };
  expect(await problemOf(ann, text.replaceAll("丁", "王"))).toBe("unproved");
  expect(await problemOf(ann, text.slice(0, 200))).toBe("strange");
  const bob = await device(person.bob);
  expect(await problemOf(bob, text)).toBe("notForYou");
  // A volunteer says of themselves that they lead.
  const [patch = ""] = await makePostLead(bob.ports, person.bob, team.one, { shift: shift.one, person: person.ann, post: post.line }, []);
  const own = await bob.database.events.get(patch);
  const forged = await appointingOf(bob).make({ shift: shift.one, post: post.line, role: (own?.event.facts as { id: string }).id });
  expect(await problemOf(ann, forged ?? "")).toBe("unproved");
  city.clock.at += 2 * day;
  expect(await problemOf(ann, text)).toBe("tooOld");
  expect(await ann.database.events.count()).toBe(before);
});
