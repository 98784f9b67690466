// Every type of the event table over HTTP to an endpoint that is a process of its own, and back on a second device: the same header, the
// same facts, the same receipt; again after a kill and a restart. A type without a case here does not compile, and fails.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EntityFields, EntityKind } from "../../src/domain/entity-fields.ts";
import type { Event, Id } from "../../src/domain/event.ts";
import type { EventType, FactsOf, Patched } from "../../src/domain/facts.ts";
import { demoId, demoLeader, demoMember } from "../../src/endpoint/demo.ts";
import { canonical } from "../../src/protocol/canonical.ts";
import { eventTable } from "../../src/protocol/events.ts";
import { buildRoot } from "../fixtures/build-root.ts";
import { type EndpointProcess, endpointRoot, startEndpoint } from "../fixtures/endpoint-process.ts";
import { createTestDevice, type Draft, sendTo, type TestDevice } from "../fixtures/test-device.ts";
import { requestCases, type Scene } from "./request-cases.ts";
import { tabletCases } from "./tablet-cases.ts";
import { expectSame, once, type Tell, type Told } from "./told.ts";

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** 13:01 in Shanghai, whatever the hour here: the demo's running shift has just begun. */
const offsetMs = (dayMs + 301 * minuteMs - (Date.now() % dayMs)) % dayMs;
const now = (): number => Date.now() + offsetMs;

let dataDir: string;
let endpoint: EndpointProcess;
let volunteer: TestDevice;
let leader: TestDevice;
let branch: TestDevice;
/** Second devices: they recorded nothing, what they hold came over the wire. */
let volunteersOther: TestDevice;
let leadersOther: TestDevice;

