// What a device keeps, as tables: events with their receipts, erasable parts apart, photos, bundles of other devices, and a few single rows (key,
// chain head, membership, sync). Every schema ever released stays listed here, or an old phone could not be opened.

import { Dexie, type EntityTable, type Table } from "dexie";
import type { Anchor, Event, Hash, Id, Receipt } from "../domain/event.ts";
import type { PartName } from "../domain/facts.ts";
import type { Cursor, Membership } from "../sync/ports.ts";
import { databaseName } from "./database-name.ts";
import type { Answers } from "./quick-reader.ts";

export interface EventRow {
  readonly id: Id;
  readonly device: Hash;
  readonly n: number;
  readonly event: Event;
  /** The chain links of our own events; null on pulled ones, whose chain is not ours to carry. */
  readonly link: { readonly previous: Hash; readonly detailsHash: Hash; readonly hash: Hash } | null;
  readonly receipt: Receipt | null;
  readonly subjects: readonly string[];
  /** Through which of our audiences a pulled copy came: it is purged when none of them is in scope any more (X6). */
  readonly audiences: readonly string[];
  /** Of a pulled copy: the epoch of the reply that last brought it. A copy of an earlier life of the ledger is not to be believed (X7). */
  readonly life?: number;
  /** 1 on own events without a receipt, or whose receipt the endpoint has forgotten: the outbox is an index, not a table. */
  readonly unsent?: 1;
  /** 1 on own events refused for good as too large: kept and shown. */
  readonly aside?: 1;
  /** 1 on copies that only another device's bundle brought: no pull purges them before the endpoint has answered (SY26). */
  readonly carried?: 1;
  /** On own events that do not count: 1 set aside by the endpoint, 2 waiting there for another. Shown with the reason, never dropped. */
  readonly refused?: 1 | 2;
}

export interface PartRow {
  readonly event: Id;
  readonly name: PartName;
  /** Null with the value when the part was erased: its hash then stands for it in the chain. */
  readonly salt: string | null;
  readonly value: unknown;
  readonly hash?: Hash;
}

/** The bytes an event of ours names (X11). */
export interface PhotoRow {
  readonly hash: Hash;
  readonly bytes: Uint8Array;
  /** uploaded: the endpoint has it whole; a copy to look at without a network, the first thing to give way. */
  readonly state: "waiting" | "uploaded";
  /** Wall time, ms. */
  readonly createdAt: number;
  /** The `photoAttached` that names it. */
  readonly event: Id;
  readonly hasPeople: boolean;
}

/** 代传: a bundle of another device, kept until long after it was uploaded. */
export interface CarriedRow {
  /** Hash of its head. */
  readonly id: Hash;
  readonly device: Hash;
  readonly first: number;
  readonly n: number;
  /** Of its events, in their order. */
  readonly events: readonly { readonly id: Id; readonly hash: Hash }[];
  readonly authors: readonly Id[];
  /** JSON of the bundle with its credential: as it came until it was uploaded, from then on without details. */
  readonly text: string;
  readonly clearParts: number;
  readonly isExpired: boolean;
  /** Wall time, ms. */
  readonly takenAt: number;
  readonly state: "waiting" | "uploaded" | "refused";
  /** Why the endpoint refused it as a whole. */
  readonly problem: string | null;
  /** Its answers, in the order of the events. */
  readonly receipts: readonly Receipt[];
  /** 1: failed for nobody knows what; not tried again before an exchange without it. */
  readonly held?: 1;
  /** 1: uploaded, and what of it does not concern this device may not have been dropped yet. */
  readonly loose?: 1;
}

export interface KeyRow {
  readonly key: "key";
  readonly privateKey: CryptoKey;
  readonly publicKey: string;
  readonly device: Hash;
}
/** Read and written in every transaction that records: the chain's head and the last anchor. */
export interface HeadRow {
  readonly key: "head";
  readonly device: Hash;
  readonly n: number;
  readonly hash: Hash;
  /** `elapsedMs` is the monotonic reading at its arrival. */
  readonly anchor: Anchor | null;
}
export interface MemberRow extends Omit<Membership, "anchor"> {
  readonly key: "member";
}
export interface SyncRow {
  readonly key: "sync";
  readonly cursor: Cursor;
  readonly nonce: string;
  readonly token: string;
  readonly scope: readonly string[];
  /** A new epoch has begun, and its last page of news has not come yet (SY20). */
  readonly aged?: true;
  /** This life has been pulled, and brought nothing of own events that lie here as copies (SY20): to be asked for. */
  readonly asksOwn?: true;
  /** Copies another tablet handed over lie here, and no whole pull has confirmed them yet (handover-take.ts). */
  readonly handed?: true;
  /** Server time of the last reply absorbed; ms. */
  readonly syncedAt: number;
}
/** What 今日 read last time, for the next cold start; true only while head and nonce are still these (first-look.ts). */
export interface FirstLookRow {
  readonly key: "firstLook";
  readonly hash: Hash;
  readonly nonce: string;
  readonly answers: Answers;
}
export type StateRow = KeyRow | HeadRow | MemberRow | SyncRow | FirstLookRow;

export type Database = Dexie & {
  readonly events: EntityTable<EventRow, "id">;
  readonly parts: Table<PartRow, [Id, PartName]>;
  readonly state: Table<StateRow, string>;
  readonly photos: EntityTable<PhotoRow, "hash">;
  readonly carried: EntityTable<CarriedRow, "id">;
};

/**
 * Strict durability: a tap is shown as kept only once it has been flushed (DESIGN.md section 4). Relaxed: a second connection, for what can be
 * asked for again (SY11); Dexie knows one durability for all transactions of a connection.
 */
export function openDatabase(name: string = databaseName, durability: "strict" | "relaxed" = "strict"): Database {
  // No cache of query answers: a tap is written beside Dexie (record-write.ts), which could not take stale ones out of it.
  const database = new Dexie(name, { chromeTransactionDurability: durability, cache: "disabled" }) as Database;
  database.version(1).stores({ events: "id,[unsent+n],aside,refused,*subjects", parts: "[event+name],event", state: "key" });
  database.version(2).stores({ photos: "hash,state" });
  database.version(3).stores({ carried: "id,state,device" });
  return database;
}

export async function stateRow<K extends StateRow["key"]>(
  database: Database,
  key: K,
): Promise<Extract<StateRow, { readonly key: K }> | undefined> {
  return (await database.state.get(key)) as Extract<StateRow, { readonly key: K }> | undefined;
}
