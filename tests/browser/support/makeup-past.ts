// What lies behind the people of makeups.test.ts before it begins: a second leader, three make-ups of this month, and one record older than any device holds.

import type { Id } from "../../../src/domain/event.ts";
import { demoId, demoLeader } from "../../../src/endpoint/demo.ts";
import type { EndpointProcess } from "../../fixtures/endpoint-process.ts";
import { squad } from "./crew.ts";
import { minuteMs } from "./people.ts";

const hourMs = 60 * minuteMs;

interface Past {
  /** Of today's shift. */
  readonly start: number;
  /** Who has asked three times already. */
  readonly fourth: Id;
  /** Who served forty days ago. */
  readonly forgot: Id;
}

/** Resolves with the shift of forty days ago. */
export async function appendPast(endpoint: EndpointProcess, { start, fourth, forgot }: Past): Promise<Id> {
  // A second leader of the squad.
  await endpoint.append("patched", {
    entity: "role",
    id: demoId("second leader"),
    basis: [],
    set: { person: demoLeader("river"), role: "squadLeader", team: demoId(squad) },
  });
  // Three make-ups of this month already.
  for (const n of [1, 2, 3]) {
    const id = demoId(`earlier ${n}`);
    const span = { start: start - (n + 1) * hourMs, end: start - n * hourMs };
    await endpoint.append("patched", { entity: "shift", id, basis: [], set: { team: demoId(squad), ...span, posts: [] } });
    await endpoint.append("makeupAsked", { shift: id, person: fourth, post: null, ...span, sheet: null }, { reason: "手机进水了" });
  }
  // One of forty days ago, as a paper said.
  const from = start - 40 * 24 * hourMs;
  const old = demoId("forty days ago");
  await endpoint.append("patched", {
    entity: "shift",
    id: old,
    basis: [],
    set: { team: demoId(squad), start: from, end: from + hourMs, posts: [] },
  });
  const facts = { shift: old, person: forgot, state: "present" as const, start: from, end: from + hourMs, basis: [] };
  await endpoint.append("corrected", facts, { reason: "纸表" });
  return old;
}
