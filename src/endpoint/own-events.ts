// The endpoint as an author: its next event in its own chain, through the one append path like everyone's. Knows nothing of why.

import type { Event, EventOf } from "../domain/event.ts";
import type { EventType, FactsOf, PartName } from "../domain/facts.ts";
import { rules } from "../domain/rules.ts";
import { bytesToHex } from "../protocol/bytes.ts";
import type { Part } from "../protocol/chain.ts";
import { createEventId } from "../protocol/id.ts";
import { eventVersions } from "../protocol/versions.ts";
import { append } from "./append.ts";
import { deviceOf } from "./devices.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { chainEventText } from "./node-chain.ts";

/** The endpoint's own event, next in its own chain. Throws when it would not be stored: our code made it. */
export function appendOwn<T extends EventType>(
  ledger: Ledger,
  turn: Turn,
  type: T,
  facts: FactsOf[T],
  values: { readonly [P in PartName]?: unknown } = {},
): EventOf<T> {
  const self = deviceOf(ledger, ledger.device);
  if (self === null) throw new Error("the endpoint is no device of its own ledger");
  const event = {
    id: createEventId(turn.now, ledger.random.bytes(10)),
    device: ledger.device,
    n: self.headN + 1,
    author: null,
    type,
    version: eventVersions[type],
    wallTime: turn.now,
    zoneOffset: rules.zoneOffsetMinutes,
    anchor: null,
    facts,
  } as unknown as Event;
  const parts: { [name: string]: Part } = {};
  for (const [name, value] of Object.entries(values)) parts[name] = { salt: bytesToHex(ledger.random.bytes(16)), value };
  const receipt = append(ledger, turn, { ...chainEventText(self.headHash, event, parts), parts });
  if (receipt.judgement !== "stored") throw new Error(`own ${type} ${receipt.judgement}: ${receipt.problem}`);
  return event as EventOf<T>;
}
