// Tablets that show rotating codes and a phone that reads them, on a small city's ledger, offline since yesterday evening. Shared by the suites
// about what such a code is worth.

import type { Anchor, Id } from "../../src/domain/event.ts";
import type { FactsOf } from "../../src/domain/facts.ts";
import { rules } from "../../src/domain/rules.ts";
import type { CarriedEvent } from "../../src/protocol/bundle.ts";
import { rotatingMac, stepAt } from "../../src/protocol/rotating-code.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, day, hour, idOf, minute, openPeopledCity, person, post, shift, start } from "./city.ts";

export const nextShift = idOf("next");
export const secret = "5e".repeat(32);
export const run = "11".repeat(16);
export const fresh = { judgement: "stored", strength: "strong", freshness: "fresh" };
export const stale = { judgement: "stored", strength: "weak", freshness: "stale" };
export const invalid = { judgement: "stored", strength: "none", freshness: "invalid" };

export interface Seeing {
  /** The moment of the step that is read; default: now. */
  readonly at?: number;
  readonly post?: Id;
  readonly tapPost?: Id | null;
  readonly tapShift?: Id | null;
  /** By the phone's own wall clock. */
  readonly tapAt?: number;
  readonly wall?: number;
  readonly anchor?: Anchor | null;
  readonly secret?: string;
}

export type Scene = Awaited<ReturnType<typeof openScene>>;

export async function openScene() {
  const city: City = await openPeopledCity(start - 14 * hour);
  await city.patch("shift", nextShift, { team: idOf("one"), start: start + day, end: start + day + hour, posts: [post.point] });
  const [tablet, phone, other, lead] = [
    await city.join(person.leaderOne),
    await city.join(person.ann),
    await city.join(person.leaderTwo),
    await city.join(person.bob),
  ];
  city.clock.at = start - 5 * minute;
  const now = (): number => city.clock.at;
  return {
    city,
    tablet,
    phone,
    other,
    lead,
    all: [tablet, other, lead, phone],
    show: (device: TestDevice, facts: FactsOf["codeShown"] = { shift: shift.one, post: null }, more: { anchor?: Anchor | null } = {}): Id =>
      device.record({ type: "codeShown", facts, parts: { secret }, ...more }).event.id,
    /** 签到 with the code in hand: both in one transaction. The code's event. */
    see(device: TestDevice, shown: Id, seeing: Seeing = {}): CarriedEvent {
      const wall = seeing.wall ?? now();
      const at = seeing.post ?? post.point;
      const { anchor } = seeing;
      const clock = (wallTime: number) => ({ wallTime, ...(anchor === undefined ? {} : { anchor }) });
      const tap = device.record({
        type: "checkedIn",
        facts: {
          shift: seeing.tapShift === undefined ? shift.one : seeing.tapShift,
          post: seeing.tapPost === undefined ? at : seeing.tapPost,
        },
        ...clock(seeing.tapAt ?? wall),
      });
      const code = { shown, post: at, step: stepAt(seeing.at ?? now(), rules) };
      const mac = rotatingMac(seeing.secret ?? secret, city.ledger.id, code);
      return device.record({ type: "codeSeen", facts: { of: tap.event.id, kind: "rotating", ...code, code: mac }, ...clock(wall) });
    },
    relay: (
      device: TestDevice,
      { event, hash }: Pick<CarriedEvent, "event" | "hash">,
      more: { anchor?: Anchor | null } = {},
    ): CarriedEvent =>
      device.record({ type: "relayed", facts: { shift: shift.one, post: null, device: event.device, n: event.n, hash }, ...more }),
    /** An hour later there is a network again; what the ledger makes of the code now. */
    async judged(seen: CarriedEvent, ...devices: readonly TestDevice[]) {
      city.clock.at += hour;
      for (const device of devices) await device.exchange();
      const receipt = city.ledger.world.entry(seen.event.id)?.receipt;
      return { judgement: receipt?.judgement, strength: receipt?.verdict?.strength, freshness: receipt?.verdict?.freshness };
    },
    /** The phone's anchor as it stands, as if its clock were off by so much. */
    fastBy(ms: number): Anchor {
      const { anchor } = phone.state;
      if (anchor === null) throw new Error("not anchored");
      return { ...anchor, wallTimeThen: anchor.wallTimeThen + ms };
    },
  };
}
