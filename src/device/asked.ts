// What is asked of a shift beside who is placed on it: claims that wait, leaves, and how many places that leaves. Shared by 审批, 排班 and 班次.

import { type Claim, foldClaims, foldLeaves, freePlaces, type LeaveRequest, newestClaims } from "../domain/claims.ts";
import type { Id } from "../domain/event.ts";
import { foldPlacements, type Placement, type Shift } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import type { EventRow } from "./database.ts";
import { type Reader, toEntries } from "./reading.ts";

/** The rows, what is about them, and what is about that: a retracted answer. */
export async function withAbout(reader: Reader, rows: readonly EventRow[]): Promise<readonly EventRow[]> {
  if (rows.length === 0) return [];
  const about = await reader.under(...rows.map(({ id }) => subject.about(id)));
  const again = about.length === 0 ? [] : await reader.under(...about.map(({ id }) => subject.about(id)));
  return [...rows, ...about, ...again];
}

export interface OnShift {
  readonly placed: readonly Placement[];
  readonly claims: readonly Claim[];
  readonly leaves: readonly LeaveRequest[];
  readonly free: number | null;
}

/** What is asked of these shifts, by shift. */
export async function askedOf(reader: Reader, shifts: readonly Shift[]): Promise<ReadonlyMap<Id, OnShift>> {
  const found = await Promise.all(
    shifts.map(async (shift): Promise<readonly [Id, OnShift]> => {
      const [placements, claimRows, requestRows] = await Promise.all([
        reader.under(subject.placements(shift.id)),
        reader.under(subject.claims(shift.id)),
        reader.under(subject.requests(shift.id)),
      ]);
      const [claims, requests] = await Promise.all([withAbout(reader, claimRows), withAbout(reader, requestRows)]);
      const placed = foldPlacements(shift.id, toEntries(placements));
      const leaves = foldLeaves(toEntries(requests));
      const newest = newestClaims(foldClaims(toEntries(claims), (_, person) => placed.has(person)));
      return [
        shift.id,
        { placed: [...placed.values()], claims: newest, leaves, free: freePlaces(shift, [...placed.values()], leaves, newest) },
      ];
    }),
  );
  return new Map(found);
}
