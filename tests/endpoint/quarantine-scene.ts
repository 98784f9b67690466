// What people say around records that were set aside, for the two suites of it.

import { expect } from "vitest";
import type { Id } from "../../src/domain/event.ts";
import type { FactsOf, QuarantineDecision } from "../../src/domain/facts.ts";
import type { Ledger } from "../../src/endpoint/ledger.ts";
import { verify } from "../../src/endpoint/verify.ts";
import type { CarriedEvent } from "../../src/protocol/bundle.ts";
import { isPart } from "../../src/protocol/chain.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { hour, shift, start } from "./city.ts";

/** Recorded, not sent. */
export const decide = (by: TestDevice, of: CarriedEvent, decision: QuarantineDecision, note = "当天在场") =>
  by.record({ type: "quarantineDecided", facts: { of: of.event.id, hash: of.hash, decision }, parts: { note } });
export const marking = (of: Id, state: FactsOf["marked"]["state"] = "present"): FactsOf["marked"] => ({
  shift: shift.one,
  person: of,
  post: null,
  state,
  at: null,
  basis: [],
  bulk: false,
});
export const closing = (end = start + hour): FactsOf["dutyClosed"] => ({
  shift: shift.one,
  end,
  absent: [],
  counts: { present: 0, onLeave: 0, absent: 0, unconfirmed: 0, guided: null, cleaned: null },
});
/** What the device reads of a decision about it: the note, or its hash where it is not for this device. */
export const noteIn = (device: TestDevice, of: CarriedEvent): unknown => {
  const found = [...device.held.values()].find(({ entry: { event } }) => event.type === "quarantineDecided" && event.facts.hash === of.hash)
    ?.parts.note;
  return found !== undefined && isPart(found) ? found.value : found;
};

/** Whatever a test did: every table is what a fold of the events makes, chains and seals hold. */
export async function expectSound(ledger: Ledger): Promise<void> {
  const wrong = (await verify(ledger)).filter((check) => check.wrong > 0).map(({ name, differences }) => [name, ...differences]);
  expect(wrong).toEqual([]);
}
