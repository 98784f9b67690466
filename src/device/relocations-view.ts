// 临时换点 as this device knows it: which posts of a shift lie elsewhere that day, and why. Fetched with what shows it, never with the first
// screen.

import type { Id } from "../domain/event.ts";
import { type Relocation, relocationsOf } from "../domain/relocation.ts";
import { subject } from "../domain/subjects.ts";
import { type Reader, rowsAbout, toEntries } from "./reading.ts";

export interface RelocationLine extends Relocation {
  readonly reason: string | null;
}

/** By post. */
export async function relocationsView(reader: Reader, shift: Id): Promise<ReadonlyMap<Id, RelocationLine>> {
  const rows = await reader.under(subject.relocations(shift));
  const found = relocationsOf(shift, toEntries([...rows, ...(await rowsAbout(reader, rows))]));
  const lines = await Promise.all(
    [...found.values()].map(async (one) => [one.post, { ...one, reason: await reader.text(one.event, "reason") }] as const),
  );
  return new Map(lines);
}
