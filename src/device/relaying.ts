// 代传 on this device: its own records made ready to travel, other devices' records opened, and the list of what it carries. Fetched with the
// screens that need it; decides no right, which is the endpoint's alone.

import type { Id, Receipt } from "../domain/event.ts";
import { toPerson } from "../domain/roster.ts";
import type { CarriedEvent } from "../protocol/bundle.ts";
import { eventTable } from "../protocol/events.ts";
import { isEventType } from "../protocol/versions.ts";
import type { Clock, TakenBundle } from "../sync/ports.ts";
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

/** What anybody may say, since it is about themselves. */
const ownWords: ReadonlySet<string> = new Set(["self", "selfSubject", "selfOfTarget"]);

/**
 * What a board may show before the endpoint has judged it: a person's own word about themselves, and a leader's where the endpoint's signature
 * says that they are one. Everything else is carried and waits unseen: a phone may say of itself what it likes.
 */
async function shownOf({ events }: Database, { bundle, events: carried }: OpenedBundle): Promise<readonly Id[]> {
  const leaders = new Set(bundle.credential.roles.map(({ person }) => person));
  const authors = new Map<Id, Id | null>(carried.map(({ event }) => [event.id, event.author]));
  const targets = carried.flatMap(({ event: { facts } }) => ("of" in facts && typeof facts.of === "string" ? [facts.of] : []));
  for (const row of await events.bulkGet(targets)) if (row !== undefined) authors.set(row.id, row.event.author);
  const isShown = ({ event }: CarriedEvent): boolean => {
    const { author, facts } = event;
    if (author === null || !isEventType(event.type)) return false;
    if (leaders.has(author)) return true;
    const rules = eventTable[event.type].authors.filter((rule) => ownWords.has(rule));
    if (rules.includes("self")) return true;
    if (rules.includes("selfSubject")) return "person" in facts && facts.person === author;
    return rules.length > 0 && "of" in facts && typeof facts.of === "string" && authors.get(facts.of) === author;
  };
  return carried.filter(isShown).map(({ event }) => event.id);
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
