// This device's own records as bundles that travel without a network: signed by its key, with the endpoint's word that it knows the device. Reads
// the journal and changes nothing: what has travelled stays in the outbox until the endpoint itself has answered (X1).

import type { Id } from "../domain/event.ts";
import type { PartName } from "../domain/facts.ts";
import { type CarriedEvent, packBundle } from "../protocol/bundle.ts";
import { isPart, type PartOrHash, partHash } from "../protocol/chain.ts";
import { limits } from "../protocol/limits.ts";
import { type CarriedBundle, recordsText, recordsVersion } from "../protocol/records.ts";
import { type Credential, headMessage } from "../protocol/signing.ts";
import type { Signer } from "../sync/ports.ts";
import { type Database, type EventRow, stateRow } from "./database.ts";
import { partsOfEvents } from "./many-rows.ts";

export interface Wanted {
  /** With detail parts in the clear, for a file; else each as its hash. */
  readonly hasDetails: boolean;
  /** At most so many, the oldest. */
  readonly most: number;
  /** Only these of our own events, sent or not; else everything unsent. */
  readonly events?: readonly Id[];
}
export type Made =
  | { readonly type: "made"; readonly text: string; readonly count: number; readonly left: number }
  | { readonly type: "nothing" }
  /** The endpoint has never said that it knows this device: one exchange is needed first. */
  | { readonly type: "noCredential" };

type Linked = EventRow & { readonly link: NonNullable<EventRow["link"]> };

/** One of our own records, in the order of the chain, with its parts as they are to travel. */
export interface Ready {
  readonly carried: CarriedEvent;
  readonly isAside: boolean;
}

/** Contiguous runs; one that was set aside keeps nothing else from being read. */
function runsOf(all: readonly Ready[]): readonly (readonly Ready[])[] {
  const runs: Ready[][] = [];
  for (const one of all) {
    const run = runs[runs.length - 1];
    const before = run?.[run.length - 1];
    const goesOn = before !== undefined && before.carried.event.n + 1 === one.carried.event.n && !before.isAside && !one.isAside;
    if (goesOn && (run?.length ?? 0) < limits.mostEvents) run?.push(one);
    else runs.push([one]);
  }
  return runs;
}

/** The text of them, whatever they lie in. `now`: wall time, ms. */
export async function packRecords(ready: readonly Ready[], signer: Signer, credential: Credential, now: number): Promise<string> {
  const bundles: CarriedBundle[] = [];
  for (const run of runsOf(ready)) {
    const last = run[run.length - 1];
    if (last === undefined) continue;
    const signature = await signer.sign(headMessage(signer.device, last.carried.event.n, last.carried.hash));
    bundles.push({
      ...packBundle(
        run.map(({ carried }) => carried),
        signature,
      ),
      credential: { ...credential, persons: [...credential.persons], roles: [...credential.roles] },
    });
  }
  return recordsText({ daogang: "records", version: recordsVersion, ledger: credential.ledger, madeAt: Math.max(0, now), bundles });
}

async function ownRows({ events }: Database, of: readonly Id[] | undefined): Promise<readonly Linked[]> {
  const rows =
    of === undefined
      ? [...(await events.where("[unsent+n]").between([1, 0], [1, []]).toArray()), ...(await events.where("aside").equals(1).toArray())]
      : (await events.bulkGet([...of])).filter((row): row is EventRow => row !== undefined);
  return rows.filter((row): row is Linked => row.link !== null).sort((a, b) => a.n - b.n);
}

async function partsBy(ids: readonly Id[], hasDetails: boolean): Promise<ReadonlyMap<Id, CarriedEvent["parts"]>> {
  const found = new Map<Id, Partial<Record<PartName, PartOrHash>>>();
  for (const { event, name, salt, value, hash } of await partsOfEvents(ids)) {
    const part: PartOrHash = salt === null ? (hash ?? "") : { salt, value };
    found.set(event, { ...found.get(event), [name]: hasDetails || !isPart(part) ? part : partHash(name, part) });
  }
  return found;
}

/** `now`: wall time, ms. */
export async function makeRecords(database: Database, signer: Signer, now: number, { hasDetails, most, events }: Wanted): Promise<Made> {
  const { member, rows, all, parts } = await database.transaction("r", database.events, database.parts, database.state, async () => {
    const everything = await ownRows(database, events);
    const taken = everything.slice(0, most);
    return {
      member: await stateRow(database, "member"),
      rows: taken,
      all: everything.length,
      parts: await partsBy(
        taken.map(({ id }) => id),
        hasDetails,
      ),
    };
  });
  if (rows.length === 0) return { type: "nothing" };
  if (member === undefined || member.credential === null) return { type: "noCredential" };
  const ready = rows.map((row): Ready => {
    const carried = { event: row.event, ...row.link, parts: parts.get(row.id) ?? {} };
    return { carried, isAside: row.aside !== undefined };
  });
  const text = await packRecords(ready, signer, member.credential, now);
  return { type: "made", text, count: rows.length, left: all - rows.length };
}
