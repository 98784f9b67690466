// What tablets on duty say to each other and to everybody: codes, badges, relays, loans, notices. Cases of every-event.test.ts.

import type { EventType } from "../../src/domain/facts.ts";
import { demoId, demoMember } from "../../src/endpoint/demo.ts";
import { deviceOfKey } from "../../src/protocol/signing.ts";
import { publicKey } from "../fixtures/wire-facts.ts";
import type { Scene } from "./request-cases.ts";
import { once, type Told } from "./told.ts";

export function tabletCases({ volunteer, leader, shift, post, now, tell, readers, staff }: Scene) {
  const person = demoMember("square", 0);
  const notify = once(() => {
    const facts = { team: demoId("square"), until: null };
    return tell(leader(), { type: "noticePosted", facts, parts: { note: "明天七点在西口集合" } }, readers);
  });
  return {
    codeShown: async () => [
      await tell(leader(), { type: "codeShown", facts: { shift: shift(), post: null }, parts: { secret: "5e".repeat(32) } }, staff),
    ],
    badgeSeen: async () => {
      const facts = { shift: shift(), person, post, expires: Math.floor(now() / 1000) * 1000, signature: "ab".repeat(64) };
      return [await tell(leader(), { type: "badgeSeen", facts }, readers)];
    },
    badgeRevoked: async () => [
      await tell(leader(), { type: "badgeRevoked", facts: { person, until: now() }, parts: { reason: "丢了" } }, readers),
    ],
    relayed: async () => {
      const { device } = volunteer();
      return [await tell(leader(), { type: "relayed", facts: { shift: shift(), post: null, device, n: 1, hash: "0c".repeat(32) } }, staff)];
    },
    deviceDelegated: async () => {
      const facts = { shift: shift(), device: deviceOfKey(publicKey), publicKey, until: now() + 60_000 };
      return [await tell(leader(), { type: "deviceDelegated", facts }, staff)];
    },
    noticePosted: async () => [await notify()],
    noticeRead: async () => [await tell(volunteer(), { type: "noticeRead", facts: { of: (await notify()).event.id } }, readers)],
  } satisfies Partial<Record<EventType, () => Promise<readonly Told[]>>>;
}
