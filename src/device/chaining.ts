// Drafts made into the next links of this device's chain, synchronously, inside whatever transaction is open. Knows no database.

import type { Anchor, Event } from "../domain/event.ts";
import type { EventType, PartName } from "../domain/facts.ts";
import { bytesToHex } from "../protocol/bytes.ts";
import { chainEvent, type Part, type Parts } from "../protocol/chain.ts";
import { eventVersions } from "../protocol/versions.ts";
import type { EmergencyEntry } from "../sync/emergency.ts";
import type { Clock, Draft, Random } from "../sync/ports.ts";
import type { EventRow, HeadRow, PartRow } from "./database.ts";
import { partRowsOf, subjectsOfAny } from "./event-rows.ts";
import type { RecordRows } from "./record-write.ts";

/** What the clock said at the tap. */
export type Reading = Pick<EmergencyEntry, "run" | "elapsed" | "zoneOffset">;

export const readingOf = (clock: Clock): Reading => ({ run: clock.run, elapsed: clock.elapsed(), zoneOffset: clock.zoneOffset() });

function anchorAt(head: HeadRow, { run, elapsed }: Reading): Anchor | null {
  if (head.anchor === null) return null;
  const { elapsedMs } = head.anchor;
  // An anchor newer than the tap (an exchange came between tap and merging) says nothing of how the clock went before it.
  const since = head.anchor.run === run && elapsedMs !== null ? Math.round(elapsed - elapsedMs) : -1;
  return { ...head.anchor, elapsedMs: since < 0 ? null : since };
}

/** The drafts as the links after `from`, in order. */
export function chained(random: Random, from: HeadRow, drafts: readonly Draft[], at: Reading): RecordRows {
  const salted = (values: Draft["parts"]): Parts => {
    const made: Partial<Record<PartName, Part>> = {};
    for (const [name, value] of Object.entries(values ?? {})) made[name as PartName] = { salt: bytesToHex(random.bytes(16)), value };
    return made;
  };
  let head = from;
  const rows: EventRow[] = [];
  const partRows: PartRow[] = [];
  for (const { parts: values, type, facts, id, author, wallTime } of drafts) {
    const made = salted(values);
    const version = eventVersions[type as EventType];
    const header = { id, device: head.device, n: head.n + 1, author, type, version, wallTime, zoneOffset: at.zoneOffset };
    const event = { ...header, anchor: anchorAt(head, at), facts } as unknown as Event;
    const { event: _, ...link } = chainEvent(head.hash, event, made);
    rows.push({
      id,
      device: head.device,
      n: event.n,
      event,
      link,
      receipt: null,
      subjects: subjectsOfAny(event),
      audiences: [],
      unsent: 1,
    });
    partRows.push(...partRowsOf(id, made));
    head = { ...head, n: event.n, hash: link.hash };
  }
  return { events: rows, parts: partRows, head };
}
