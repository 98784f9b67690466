// What every action shares: drafts made at the tap, recorded together or not at all. No action waits for a network, for GPS
// or for a key.

import type { Id } from "../domain/event.ts";
import type { EventType, FactsOf, PartName } from "../domain/facts.ts";
import { createEventId } from "../protocol/id.ts";
import type { Clock, Draft, Journal, KeptPhoto, Random } from "../sync/ports.ts";

export interface ActionPorts {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: Random;
  /** Called after something was recorded: the loop wakes for a tap. */
  readonly onRecorded: () => void;
}

/** A draft with its id and wall time of now. */
export function draft<T extends EventType>(
  ports: ActionPorts,
  author: Id,
  type: T,
  facts: FactsOf[T],
  parts?: { readonly [P in PartName]?: unknown },
): Draft<T> {
  const wallTime = ports.clock.now();
  const made = {
    id: createEventId(wallTime, ports.random.bytes(10)),
    type,
    author,
    wallTime,
    facts,
    ...(parts === undefined ? {} : { parts }),
  };
  return made as unknown as Draft<T>;
}

/** One intent, one transaction. Resolves with the ids once they are durable. */
export async function record(ports: ActionPorts, drafts: readonly Draft[], photos: readonly KeptPhoto[] = []): Promise<readonly Id[]> {
  const ids = await (photos.length === 0 ? ports.journal.record(drafts) : ports.journal.record(drafts, photos));
  ports.onRecorded();
  return ids;
}
