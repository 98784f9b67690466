// What the engine and the actions need from the outside, as interfaces. Adapters in device/ and tests/ implement them; time
// and chance arrive only through here.

import type { Anchor, Entry, Hash, Id, Receipt } from "../domain/event.ts";
import type { EventType, FactsOf, PartName } from "../domain/facts.ts";
import type { CarriedEvent } from "../protocol/bundle.ts";
import type { EnrolmentReply, ExchangeReply } from "../protocol/exchange.ts";
import type { CarriedBundle } from "../protocol/records.ts";
import type { Schema } from "../protocol/schemas.ts";
import type { Credential } from "../protocol/signing.ts";

export interface Clock {
  /** The device's wall clock, ms since 1970: may be wrong, may jump. */
  now(): number;
  /** Monotonic ms within this run. */
  elapsed(): number;
  /** Minutes east of UTC. */
  zoneOffset(): number;
  /** Names this run; `elapsed` compares only within it. */
  readonly run: Id;
}

export interface Random {
  bytes(length: number): Uint8Array;
  /** 0 ≤ x < 1 */
  fraction(): number;
}

export interface Timer {
  /** Calls back once after `delayMs`; the returned function cancels. */
  after(delayMs: number, call: () => void): () => void;
}

export interface Signer {
  readonly device: Hash;
  readonly publicKey: string;
  /** r ‖ s in hex over the UTF-8 of the message. */
  sign(message: string): Promise<string>;
}

/** What came back over the wire, before anybody believed it. `status` 0: nothing came back. */
export interface WireReply {
  readonly status: number;
  readonly body: string;
  /** ms, from `Retry-After`; null without one. */
  readonly retryAfterMs: number | null;
  readonly roundTripMs: number;
}

export interface Transport {
  /** Sends the bytes of a JSON body; compresses them on the way where that helps (X11). Never throws. */
  post(path: "/api/exchange" | "/api/enrolments" | "/api/codes", body: string, authorization: string): Promise<WireReply>;
}

/** An event still without device, place in the chain and clock readings: the journal adds those in its transaction. */
export type Draft<T extends EventType = EventType> = {
  readonly [K in T]: {
    /** Made once, at the tap. */
    readonly id: Id;
    readonly type: K;
    readonly author: Id;
    readonly wallTime: number;
    readonly facts: FactsOf[K];
    /** Values in the clear; the journal salts them. */
    readonly parts?: { readonly [P in PartName]?: unknown };
  };
}[T];

/** The bytes a `photoAttached` names in its part: kept with it, sent after it (X11). */
export interface KeptPhoto {
  readonly hash: Hash;
  readonly bytes: Uint8Array;
  readonly event: Id;
  readonly hasPeople: boolean;
}

export interface Cursor {
  readonly epoch: number;
  readonly row: number;
}

/** What one exchange starts from. */
export interface SyncStart {
  readonly cursor: Cursor;
  readonly nonce: string;
  /** Own events without a receipt and not set aside; of more than a bundle, those since the oldest of them, answered or not. */
  readonly outboxCount: number;
  /** Wall time of the oldest own event without a receipt. */
  readonly oldestAt: number | null;
  /** Copies of own events lie here that the ledger told of in a life that is over, and not in this one (SY20). */
  readonly asksOwn?: true;
}

/** A device's standing once it has joined. */
export interface Membership {
  readonly ledger: Id;
  readonly device: Hash;
  /** The person this device acts for; the first one bound to it. */
  readonly person: Id;
  readonly persons: readonly Id[];
  readonly endpointKey: string;
  readonly credential: Credential | null;
  readonly anchor: Anchor | null;
  /** A tablet that has not joined, lent by a leader for one shift until then: it is sent nothing, and all it may say is that shift's duty. */
  readonly lent?: { readonly shift: Id; readonly until: number };
}

export interface Absorption {
  /** The cursor the exchange started from: if it is no longer ours, the news is kept and the reply's cursor dropped (X5). In the
   *  same epoch a cursor never goes back. */
  readonly from: Cursor;
  readonly reply: ExchangeReply;
  /** The events that were sent, in order: the reply's receipts answer them one by one. */
  readonly sent: readonly { readonly id: Id; readonly hash: Hash }[];
  readonly anchor: Anchor;
  /** What was sent was this bundle of another device (SY26). */
  readonly carriage?: Hash;
  /** It was asked for own events (SY20): that is over. */
  readonly askedOwn?: true;
}

