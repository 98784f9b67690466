// What must hold at every moment, watched from outside while a simulation runs: promises of the journal and the wire that a later moment could
// hide. Remembers what people did and what devices might know; changes nothing.

import { audienceKind } from "../../src/domain/audience.ts";
import { type Hash, type Id, isNewerReceipt } from "../../src/domain/event.ts";
import { isPart } from "../../src/protocol/chain.ts";
import { eventTable } from "../../src/protocol/events.ts";
import { isEventType } from "../../src/protocol/versions.ts";
import type { MemoryRow, MemoryState } from "../fixtures/memory-journal.ts";

export interface Violation {
  /** The promise that was broken, as the list in checks.ts and here names it. */
  readonly promise: string;
  readonly what: string;
}

export interface Watch {
  readonly violations: readonly Violation[];
  break(promise: string, what: string): void;
  /** Somebody tapped, and the journal was asked to keep these. */
  attempted(ids: readonly Id[]): void;
  /** The journal said that it keeps them. */
  kept(ids: readonly Id[]): void;
  /** What a device may hold from now on. */
  mayHold(device: Hash, scope: readonly string[]): void;
  /** The endpoint itself said that it cannot take something of what this device sent. */
  refused(device: Hash): void;
  readonly isRefused: (device: Hash) => boolean;
  /** A browser lost them, sent or not. */
  lost(device: Hash, ids: readonly Id[]): void;
  readonly hasLost: (device: Hash) => boolean;
  readonly lostIds: () => ReadonlySet<Id>;
  /** Its device shows no earlier receipts, or shares its chain with one that never had them. */
  forgets(device: Hash): void;
  written(name: string, device: Hash, before: MemoryState, after: MemoryState): void;
  readonly keptIds: () => ReadonlySet<Id>;
  readonly attemptedIds: () => ReadonlySet<Id>;
  readonly revisions: () => number;
}

