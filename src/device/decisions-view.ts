// What the branch has said of records that were set aside: by the record's hash for whoever shows one, and what was accepted of one's own.
// Read from the journal, so it is there without a network, and a decision made here is there at once.

import { correctedTime } from "../domain/clock.ts";
import { entriesOf, type Id } from "../domain/event.ts";
import type { QuarantineDecision } from "../domain/facts.ts";
import { toPerson } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import type { EventRow } from "./database.ts";
import { entitiesOf, namesOf, type Reader, recordState, toEntries } from "./reading.ts";
import type { RecordState } from "./view-types.ts";

export interface DecisionLine {
  readonly id: Id;
  readonly of: Id;
  readonly hash: string;
  readonly decision: QuarantineDecision;
  readonly at: number;
  readonly byName: string | null;
  readonly note: string | null;
  /** How far the decision itself has come. */
  readonly state: RecordState;
}

async function linesOf(reader: Reader, rows: readonly EventRow[]): Promise<readonly DecisionLine[]> {
  const decisions = entriesOf(toEntries(rows), "quarantineDecided");
  if (decisions.length === 0) return [];
  const byId = new Map(rows.map((row) => [row.id, row]));
  const people = await entitiesOf(
    reader,
    "person",
    decisions.map(({ event }) => event.author),
    toPerson,
  );
  const names = await namesOf(reader, people);
  const lines = await Promise.all(
    decisions.map(async ({ event }): Promise<DecisionLine> => {
      const row = byId.get(event.id);
      return {
        id: event.id,
        of: event.facts.of,
        hash: event.facts.hash,
        decision: event.facts.decision,
        at: correctedTime(event),
        byName: event.author === null ? null : (names.get(event.author) ?? null),
        note: await reader.text(event.id, "note"),
        state: row === undefined ? "uploaded" : recordState(row),
      };
    }),
  );
  return lines.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** Of these events, oldest first, by the hash of what they are about. */
export async function decisionsAbout(reader: Reader, of: readonly Id[]): Promise<ReadonlyMap<string, readonly DecisionLine[]>> {
  const rows = of.length === 0 ? [] : await reader.under(...new Set(of.map(subject.decided)));
  const byHash = new Map<string, DecisionLine[]>();
  for (const line of await linesOf(reader, rows)) byHash.set(line.hash, [...(byHash.get(line.hash) ?? []), line]);
  return byHash;
}

/** What the branch has accepted of this person's own since then, newest first: whoever made it reads why (R13). */
export async function acceptedOwn(reader: Reader, since: number): Promise<readonly DecisionLine[]> {
  const member = await reader.state("member");
  if (member === undefined) return [];
  const [own, here] = [`person:${member.person}`, `device:${member.device}`];
  const rows = (await reader.within(subject.decided(""))).filter(
    ({ link, audiences }) => link === null && (audiences.includes(own) || audiences.includes(here)),
  );
  return (await linesOf(reader, rows)).filter(({ decision, at }) => decision === "released" && at >= since).reverse();
}