/** 代传: a verified bundle of another device, taken in by QR codes or from a file. */
export interface TakenBundle {
  /** Of this very run of events: the same where it has the same first one and the same head. */
  readonly id: Hash;
  readonly bundle: CarriedBundle;
  readonly events: readonly CarriedEvent[];
  /** Those a board may show before the endpoint has judged them. */
  readonly shown: readonly Id[];
  /** Its credential had run out when it was taken in. */
  readonly isExpired: boolean;
  /** Detail parts in the clear. */
  readonly clearParts: number;
}
/** new: carried from now on · known: carried already · answered: the team has all of it · own: of this device's own journal. */
export type TakenIn = "new" | "known" | "answered" | "own";

/** The next one to upload. */
export interface Carriage {
  readonly id: Hash;
  readonly bundle: CarriedBundle;
  readonly sent: readonly { readonly id: Id; readonly hash: Hash }[];
  /** What the endpoint once answered to it, and may have forgotten since (X7); empty: never yet. */
  readonly receipts: readonly Receipt[];
}

/** An own event to be sent. With a receipt: the endpoint once had it and has forgotten it (X7). */
export interface OutboxEvent extends CarriedEvent {
  readonly receipt: Receipt | null;
}

export interface Journal {
  /** Chains and stores the drafts, with their photos, in one strict transaction, all or none; resolves when they are durable. */
  record(drafts: readonly Draft[], photos?: readonly KeptPhoto[]): Promise<readonly Id[]>;
  /**
   * Own events without a receipt or to be pushed again, and not set aside, oldest first, contiguous, with their parts: at most `mostEvents`, at most
   * `mostBytes` as protocol/bundle.ts `eventBytes` counts them (UTF-8: a Chinese character is three), yet always at least one if there is any (else a large one would block the rest unseen).
   * `after`: only those whose `n` is greater.
   */
  outbox(mostEvents: number, mostBytes: number, after?: number): Promise<readonly OutboxEvent[]>;
  start(): Promise<SyncStart | null>;
  /** Receipts, news, cursor, scope, nonce and credential in one transaction (X5). */
  absorb(absorption: Absorption): Promise<void>;
  /** A fresh nonce that came with a refusal (X13). */
  keepNonce(nonce: string): Promise<void>;
  /**
   * The endpoint has forgotten this device's chain above `n` (X7): own answered events above it go back into the outbox, with their receipts.
   * `nonce`: the fresh one that came with it, in the same transaction.
   */
  rewind(n: number, nonce: string): Promise<void>;
  /**
   * An event that cannot be sent, too large or nothing our endpoint can read: stays, is shown, no longer blocks the rest (X9, SY23). Null:
   * everything that was set aside is in the outbox again (SY24).
   */
  setAside(id: Id | null): Promise<void>;
  /**
   * Keeps bundles of other devices and what `drafts` makes of the new ones in one transaction, all or none (SY26). Their events stand beside
   * pulled ones until the endpoint has answered them, and never in the place of one that is there. `at`: wall time, ms.
   */
  takeIn(
    taken: readonly TakenBundle[],
    at: number,
    drafts: (fresh: readonly TakenBundle[]) => readonly Draft[],
  ): Promise<readonly TakenIn[]>;
  /** The oldest bundle of another device that waits to be uploaded. */
  carriage(): Promise<Carriage | null>;
  /** How many of them wait. */
  carriageCount(): Promise<number>;
  /** It was refused as a whole, or (null) nobody knows why it failed: then it waits until an exchange without it has come through (SY27). */
  refuseCarriage(id: Hash, problem: string | null): Promise<void>;
  /** The whole enrolment reply in one transaction (X13). */
  enrol(reply: EnrolmentReply, anchor: Anchor): Promise<void>;
  membership(): Promise<Membership | null>;
  /** Entries under any of the subjects (domain/subjects.ts), each once. */
  entries(subjects: readonly string[]): Promise<readonly Entry[]>;
  /** Entries under any subject that begins with the prefix. */
  entriesWithin(prefix: string): Promise<readonly Entry[]>;
}

/** `problem`: a code of the endpoint's catalogue, or `offline` when nothing of ours came back. */
export type DeskAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string; readonly parameters: Readonly<Record<string, string | number>> };

export interface DeskRequest {
  readonly method: "GET" | "POST";
  /** From `/api/` on, with its query. */
  readonly path: string;
  /** JSON; absent with GET. */
  readonly body?: unknown;
}

/** What needs a network by its nature (links, imports, reports): asked with the live token, never queued, never thrown. */
export interface Desk {
  ask<T>(request: DeskRequest, schema: Schema<T>): Promise<DeskAnswer<T>>;
}
