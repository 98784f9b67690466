// R25: what a 点长 is sent and may do: the people of their own post on that shift, with names and without phones, for a week before it and 72 h
// after, and nothing of anybody else; marks made before their appointment was heard of are stored once it is.

import { afterEach, beforeEach, expect, test } from "vitest";
import type { EventType, FactsOf } from "../../src/domain/facts.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, day, hour, idOf, minute, openPeopledCity, person, post, shift, start, team } from "./city.ts";

let city: City;
let bob: TestDevice;
let leader: TestDevice;
const dan = idOf("dan");
const eve = idOf("eve");
const place = (who: string, at: string): Promise<unknown> =>
  city.own(city.ledger, "placed", { shift: shift.one, person: who, post: at } as never);
const appoint = (id = "lead ann's post"): void => {
  leader.record({
    type: "patched",
    facts: {
      entity: "role",
      id: idOf(id),
      basis: [],
      set: { person: person.ann, role: "postLead", team: team.one, shift: shift.one, post: post.point },
    },
  });
};
const marked = (who: string, where: string): FactsOf["marked"] => ({
  shift: shift.one,
  person: who,
  post: where,
  state: "present",
  at: null,
  basis: [],
  bulk: false,
});

beforeEach(async () => {
  city = await openPeopledCity();
  for (const [id, name] of [
    [dan, "丁"],
    [eve, "戊"],
  ] as const)
    await city.patch("person", id, { team: team.one, name: true, phone: true }, { name, phone: "13900000000" });
  await place(person.ann, post.point);
  await place(dan, post.point);
  await place(eve, post.line);
  leader = await city.join(person.leaderOne);
  bob = await city.join(person.bob);
});
afterEach(() => city.close());

type Loose = { readonly entity?: string; readonly id?: string; readonly person?: string };
const factsOn = (device: TestDevice, type?: EventType): readonly Loose[] =>
  [...device.held.values()]
    .filter(({ entry }) => type === undefined || entry.event.type === type)
    .map(({ entry }) => entry.event.facts as Loose);
const namedOn = (device: TestDevice): readonly (string | undefined)[] =>
  factsOn(device, "patched")
    .filter(({ entity }) => entity === "person")
    .map(({ id }) => id);
const peopleOf = (device: TestDevice, type?: EventType): readonly string[] => factsOn(device, type).flatMap((it) => it.person ?? []);

test("R25: before the appointment a volunteer holds nobody's records; after it those of the post, and of nobody else", async () => {
  const ann = await city.join(person.ann);
  expect(namedOn(ann)).not.toContain(dan);
  leader.record({ type: "marked", facts: marked(dan, post.point) });
  leader.record({ type: "marked", facts: marked(eve, post.line) });
  appoint();
  await leader.exchange();
  await ann.pull();
  expect(namedOn(ann)).toContain(dan);
  expect(peopleOf(ann, "marked")).toEqual([dan]);
  // The phone stays at the endpoint, as its hash.
  const parts = ann.heldOf("patched").find(({ entry: { event } }) => (event.facts as Loose).id === dan)?.parts;
  expect([typeof parts?.name, typeof parts?.phone]).toEqual(["object", "string"]);
  expect([namedOn(ann).includes(eve), peopleOf(ann).includes(eve)]).toEqual([false, false]);
  expect(namedOn(bob)).not.toContain(dan);
});

test("R25: whoever comes to the post is known there with what was said before; whoever goes is told of and no more", async () => {
  const ann = await city.join(person.ann);
  leader.record({ type: "marked", facts: marked(eve, post.line) });
  appoint();
  await leader.exchange();
  await ann.pull();
  expect(peopleOf(ann)).not.toContain(eve);
  leader.record({ type: "marked", facts: marked(eve, post.point) });
  await leader.exchange();
  await ann.pull();
  expect(namedOn(ann)).toContain(eve);
  expect(peopleOf(ann, "marked").filter((one) => one === eve)).toHaveLength(2);
  const placed = city.ledger.world.placements(shift.one).get(dan)?.events ?? [];
  leader.record({ type: "released", facts: { shift: shift.one, person: dan, of: [...placed] } });
  leader.record({ type: "placed", facts: { shift: shift.one, person: dan, post: post.line } });
  leader.record({ type: "marked", facts: marked(dan, post.line) });
  await leader.exchange();
  await ann.pull();
  expect(peopleOf(ann, "released")).toEqual([dan]);
  expect(peopleOf(ann, "marked")).not.toContain(dan);
});

test("R25: the scope of a post holds a week before its shift and 72 h after, and is gone then", async () => {
  appoint();
  await leader.exchange();
  const ann = await city.join(person.ann);
  const scope = `post:${shift.one}/${post.point}`;
  expect(ann.state.scope).toContain(scope);
  city.clock.at = start + hour + 3 * day + minute;
  await ann.pull();
  expect(ann.state.scope).not.toContain(scope);
});

test("R25: marks of their own post are stored, of another post and of another hour are set aside", async () => {
  appoint();
  await leader.exchange();
  const ann = await city.join(person.ann);
  const good = ann.record({ type: "marked", facts: marked(dan, post.point) });
  const wrong = ann.record({ type: "marked", facts: marked(eve, post.line) });
  await ann.exchange();
  expect(ann.receipts.get(good.event.id)?.judgement).toBe("stored");
  expect(ann.receipts.get(wrong.event.id)).toMatchObject({ judgement: "quarantined", problem: "forbidden" });
  city.clock.at = start + hour + 3 * day + minute;
  const late = ann.record({ type: "spotChecked", facts: { shift: shift.one, person: dan, post: post.point, here: true } });
  await ann.exchange();
  expect(ann.receipts.get(late.event.id)).toMatchObject({ judgement: "quarantined", problem: "forbidden" });
});

test("R19, R25: marks heard of before the appointment that allowed them are stored once it is heard of; without it they stay aside", async () => {
  const ann = await city.join(person.ann);
  appoint();
  city.clock.at += minute;
  const mark = ann.record({ type: "marked", facts: marked(dan, post.point) });
  const other = ann.record({ type: "marked", facts: marked(eve, post.line) });
  await ann.exchange();
  expect(ann.receipts.get(mark.event.id)).toMatchObject({ judgement: "quarantined", problem: "forbidden" });
  await leader.exchange();
  await ann.pull();
  expect(city.ledger.world.entry(mark.event.id)?.receipt?.judgement).toBe("stored");
  expect(city.ledger.world.entry(other.event.id)?.receipt?.judgement).toBe("quarantined");
});
