// The cities of the drain benches on a real endpoint: one squad with its leader, posts, people and shifts. Everything comes in as it
// does in life: from the endpoint's own events and from devices that joined.

import { createHash } from "node:crypto";
import type { EntityFields, EntityKind } from "../../src/domain/entity-fields.ts";
import type { Id } from "../../src/domain/event.ts";
import type { Patched } from "../../src/domain/facts.ts";
import { judgePosition } from "../../src/domain/position.ts";
import { rules } from "../../src/domain/rules.ts";
import type { EndpointProcess } from "../fixtures/endpoint-process.ts";
import { createTestDevice, sendTo, type TestDevice } from "../fixtures/test-device.ts";
import type { Duty } from "./pages/drain-device.ts";

const hourMs = 3_600_000;
const idOf = (name: string): Id => createHash("sha256").update(name).digest("hex").slice(0, 32);

interface Post {
  readonly id: Id;
  readonly version: Id;
  readonly at: readonly [lngE7: number, latE7: number];
}
interface PlannedShift {
  readonly id: Id;
  readonly start: number;
  readonly post: Post;
}

export interface DrainCity {
  readonly leader: Id;
  readonly shifts: readonly PlannedShift[];
  /** A new person of the squad. */
  volunteer(name: string): Promise<Id>;
  /** One duty of a person at each shift; the same name, the same fixes. */
  duties(name: string): readonly Duty[];
  /** A device without a browser that has joined for the person and pulled what it may. */
  join(person: Id): Promise<TestDevice>;
}

/** A shift of an hour every `everyMs`, the last one yesterday. */
export async function buildCity(endpoint: EndpointProcess, shiftCount: number, everyMs: number): Promise<DrainCity> {
  const patch = <K extends EntityKind>(entity: K, name: string, set: EntityFields[K], parts: Record<string, unknown> = {}): Promise<Id> =>
    endpoint.append("patched", { entity, id: idOf(name), basis: [], set } as Patched, parts);
  const [corps, branch, squad, leader] = [idOf("corps"), idOf("branch"), idOf("squad"), idOf("leader")];
  await patch("team", "corps", { tier: "corps", parent: null, title: "总队" });
  await patch("team", "branch", { tier: "branch", parent: corps, title: "支队" });
  await patch("team", "squad", { tier: "squad", parent: branch, title: "一分队" });
  const volunteer = async (name: string): Promise<Id> => {
    await patch("person", name, { team: squad, name: true, phone: true }, { name: `志愿者${name}`, phone: "13800000000" });
    return idOf(name);
  };
  await volunteer("leader");
  await patch("role", "role", { person: leader, role: "squadLeader", team: squad });
  const posts: Post[] = [];
  for (const i of [0, 1, 2]) {
    const at = [1_169_000_000 + i * 40_000, 366_600_000] as const;
    const version = await patch("post", `post ${i}`, { kind: "crossing", title: `路口${i}`, team: squad, geometry: { type: "point", at } });
    posts.push({ id: idOf(`post ${i}`), version, at });
  }
  const join = async (person: Id): Promise<TestDevice> => {
    const device = createTestDevice(sendTo(endpoint.url), Date.now);
    const { reply } = await device.enrol(await endpoint.invite(person));
    if (reply.type !== "enrolled") throw new Error(JSON.stringify(reply));
    await device.pull();
    return device;
  };
  const planner = await join(leader);
  const newest = Date.now() - 24 * hourMs;
  const shifts = Array.from({ length: shiftCount }, (_, i): PlannedShift => {
    const post = posts[i % posts.length] as Post;
    return { id: idOf(`shift ${i}`), start: newest - (shiftCount - i) * everyMs, post };
  });
  for (const { id, start, post } of shifts)
    planner.record({
      type: "patched",
      facts: { entity: "shift", id, basis: [], set: { team: squad, start, end: start + hourMs, posts: [post.id] } },
    });
  while (planner.outbox().length > 0) await planner.exchange({ events: planner.outbox().slice(0, 400), gzip: true });

  return {
    leader,
    shifts,
    volunteer,
    join,
    duties: (name) =>
      shifts.map(({ id, start, post }): Duty => {
        const dice = createHash("sha256").update(`${name} ${id}`).digest();
        const at = start - 300_000 + dice.readUInt16BE(0) * 9;
        const [lngE7, latE7] = post.at;
        const accuracyDm = 80 + (dice.readUInt16BE(2) % 300);
        const fix = {
          lngE7: lngE7 + (dice.readUInt16BE(4) % 4_000),
          latE7: latE7 + (dice.readUInt16BE(6) % 3_000),
          accuracyDm,
          at: at + 1_000 + (dice.readUInt16BE(8) % 9_000),
        };
        const shape = { kind: "crossing", geometry: { type: "point", at: post.at }, version: post.version } as const;
        const claim = judgePosition(fix, shape, rules);
        if (claim.band !== "inside") throw new Error(`drawn too far: ${JSON.stringify(claim)}`);
        return { shift: id, post: post.id, at, fix, claim: { ...claim, band: "inside" } };
      }),
  };
}
