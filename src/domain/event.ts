// What a fact is once it has been recorded: the header every event carries, the receipt the endpoint answers with, and
// the pair of both that folds work on. Knows nothing of wires, stores or time of day. (DESIGN.md sections 2 and 4)

import type { EventType, FactsOf } from "./facts.ts";

/** 32 lower-case hex digits: a UUIDv7 for events, any 16 bytes for entities. */
export type Id = string;
/** 64 lower-case hex digits: a SHA-256. */
export type Hash = string;

/** The last moment the endpoint told this device the time. Milliseconds since 1970 throughout. */
export interface Anchor {
  readonly serverTime: number;
  /** The device's wall clock at the middle of the round trip that brought `serverTime`: so it is right to half of it. */
  readonly wallTimeThen: number;
  readonly roundTripMs: number;
  /** Names one run of the page: `elapsedMs` compares only within it. */
  readonly run: Id;
  /** Monotonic milliseconds from the anchor to the event, or null when it was made in another run. */
  readonly elapsedMs: number | null;
}

export interface Header {
  readonly id: Id;
  readonly device: Hash;
  /** 1, 2, 3 … on its device. */
  readonly n: number;
  /** The person who acted; null for the endpoint's own events. */
  readonly author: Id | null;
  readonly version: number;
  readonly wallTime: number;
  /** Minutes east of UTC on the device. */
  readonly zoneOffset: number;
  readonly anchor: Anchor | null;
}

/** What folds read. Never details. */
export type EventOf<T extends EventType> = { readonly [K in T]: Header & { readonly type: K; readonly facts: FactsOf[K] } }[T];
export type Event = EventOf<EventType>;

export type Band = "inside" | "uncertain" | "outside";
/** R16, strongest first when sorted by `strengthOrder`. */
export type Strength = "strong" | "contrary" | "weak" | "none";
/** How far a code proves the moment: printed signs are `static`, codes that fail their check `invalid`. */
export type CodeFreshness = "fresh" | "stale" | "static" | "invalid";

/** R21: what the endpoint noticed about a tap and a person may want to look at. It never rejects and never changes minutes. */
export type SuspicionFlag = "sharedPhone" | "tooFast" | "repeatedFix" | "zeroAccuracy" | "zeroPosition" | "signElsewhere" | "clockMoved";

export interface Verdict {
  readonly strength: Strength;
  readonly band: Band | null;
  readonly distanceDm: number | null;
  /** The patch that drew the post as it was judged. */
  readonly postVersion: Id | null;
  readonly freshness: CodeFreshness | null;
  /** R21, sorted; absent: nothing. Of taps only. */
  readonly flags?: readonly SuspicionFlag[];
}

export type Judgement = "stored" | "pending" | "quarantined";

export interface Receipt {
  readonly id: Id;
  readonly number: number;
  readonly epoch: number;
  readonly receivedAt: number;
  readonly judgement: Judgement;
  /** Why it waits or was set aside: a problem code; null when stored. */
  readonly problem: string | null;
  readonly verdict: Verdict | null;
  /** 0, then one more each time the endpoint judges again. */
  readonly revision: number;
  /** Lets the endpoint know its own receipt again (X7). 32 hex digits. */
  readonly mac: string;
}

/** SY20: whether a ledger that began another life in `epoch` may have forgotten what it once answered, or said differently of it since. */
export const isDoubtful = (receipt: Receipt | null, epoch: number, forgottenAbove: number): boolean =>
  receipt !== null && receipt.epoch < epoch && (receipt.number > forgottenAbove || receipt.revision > 0);

export interface Entry<T extends EventType = EventType> {
  readonly event: EventOf<T>;
  readonly receipt: Receipt | null;
}

/** Only stored or not yet judged events take part in folds; pending and quarantined ones never do. */
export const isFolded = (entry: Entry): boolean => entry.receipt === null || entry.receipt.judgement === "stored";

export const isEntryOf = <T extends EventType>(entry: Entry, type: T): entry is Entry<T> => entry.event.type === type;

/**
 * Which of two answers to one event holds: that of the later epoch (after a rollback the ledger judges afresh, X7), then the
 * later revision. Total, so that the order of arrival never decides.
 */
export function isNewerReceipt(a: Receipt | null, b: Receipt | null): boolean {
  if (a === null || b === null) return a !== null && b === null;
  const order = a.epoch - b.epoch || a.revision - b.revision || a.number - b.number;
  return order === 0 ? a.mac > b.mac : order > 0;
}

/** Entries of one type that take part in folds, each event once (R19), in an order that does not depend on arrival. */
export function entriesOf<T extends EventType>(entries: Iterable<Entry>, type: T): readonly Entry<T>[] {
  const byId = new Map<Id, Entry<T>>();
  for (const entry of entries) {
    if (!isEntryOf(entry, type)) continue;
    const known = byId.get(entry.event.id);
    if (known === undefined || isNewerReceipt(entry.receipt, known.receipt)) byId.set(entry.event.id, entry);
  }
  // Only now: an older copy without a receipt must not fold what a newer receipt has set aside.
  return [...byId.values()].filter(isFolded).sort((a, b) => (a.event.id < b.event.id ? -1 : 1));
}
