// 代传 in the journal's tables: bundles of other devices and the copies of their events, until the endpoint has answered (SY26, SY27). Everything
// here runs inside a transaction of the journal's; nothing is verified here, and no reply is known but by its receipts.

import { type Hash, type Id, isDoubtful, type Receipt } from "../domain/event.ts";
import { type CarriedBundle, withoutDetails } from "../protocol/records.ts";
import type { Carriage, TakenBundle, TakenIn } from "../sync/ports.ts";
import type { CarriedRow, Database, EventRow } from "./database.ts";
import { subjectsOfAny } from "./event-rows.ts";
import { addRows, eventsOf } from "./many-rows.ts";

/** As long as a leader may want to know what became of it. */
const keptMs = 35 * 86_400_000;

export interface CarriedRows {
  /** What each bundle is to this device; the new ones are kept with the copies that may be shown. */
  takeIn(own: Hash, taken: readonly TakenBundle[], at: number): Promise<readonly TakenIn[]>;
  next(): Promise<Carriage | null>;
  count(): Promise<number>;
  refuse(id: Hash, problem: string | null): Promise<void>;
  /** SY24: everything refused waits again. */
  tryAgain(): Promise<void>;
  answered(id: Hash, receipts: readonly Receipt[]): Promise<void>;
  /** An exchange without any has come through. */
  release(): Promise<void>;
  /** Everything that concerns this device has been pulled: what does not, goes. */
  settle(): Promise<void>;
  /** SY20: the ledger may have forgotten what it answered. */
  forget(epoch: number, forgottenAbove: number): Promise<void>;
}

const copyOf = (device: Hash, { event }: TakenBundle["events"][number]): EventRow => ({
  id: event.id,
  device,
  n: event.n,
  event,
  link: null,
  receipt: null,
  subjects: subjectsOfAny(event),
  audiences: [],
  carried: 1,
});

const rowOf = ({ id, bundle, events, clearParts, isExpired }: TakenBundle, at: number): CarriedRow => ({
  id,
  device: bundle.device,
  first: bundle.first,
  n: bundle.first + events.length - 1,
  events: events.map(({ event, hash }) => ({ id: event.id, hash })),
  authors: [...new Set(events.flatMap(({ event }) => event.author ?? []))],
  text: JSON.stringify(bundle),
  clearParts,
  isExpired,
  takenAt: at,
  state: "waiting",
  problem: null,
  receipts: [],
});

/** Whether one that is here already says all that this one says. */
const includes = (row: CarriedRow, taken: TakenBundle): boolean => {
  if (row.clearParts < taken.clearParts) return false;
  const hashes = new Set(row.events.map(({ hash }) => hash));
  return taken.events.every(({ hash }) => hashes.has(hash));
};

export function createCarriedRows({ carried, events }: Database): CarriedRows {
  const waiting = () => carried.where("state").equals("waiting");

  async function standingOf(own: Hash, taken: TakenBundle): Promise<TakenIn> {
    const rows = await eventsOf(taken.events.map(({ event }) => event.id));
    const byId = new Map(rows.map((row) => [row.id, row]));
    const all = (isSo: (row: EventRow) => boolean): boolean =>
      taken.events.every(({ event }) => {
        const row = byId.get(event.id);
        return row !== undefined && isSo(row);
      });
    if (taken.bundle.device === own && all((row) => row.link !== null)) return "own";
    if ((await carried.where("device").equals(taken.bundle.device).toArray()).some((row) => includes(row, taken))) return "known";
    return taken.clearParts === 0 && all((row) => row.receipt !== null && row.carried === undefined) ? "answered" : "new";
  }

  async function keep(taken: TakenBundle, at: number): Promise<void> {
    await carried.put(rowOf(taken, at));
    const shown = new Set(taken.shown);
    const copies = taken.events.filter(({ event }) => shown.has(event.id)).map((it) => copyOf(taken.bundle.device, it));
    // Whatever lies there was recorded here or came from the endpoint: it stays.
    await addRows(copies, (before) => before);
  }

  /** The copies this bundle brought, as they are now. */
  const copiesOf = async (row: CarriedRow): Promise<readonly EventRow[]> =>
    (await eventsOf(row.events.map(({ id }) => id))).filter(({ link, device }) => link === null && device === row.device);

  return {
    takeIn: async (own, taken, at) => {
      const standings: TakenIn[] = [];
      for (const one of taken) {
        const standing = await standingOf(own, one);
        if (standing === "new") await keep(one, at);
        standings.push(standing);
      }
      if (standings.includes("new")) await carried.filter((row) => row.state === "uploaded" && row.takenAt < at - keptMs).delete();
      return standings;
    },
    next: async () => {
      const rows = (await waiting().toArray()).filter(({ held }) => held === undefined);
      const [row] = rows.sort((a, b) => a.takenAt - b.takenAt || a.n - b.n);
      return row === undefined
        ? null
        : { id: row.id, bundle: JSON.parse(row.text) as CarriedBundle, sent: row.events, receipts: row.receipts };
    },
    count: () => waiting().count(),
    refuse: async (id, problem) => {
      const row = await carried.get(id);
      if (row === undefined) return;
      await carried.put(problem === null ? { ...row, held: 1 } : { ...row, state: "refused", problem });
    },
    tryAgain: async () => {
      const rows = await carried.where("state").equals("refused").toArray();
      if (rows.length > 0) await carried.bulkPut(rows.map((row) => ({ ...row, state: "waiting" as const })));
      await release();
    },
    answered: async (id, receipts) => {
      const row = await carried.get(id);
      if (row === undefined) return;
      const { held: _, ...rest } = row;
      // R25: what nobody waits for any more is not this device's to keep; should it have to go again (SY20), the phone has its details.
      const text = JSON.stringify(withoutDetails(JSON.parse(row.text) as CarriedBundle));
      await carried.put({ ...rest, text, state: "uploaded", problem: null, receipts, loose: 1 });
      const answers = new Map<Id, Receipt>(receipts.map((receipt) => [receipt.id, receipt]));
      const copies = (await copiesOf(row)).filter((copy) => copy.carried === 1);
      await events.bulkPut(copies.map(({ carried: __, ...copy }) => ({ ...copy, receipt: answers.get(copy.id) ?? copy.receipt })));
    },
    release,
    settle: async () => {
      for (const row of await carried.where("state").equals("uploaded").toArray()) {
        if (row.loose === undefined) continue;
        const gone = (await copiesOf(row)).filter((copy) => copy.carried === undefined && copy.audiences.length === 0);
        await events.bulkDelete(gone.map(({ id }) => id));
        const { loose: _, ...rest } = row;
        await carried.put(rest);
      }
    },
    forget: async (epoch, forgottenAbove) => {
      const rows = (await carried.where("state").equals("uploaded").toArray()).filter(({ receipts }) =>
        receipts.some((receipt) => isDoubtful(receipt, epoch, forgottenAbove)),
      );
      for (const row of rows) {
        const { loose: _, ...rest } = row;
        await carried.put({ ...rest, state: "waiting" });
        // Through whom it came in a life that is over says nothing now: told again, or answered and gone.
        const old = (await copiesOf(row)).filter((copy) => copy.life !== epoch);
        await events.bulkPut(old.map((copy) => ({ ...copy, audiences: [], carried: 1 as const })));
      }
    },
  };

  async function release(): Promise<void> {
    const rows = await waiting().toArray();
    await carried.bulkPut(rows.filter(({ held }) => held !== undefined).map(({ held: _, ...row }) => row));
  }
}