async function enrolled(person: Id): Promise<TestDevice> {
  const device = createTestDevice((path, init) => sendTo(endpoint.url)(path, init), now);
  const { reply } = await device.enrol(await endpoint.invite(person));
  if (reply.type !== "enrolled") throw new Error(JSON.stringify(reply));
  await device.pull();
  return device;
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "daogang-every-"));
  await buildRoot(endpointRoot);
  endpoint = await startEndpoint({ dataDir, args: ["--demo"], offsetMs });
  volunteer = await enrolled(demoMember("square", 0));
  leader = await enrolled(demoLeader("square"));
  branch = await enrolled(demoId("staff east"));
  volunteersOther = await enrolled(demoMember("square", 0));
  leadersOther = await enrolled(demoLeader("square"));
});
afterAll(async () => {
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const told: Told[] = [];

const tell: Tell = async (sender, draft, readers) => {
  const receipt = await sender.tell(draft);
  expect({ type: draft.type, judgement: receipt.judgement, problem: receipt.problem }).toEqual({
    type: draft.type,
    judgement: "stored",
    problem: null,
  });
  const event = sender.recorded.at(-1)?.event;
  if (event === undefined) throw new Error("nothing was recorded");
  return { event, sender, readers };
};

const leadersSee = (): readonly TestDevice[] => [leadersOther];
const bothSee = (): readonly TestDevice[] => [volunteersOther, leadersOther];
const volunteersSee = (): readonly TestDevice[] => [volunteersOther];

const shift = (): Id => {
  for (const { entry } of leader.heldOf("patched")) {
    const { event } = entry;
    if (event.type !== "patched" || event.facts.entity !== "shift") continue;
    const { start = 0, end = 0 } = event.facts.set;
    if (start <= now() && now() < end) return event.facts.id;
  }
  throw new Error("no shift is running");
};
const post = demoId("square-crossing");
const squad = demoId("square");

const patch = <K extends EntityKind>(by: TestDevice, entity: K, id: Id, set: EntityFields[K], parts: Draft<"patched">["parts"] = {}) => {
  const heads = by.heldOf("patched").filter(({ entry: { event } }) => event.type === "patched" && event.facts.id === id);
  const basis = heads.map(({ entry }) => entry.event.id);
  return tell(by, { type: "patched", facts: { entity, id, basis, set } as Patched, parts }, leadersSee);
};

const place = once(() => tell(leader, { type: "placed", facts: { shift: shift(), person: demoMember("square", 1), post } }, leadersSee));
const checkIn = once(() => tell(volunteer, { type: "checkedIn", facts: { shift: shift(), post }, parts: { note: "到了" } }, bothSee));
const close = once(async () => {
  const counts = { present: 1, onLeave: 0, absent: 0, unconfirmed: 0, guided: 3, cleaned: null };
  const facts = { shift: shift(), end: now(), absent: [demoMember("square", 5)], counts };
  return tell(leader, { type: "dutyClosed", facts, parts: { note: "下雨" } }, leadersSee);
});
const mark = (member: number) =>
  tell(
    leader,
    {
      type: "marked",
      facts: { shift: shift(), person: demoMember("square", member), post, state: "late", at: now() - minuteMs, basis: [], bulk: false },
      parts: { reason: "堵车" },
    },
    leadersSee,
  );

/** An event the endpoint made, as the one who caused it received it. */
function received(by: TestDevice, type: EventType, isIt: (event: Event) => boolean, readers: () => readonly TestDevice[]): Told {
  const found = by.heldOf(type).find(({ entry }) => isIt(entry.event));
  if (found === undefined) throw new Error(`no ${type} came`);
  return { event: found.entry.event, sender: null, readers };
}

/** One of the endpoint's own types, made by it without its cause, and received. */
async function appended<T extends EventType>(
  of: T,
  facts: FactsOf[T],
  parts: Readonly<Record<string, unknown>>,
  by: TestDevice,
  readers: () => readonly TestDevice[],
): Promise<Told> {
  const id = await endpoint.append(of, facts, parts);
  await by.pull();
  return received(by, of, (event) => event.id === id, readers);
}
const idOfPatch = (entity: Id): Id => {
  const patched = leader.heldOf("patched").find(({ entry: { event } }) => event.type === "patched" && event.facts.id === entity);
  return patched?.entry.event.id ?? "";
};
const askToJoin = once(() => {
  const facts = { invite: demoId("a link"), team: squad, device: "ab".repeat(32), publicKey: `04${"cd".repeat(64)}`, person: null };
  return appended("joinRequested", facts, { name: "张建国", phone: "0007" }, leader, leadersSee);
});

const scene: Scene = {
  volunteer: () => volunteer,
  leader: () => leader,
  branch: () => branch,
  shift,
  post,
  now,
  checkIn,
  tell,
  readers: bothSee,
  staff: leadersSee,
};

const cases: Readonly<Record<EventType, () => Promise<readonly Told[]>>> = {
  patched: async () => [
    await patch(branch, "team", squad, { title: "中心广场一分队" }),
    await patch(leader, "person", demoMember("square", 6), { phone: true }, { phone: "13800009999" }),
    await patch(leader, "post", post, { title: "中心广场路口东" }),
    await patch(leader, "shift", shift(), { posts: [post, demoId("square-segment"), demoId("square-compound")] }),
    await patch(leader, "role", demoId("a post lead"), {
      person: demoMember("square", 7),
      role: "postLead",
      team: squad,
      shift: shift(),
      post,
    }),
    await patch(branch, "assignment", demoId("an assignment"), { team: squad, post, unit: "某某局", since: now() }),
  ],
  placed: async () => [await place()],
  released: async () => {
    const of = [(await place()).event.id];
    const facts = { shift: shift(), person: demoMember("square", 1), of };
    return [await tell(leader, { type: "released", facts, parts: { reason: "换班" } }, leadersSee)];
  },
  consented: async () => [await tell(volunteer, { type: "consented", facts: { to: "location", given: true, wording: 1 } }, volunteersSee)],
  checkedIn: async () => [await checkIn()],
  checkedOut: async () => {
    await checkIn();
    return [await tell(volunteer, { type: "checkedOut", facts: { shift: shift(), post } }, bothSee)];
  },
  positionFixed: async () => {
    const of = (await checkIn()).event.id;
    const postVersion = volunteer.heldOf("patched").find(({ entry: { event } }) => event.type === "patched" && event.facts.id === post);
    const facts = { of, band: "inside", distanceDm: 0, accuracyDm: 120, postVersion: postVersion?.entry.event.id ?? null } as const;
    const fix = { lngE7: 1_057_200_000, latE7: 345_800_000, accuracyDm: 120, at: now() };
    return [await tell(volunteer, { type: "positionFixed", facts, parts: { fix } }, bothSee)];
  },
  codeSeen: async () => {
    const of = (await checkIn()).event.id;
    return [await tell(volunteer, { type: "codeSeen", facts: { of, kind: "typed", post, code: "123456" } }, bothSee)];
  },
  marked: async () => [await mark(2)],
  retracted: async () => {
    const taken = await mark(3);
    return [taken, await tell(leader, { type: "retracted", facts: { of: taken.event.id }, parts: { reason: "点错" } }, leadersSee)];
  },
  dutyClosed: async () => [await close()],
  settled: async () => {
    await checkIn();
    await close();
    await volunteer.pull();
    const isMine = (event: Event): boolean => event.type === "settled" && event.facts.person === demoMember("square", 0);
    return [received(volunteer, "settled", isMine, bothSee)];
  },
  joinRequested: async () => [await askToJoin()],
  joinDecided: async () => {
    const facts = { of: (await askToJoin()).event.id, person: demoMember("square", 8) };
    return [await tell(leader, { type: "joinDecided", facts, parts: { reason: "当面认过" } }, leadersSee)];
  },
  calendarAdopted: async () => [
    await appended("calendarAdopted", { year: 2026, off: [20_261_001], work: [20_261_010] }, {}, volunteer, bothSee),
  ],
  postDoubted: async () => {
    const facts = { post, postVersion: idOfPatch(post), distanceDm: 3_890, datum: "gcj02", suggested: null } as const;
    return [await appended("postDoubted", facts, {}, leader, leadersSee)];
  },
  quarantineDecided: async () => {
    await volunteer.tell({ type: "placed", facts: { shift: shift(), person: demoMember("square", 0), post } });
    const aside = volunteer.recorded.at(-1);
    const facts = { of: aside?.event.id ?? "", hash: aside?.hash ?? "", decision: "explained" } as const;
    return [await tell(branch, { type: "quarantineDecided", facts, parts: { note: "排班要队长来排" } }, bothSee)];
  },
  deviceEnrolled: async () => {
    await volunteer.pull();
    const { device, publicKey, state } = volunteersOther;
    const isOther = (event: Event): boolean => event.type === "deviceEnrolled" && event.facts.device === device;
    const one = received(volunteer, "deviceEnrolled", isOther, bothSee);
    expect(one.event.facts).toMatchObject({ device, publicKey, persons: [state.person] });
    return [one];
  },
  ...requestCases(scene),
  ...tabletCases(scene),
};

describe("every type of the table", () => {
  for (const type of Object.keys(eventTable) as EventType[])
    it(`X1 X6: ${type} is sent over HTTP and read on a second device with the same facts`, async () => {
      expect(cases[type]).toBeTypeOf("function");
      const made = await cases[type]();
      expect(made.map(({ event }) => event.type)).toContain(type);
      for (const one of made) {
        told.push(one);
        for (const reader of one.readers()) {
          await reader.pull();
          expectSame(reader, one);
        }
      }
    });

  it("R25: the raw fix reaches its owner's second device and no leader's", () => {
    const id = told.find(({ event }) => event.type === "positionFixed")?.event.id ?? "";
    expect(volunteersOther.held.get(id)?.parts.fix).toMatchObject({ value: { accuracyDm: 120 } });
    expect(leadersOther.held.get(id)?.parts.fix).toBeTypeOf("string");
  });
});

describe("killed and started again", () => {
  beforeAll(async () => {
    await endpoint.kill();
    endpoint = await startEndpoint({ dataDir, args: ["--demo"], offsetMs, port: endpoint.port });
    volunteersOther = await enrolled(demoMember("square", 0));
    leadersOther = await enrolled(demoLeader("square"));
  });

  it("X1 X4: devices that join now read every one of them again", () => {
    expect(new Set(told.map(({ event }) => event.type))).toEqual(new Set(Object.keys(eventTable)));
    for (const one of told) for (const reader of one.readers()) expectSame(reader, one);
  });

  for (const who of ["volunteer", "leader", "branch"] as const)
    it(`X2: what the ${who}'s device pushes again gets the very same receipts, byte for byte, and is not news to anybody`, async () => {
      const device = { volunteer, leader, branch }[who];
      await device.pull();
      const before = device.recorded.map(({ event }) => canonical(device.receipts.get(event.id)));
      expect(before.length).toBeGreaterThan(0);
      await leadersOther.pull();
      const arrived = leadersOther.arrivals.length;
      const [first, second] = [await device.exchange({ events: device.recorded }), await device.exchange({ events: device.recorded })];
      if (first.reply.type !== "exchanged" || second.reply.type !== "exchanged") throw new Error("refused");
      expect(JSON.stringify(second.reply.receipts)).toBe(JSON.stringify(first.reply.receipts));
      expect(device.recorded.map(({ event }) => canonical(device.receipts.get(event.id)))).toEqual(before);
      await leadersOther.pull();
      expect(leadersOther.arrivals.length).toBe(arrived);
    });
});
