// Claims, leave, make-ups, corrections, checks, trainings, findings: cases of every-event.test.ts.

import type { Id } from "../../src/domain/event.ts";
import type { EventType } from "../../src/domain/facts.ts";
import { demoId, demoMember } from "../../src/endpoint/demo.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { once, type Tell, type Told } from "./told.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;

export interface Scene {
  readonly volunteer: () => TestDevice;
  readonly leader: () => TestDevice;
  readonly branch: () => TestDevice;
  readonly shift: () => Id;
  readonly post: Id;
  readonly now: () => number;
  readonly checkIn: () => Promise<Told>;
  readonly tell: Tell;
  /** Everybody's second devices, and only those of leaders. */
  readonly readers: () => readonly TestDevice[];
  readonly staff: () => readonly TestDevice[];
}

export function requestCases({ volunteer, leader, branch, shift, post, now, checkIn, tell, readers }: Scene) {
  const askForMakeup = once(() => {
    const facts = { shift: shift(), person: demoMember("square", 0), post, start: now() - minuteMs, end: now(), sheet: null };
    return tell(volunteer(), { type: "makeupAsked", facts, parts: { reason: "手机没电" } }, readers);
  });
  const find = once(() => {
    const facts = { post, shift: shift(), tag: "clutter", unit: "物业" } as const;
    return tell(volunteer(), { type: "findingReported", facts, parts: { note: "单车堆在盲道上" } }, readers);
  });
  return {
    claimed: async () => {
      // A place is claimed where it is offered, and before it begins.
      const [id, start] = [demoId("an offered shift"), now() + 13 * dayMs];
      const set = { team: demoId("square"), start, end: start + minuteMs, posts: [post], offered: "team" } as const;
      await tell(leader(), { type: "patched", facts: { entity: "shift", id, basis: [], set } }, readers);
      return [await tell(volunteer(), { type: "claimed", facts: { shift: id, post, agrees: null }, parts: { note: "可以" } }, readers)];
    },
    leaveTaken: async () => [
      await tell(
        volunteer(),
        { type: "leaveTaken", facts: { shift: shift(), seeks: true }, parts: { name: "李四", reason: "看病" } },
        readers,
      ),
    ],
    makeupAsked: async () => [await askForMakeup()],
    appealed: async () => [await tell(volunteer(), { type: "appealed", facts: { shift: shift() }, parts: { reason: "我在场" } }, readers)],
    answered: async () => {
      const facts = { of: (await askForMakeup()).event.id, accepted: true, start: null, end: null };
      return [await tell(leader(), { type: "answered", facts, parts: { reason: "见到了" } }, readers)];
    },
    corrected: async () => {
      const facts = { shift: shift(), person: demoMember("square", 0), state: "absent", start: null, end: null, basis: [] } as const;
      return [await tell(branch(), { type: "corrected", facts, parts: { reason: "核过监控" } }, readers)];
    },
    tapBound: async () => {
      const facts = { of: (await checkIn()).event.id, shift: shift(), person: demoMember("square", 0), post };
      return [await tell(leader(), { type: "tapBound", facts, parts: { reason: "换过班" } }, readers)];
    },
    spotChecked: async () => {
      const facts = { shift: shift(), person: demoMember("square", 0), post, here: true };
      return [await tell(leader(), { type: "spotChecked", facts, parts: { note: "在岗" } }, readers)];
    },
    relocated: async () => {
      const facts = { shift: shift(), post, geometry: { type: "point", at: [1_057_200_000, 345_800_000] } } as const;
      return [await tell(leader(), { type: "relocated", facts, parts: { reason: "修路" } }, readers)];
    },
    trained: async () => {
      const facts = { person: demoMember("square", 0), skill: "急救", at: now(), until: null, minutes: 90 };
      return [await tell(leader(), { type: "trained", facts, parts: { note: "红十字会" } }, readers)];
    },
    findingReported: async () => [await find()],
    findingClosed: async () => [
      await tell(leader(), { type: "findingClosed", facts: { of: (await find()).event.id }, parts: { note: "清完了" } }, readers),
    ],
    photoAttached: async () => {
      const facts = { of: (await find()).event.id, shows: "before" } as const;
      return [await tell(volunteer(), { type: "photoAttached", facts, parts: { photo: "ab".repeat(32) } }, readers)];
    },
  } satisfies Partial<Record<EventType, () => Promise<readonly Told[]>>>;
}