export function createWatch(): Watch {
  const violations: Violation[] = [];
  const attemptedIds = new Set<Id>();
  const keptIds = new Set<Id>();
  const scopes = new Map<Hash, Set<string>>();
  const forgetful = new Set<Hash>();
  const refused = new Set<Hash>();
  const lostIds = new Set<Id>();
  const losers = new Set<Hash>();
  let revisions = 0;

  const broken = (promise: string, what: string): void => {
    if (violations.length < 20) violations.push({ promise, what });
  };

  function watchRow(name: string, device: Hash, before: MemoryRow | undefined, row: MemoryRow): void {
    const { id } = row.event;
    if (before !== undefined && before.receipt !== row.receipt && before.receipt !== null) {
      // Carried, and answered once: it waits once more, in another life of the ledger (SY20).
      const isNewLife = before.life !== row.life || before.isForgotten || before.isCarried;
      if (row.receipt === null) broken("receipt kept", `${name} lost the receipt of ${id}`);
      else if (before.receipt.mac !== row.receipt.mac) {
        revisions += 1;
        const isRevised =
          row.receipt.epoch > before.receipt.epoch ||
          (row.receipt.epoch === before.receipt.epoch && row.receipt.revision > before.receipt.revision);
        if (!isNewLife && !(isRevised && isNewerReceipt(row.receipt, before.receipt)))
          broken(
            "receipt changes by revision alone",
            `${name} ${id}: ${JSON.stringify(before.receipt)} became ${JSON.stringify(row.receipt)}`,
          );
      }
    }
    if (row.isAside && before?.isAside !== true && !refused.has(device))
      broken("set aside on the endpoint's word alone", `${name} set ${row.event.type} ${id} aside`);
    const [first, again] = [before?.receipt, row.receipt];
    if (before?.isForgotten === true && first != null && again != null && again.receivedAt > first.receivedAt && !forgetful.has(device))
      broken("received when it was first received", `${name} ${id}: at ${first.receivedAt}, after a rollback at ${again.receivedAt}`);
    if (row.link !== null || row.event.device === device) return;
    const allowed = scopes.get(device) ?? new Set();
    for (const audience of row.audiences)
      if (!allowed.has(audience)) broken("scope", `${name} holds ${row.event.type} ${id} through ${audience}, which it never had`);
    const kinds = row.audiences.map(audienceKind);
    const readers: Readonly<Record<string, readonly string[]>> = isEventType(row.event.type) ? eventTable[row.event.type].parts : {};
    // What it has read already it has read, however the next life of the ledger sends it.
    const known: Readonly<Record<string, unknown>> = before?.parts ?? {};
    for (const [part, value] of Object.entries(row.parts))
      if (isPart(value) && known[part] !== value && !kinds.some((kind) => readers[part]?.includes(kind)))
        broken("details", `${name} reads ${part} of ${row.event.type} ${id} as ${kinds.join()}`);
  }

  /** SY26: nothing carried is dropped before it was answered, and what nobody sent lies there only as long as it is carried. */
  function watchCarried(name: string, before: MemoryState, after: MemoryState): void {
    if (before.carried.size === 0 && after.carried.size === 0) return;
    const waiting = new Set<Id>();
    /** In one bundle, whatever other ones it lies in. */
    const answered = new Set<Id>();
    const loose = new Set<Id>();
    for (const { state, isLoose, events } of after.carried.values())
      for (const { event } of events) {
        (state === "uploaded" ? answered : waiting).add(event.id);
        if (isLoose) loose.add(event.id);
      }
    for (const [id, { state }] of before.carried)
      if (state !== "uploaded" && !after.carried.has(id)) broken("carried until answered", `${name} lost ${id.slice(0, 8)}`);
    for (const [id, row] of before.rows)
      if (row.isCarried && !after.rows.has(id) && !answered.has(id)) broken("carried until answered", `${name} shows ${id} no longer`);
    for (const [id, row] of after.rows)
      if (row.isCarried ? !waiting.has(id) : row.link === null && row.audiences.length === 0 && !loose.has(id))
        broken("scope", `${name} holds ${row.event.type} ${id}, which nobody sent and nobody carries`);
  }

  return {
    violations,
    break: broken,
    attempted: (ids) => {
      for (const id of ids) attemptedIds.add(id);
    },
    kept: (ids) => {
      for (const id of ids) keptIds.add(id);
    },
    mayHold: (device, scope) => {
      const known = scopes.get(device) ?? new Set();
      scopes.set(device, known);
      for (const audience of scope) known.add(audience);
    },
    refused: (device) => void refused.add(device),
    isRefused: (device) => refused.has(device),
    hasLost: (device) => losers.has(device),
    lost: (device, ids) => {
      losers.add(device);
      for (const id of ids) lostIds.add(id);
    },
    lostIds: () => lostIds,
    forgets: (device) => void forgetful.add(device),
    written: (name, device, before, after) => {
      const [was, is] = [before.sync?.cursor, after.sync?.cursor];
      // Joining once more with more to hold starts over on purpose (standing.ts).
      const hasGained = after.sync?.scope.some((of) => before.sync?.scope.includes(of) === false) === true;
      if (was !== undefined && (is === undefined || is.epoch < was.epoch || (is.epoch === was.epoch && is.row < was.row && !hasGained)))
        broken("cursor never goes back", `${name}: ${JSON.stringify(was)} → ${JSON.stringify(is)}`);
      if (after.head.n < before.head.n) broken("chain goes on", `${name}: ${before.head.n} → ${after.head.n}`);
      for (const [id, row] of after.rows) {
        const known = before.rows.get(id);
        if (known !== row) watchRow(name, device, known, row);
      }
      for (const [id, row] of before.rows)
        if (row.link !== null && after.rows.get(id)?.link !== row.link)
          broken("X1 own event stays", `${name} lost ${row.event.type} ${id}`);
      if (before.carried !== after.carried || before.rows !== after.rows) watchCarried(name, before, after);
    },
    keptIds: () => keptIds,
    attemptedIds: () => attemptedIds,
    revisions: () => revisions,
  };
}
