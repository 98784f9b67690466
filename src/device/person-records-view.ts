// The last records of one person as a leader's or a branch's device holds them: what their page leads to.

import { entriesOf, type Id } from "../domain/event.ts";
import { type Shift, toShift } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import { entitiesOf, type Reader, toEntries } from "./reading.ts";
import { type RecordView, recordView } from "./record-view.ts";

/** Newest first, at most `most`, none that is still to come. */
export async function personRecords(reader: Reader, person: Id, most: number, now: number): Promise<readonly RecordView[]> {
  const placed = toEntries(await reader.under(subject.placementsOf(person)));
  const ids = entriesOf(placed, "placed").map(({ event }) => event.facts.shift);
  const begun = (shift: Shift): boolean => shift.start <= now && !shift.cancelled;
  const shifts = [...(await entitiesOf(reader, "shift", ids, toShift)).values()].filter(begun).sort((a, b) => b.start - a.start);
  const views = await Promise.all(shifts.slice(0, most).map(({ id }) => recordView(reader, id, person, now)));
  return views.filter((view): view is RecordView => view !== null && (view.lines.length > 0 || view.attendance.state !== "unheard"));
}
