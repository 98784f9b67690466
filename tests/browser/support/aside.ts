// A record that the endpoint sets aside, made over HTTP by a phone of its own: a volunteer who puts themselves on a shift. For tests that
// need one to be there, not to see it made.

import type { Id } from "../../../src/domain/event.ts";
import type { CarriedEvent } from "../../../src/protocol/bundle.ts";
import type { EndpointProcess } from "../../fixtures/endpoint-process.ts";
import { createTestDevice, sendTo, type TestDevice } from "../../fixtures/test-device.ts";

export interface Aside {
  readonly device: TestDevice;
  readonly made: CarriedEvent;
}

/** `offsetMs`: of the endpoint's clock. */
export async function setOneAside(endpoint: EndpointProcess, person: Id, offsetMs: number): Promise<Aside> {
  const device = createTestDevice(sendTo(endpoint.url), () => Date.now() + offsetMs);
  const { reply } = await device.enrol(await endpoint.invite(person));
  if (reply.type !== "enrolled") throw new Error(JSON.stringify(reply));
  await device.pull();
  const shift = device
    .heldOf("patched")
    .map(({ entry }) => entry.event)
    .find((event) => event.type === "patched" && event.facts.entity === "shift");
  if (shift?.type !== "patched") throw new Error("no shift was heard of");
  const made = device.record({ type: "placed", facts: { shift: shift.facts.id, person, post: null } });
  await device.exchange();
  if (device.receipts.get(made.event.id)?.judgement !== "quarantined") throw new Error("it was not set aside");
  return { device, made };
}
