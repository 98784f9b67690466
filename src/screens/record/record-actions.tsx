// What a person can do about a record: ask for a make-up, appeal, correct, decide. Drawn below the record's timeline.

import type { Attendance } from "../../domain/attendance.ts";
import type { Id } from "../../domain/event.ts";
import type { Shift } from "../../domain/roster.ts";

export interface RecordActionsProps {
  readonly shift: Shift;
  /** Whose record it is. */
  readonly person: Id;
  readonly attendance: Attendance;
  /** It is the record of whoever holds this device. */
  readonly isOwn: boolean;
}

export function RecordActions(_: RecordActionsProps) {
  return null;
}
