// 代传 on this device: its own records made ready to travel, other devices' records opened, and the list of what it carries. Fetched with the
// screens that need it; decides no right, which is the endpoint's alone.

import type { Id, Receipt } from "../domain/event.ts";
import { toPerson } from "../domain/roster.ts";
import type { Clock, TakenBundle } from "../sync/ports.ts";
import { shownIn, targetsOf } from "./carried-shown.ts";
import type { CarriedRow, Database } from "./database.ts";
import { createReader } from "./dexie-reader.ts";
import { loadSigner } from "./keys.ts";
import { entitiesOf, membershipIn, namesOf } from "./reading.ts";
import { type Made, makeRecords, type Wanted } from "./records-make.ts";
import { type OpenedBundle, openRecords, type RecordsProblem } from "./records-open.ts";

export interface TakenPerson {
  readonly person: Id;
  /** Null where this device does not know them. */
  readonly name: string | null;
}

export interface CarriedLine {
  readonly id: string;
  readonly people: readonly TakenPerson[];
  readonly count: number;
  readonly takenAt: number;
  readonly state: CarriedRow["state"];
  readonly isExpired: boolean;
  readonly problem: string | null;
  readonly receipts: readonly Receipt[];
}

export type OpenedHere =
  | { readonly type: "opened"; readonly taken: readonly TakenBundle[] }
  | { readonly type: RecordsProblem | "notJoined" };

export interface Relaying {
  make(wanted: Wanted): Promise<Made>;
  /** Verifies; keeps nothing. `now`: corrected time, ms. */
  open(text: string, now: number): Promise<OpenedHere>;
  /** Newest first; for a live query. */
  list(): Promise<readonly CarriedLine[]>;
  names(persons: readonly Id[]): Promise<ReadonlyMap<Id, string>>;
}

async function shownOf({ events }: Database, one: OpenedBundle): Promise<readonly Id[]> {
  const rows = await events.bulkGet([...targetsOf(one)]);
  return shownIn(one, new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.id, row.event.author] as const]))));
}

export function createRelaying(database: Database, clock: Clock): Relaying {
  async function names(persons: readonly Id[]): Promise<ReadonlyMap<Id, string>> {
    const reader = createReader(database);
    return namesOf(reader, await entitiesOf(reader, "person", persons, toPerson));
  }
  return {
    make: async (wanted) => makeRecords(database, await loadSigner(database), clock.now(), wanted),
    open: async (text, now) => {
      const member = await membershipIn(createReader(database));
      if (member === null) return { type: "notJoined" };
      const opened = await openRecords(text, member, now);
      if (opened.type !== "opened") return opened;
      const taken = await Promise.all(opened.bundles.map(async (one) => ({ ...one, shown: await shownOf(database, one) })));
      return { type: "opened", taken };
    },
    list: async () => {
      const rows = await database.carried.toArray();
      const known = await names([...new Set(rows.flatMap(({ authors }) => authors))]);
      return rows
        .sort((a, b) => b.takenAt - a.takenAt)
        .map(({ id, authors, events, takenAt, state, isExpired, problem, receipts }) => ({
          id,
          people: authors.map((person) => ({ person, name: known.get(person) ?? null })),
          count: events.length,
          takenAt,
          state,
          isExpired,
          problem,
          receipts,
        }));
    },
    names,
  };
}
