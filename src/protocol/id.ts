// UUIDv7 (RFC 9562 section 5.7) as 32 hex digits: made once at the tap and never remade; its time is the tap's wall time.

import type { Id } from "../domain/event.ts";
import { bytesToHex } from "./bytes.ts";

/**
 * `random`: 10 fresh random bytes. A clock that stands before 1970 (an empty battery, east of Greenwich) counts as 0 here: the
 * event's own `wallTime` still says what it showed.
 */
export function createEventId(wallTime: number, random: Uint8Array): Id {
  if (random.length < 10) throw new RangeError("an id needs 10 random bytes");
  const tail = random.slice(0, 10);
  tail[0] = 0x70 | ((tail[0] ?? 0) & 0x0f);
  tail[2] = 0x80 | ((tail[2] ?? 0) & 0x3f);
  const time = Math.min(Math.max(0, Math.floor(wallTime)), 0xffff_ffff_ffff);
  return time.toString(16).padStart(12, "0") + bytesToHex(tail);
}

/** The wall time inside an event id, ms since 1970. */
export const timeOfId = (id: Id): number => Number.parseInt(id.slice(0, 12), 16);
