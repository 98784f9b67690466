// What the demonstration city does not have by itself and every screen needs to be seen: a 点长, and a notice nobody has read. Made over
// HTTP by a device of the squad's leader.

import type { Id } from "../../../src/domain/event.ts";
import { demoId, demoLeader } from "../../../src/endpoint/demo.ts";
import type { EndpointProcess } from "../../fixtures/endpoint-process.ts";
import { createTestDevice, sendTo } from "../../fixtures/test-device.ts";

export interface Leading {
  readonly person: Id;
  /** Which of the squad's three posts. */
  readonly post: number;
}

/** The squad's leader makes somebody 点长 of a post of the running shift, and tells the squad something. `offsetMs`: of the endpoint's clock. */
export async function appointAndTell(endpoint: EndpointProcess, squad: string, { person, post }: Leading, offsetMs: number): Promise<void> {
  const now = (): number => Date.now() + offsetMs;
  const device = createTestDevice(sendTo(endpoint.url), now);
  await device.enrol(await endpoint.invite(demoLeader(squad)));
  await device.pull();
  const shifts = device.heldOf("patched").flatMap(({ entry: { event } }) => {
    const facts = event.type === "patched" ? event.facts : null;
    return facts?.entity === "shift" ? [{ id: facts.id, ...facts.set }] : [];
  });
  const running = shifts.find(({ start, end }) => start !== undefined && end !== undefined && start <= now() && now() < end);
  if (running === undefined) throw new Error(`no shift of ${squad} is running`);
  const team = demoId(squad);
  const set = { person, role: "postLead" as const, team, shift: running.id, post: running.posts?.[post] ?? "" };
  const made = [
    device.record({ type: "patched", facts: { entity: "role", id: demoId(`lead ${person}`), basis: [], set } }),
    device.record({ type: "noticePosted", facts: { team, until: null }, parts: { note: "今天交接班时在队旗下集合,领雨衣" } }),
  ];
  await device.exchange();
  for (const { event } of made) if (device.receipts.get(event.id)?.judgement !== "stored") throw new Error(`${event.type} was not stored`);
}
