// 出示码: this device begins to show rotating codes for a shift. Its secret stays on this device and goes to the endpoint, to nobody else; what it
// shows is made from it every 30 s and is no record.

import type { Id } from "../domain/event.ts";
import type { FactsOf } from "../domain/facts.ts";
import { bytesToHex } from "../protocol/bytes.ts";
import { type ActionPorts, draft, record } from "./record.ts";

const secretBytes = 32;

/** `post`: null for every post of the shift, as its leader may; a post lead's own otherwise. The id of `codeShown`. */
export async function showCode(ports: ActionPorts, author: Id, facts: FactsOf["codeShown"]): Promise<Id> {
  const made = draft(ports, author, "codeShown", facts, { secret: bytesToHex(ports.random.bytes(secretBytes)) });
  await record(ports, [made]);
  return made.id;
}
