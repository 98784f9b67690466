// The journal's half that speaks with the endpoint: outbox, receipts, news, cursor, joining. Loaded with the first exchange: a tap needs
// none of it. One intent, one transaction; knows nothing of the network.

import { type Id, isDoubtful, isNewerReceipt, type Receipt } from "../domain/event.ts";
import { unpackEvent } from "../protocol/bundle.ts";
import type { Common } from "../protocol/bundle-schema.ts";
import { canonical } from "../protocol/canonical.ts";
import { chainStart } from "../protocol/chain.ts";
import type { ExchangeReply, News } from "../protocol/exchange.ts";
import { unpackReceipt } from "../protocol/receipts.ts";
import type { Journal, SyncStart, TakenBundle, TakenIn } from "../sync/ports.ts";
import { standingOf } from "../sync/standing.ts";
import { createCarriedRows } from "./carried-rows.ts";
import { type Database, type EventRow, type HeadRow, type PartRow, stateRow } from "./database.ts";
import { hasPastOwn, purgeHanded, purgePast, purgeScope } from "./database-lives.ts";
import { partRowsOf, subjectsOfAny } from "./event-rows.ts";
import { addRows, eventsOf, putRows } from "./many-rows.ts";
import { createOutbox } from "./outbox.ts";
import { type RecordRows, tellLiveQueries } from "./record-write.ts";

export interface JournalSync
  extends Pick<
    Journal,
    "outbox" | "start" | "absorb" | "keepNonce" | "rewind" | "setAside" | "enrol" | "carriage" | "carriageCount" | "refuseCarriage"
  > {
  /** As the journal port says; `extend`: the drafts of the new ones, chained after the head. */
  takeIn(
    taken: readonly TakenBundle[],
    at: number,
    extend: (head: HeadRow, fresh: readonly TakenBundle[]) => RecordRows,
  ): Promise<readonly TakenIn[]>;
}

/**
 * The row with its receipt: out of the outbox (X1), marked where it was refused. Only a newer receipt replaces one (X2), but for an event
 * that was pushed again: what a restored ledger says is all there is (SY19).
 */
function answered(row: EventRow, next: Receipt): EventRow {
  const { unsent, aside: _, refused: __, ...rest } = row;
  const receipt = unsent === 1 || isNewerReceipt(next, row.receipt) ? next : (row.receipt ?? next);
  if (row.link === null || receipt.judgement === "stored") return { ...rest, receipt };
  return { ...rest, receipt, refused: receipt.judgement === "quarantined" ? 1 : 2 };
}

/** Over one connection; journal-paging.ts puts two together. */
export function openJournalSync(database: Database): JournalSync {
  const { events, parts, state, carried } = database;
  const writing = [events, parts, state, carried];
  const outbox = createOutbox(database);
  const carriedRows = createCarriedRows(database);

  async function start(): Promise<SyncStart | null> {
    return database.transaction("r", events, state, async () => {
      const sync = await stateRow(database, "sync");
      if (sync === undefined) return null;
      return {
        cursor: sync.cursor,
        nonce: sync.nonce,
        ...(await outbox.size()),
        ...(sync.asksOwn === true ? { asksOwn: true as const } : {}),
      };
    });
  }

  /** Stores news rows; runs inside the caller's transaction. */
  async function keepNews(news: News, reply: { readonly receivedAt: number; readonly epoch: number }): Promise<void> {
    const { common } = news;
    if (common === null || news.rows.length === 0) return;
    const life = reply.epoch;
    const partRows: PartRow[] = [];
    function* copies(shared: Common): Iterable<EventRow> {
      for (const wire of news.rows) {
        const device = news.devices[wire.d];
        if (device === undefined) throw new RangeError("news names a device it does not list");
        const { event, parts: carried } = unpackEvent(wire.event, shared, device, wire.n);
        const { id, n } = event;
        partRows.push(...partRowsOf(id, carried));
        const receipt = unpackReceipt(id, wire.receipt, reply);
        const audiences = wire.a.flatMap((index) => news.audiences[index] ?? []);
        yield { id, device, n, event, link: null, receipt, subjects: subjectsOfAny(event), audiences, life };
      }
    }
    await addRows(copies(common), (before, copy) => {
      // SY26: until now only what another device said of itself.
      if (before.carried === 1) return copy;
      // SY20: known from an earlier life of the ledger.
      if (before.link === null && before.life !== undefined && before.life !== life)
        return { ...before, receipt: copy.receipt, audiences: copy.audiences, life };
      const audiences = [...new Set([...before.audiences, ...copy.audiences])];
      const row = copy.receipt === null ? before : answered(before, copy.receipt);
      return { ...row, audiences, ...(before.link === null ? { life } : {}) };
    });
    putRows("parts", partRows);
  }

  /** Resolves with the `n` up to which it answered the outbox. */
  async function keepReceipts(reply: ExchangeReply, sent: readonly { readonly id: Id; readonly hash: string }[]): Promise<number> {
    if (sent.length === 0) return 0;
    // Probably they are the first still; another page's answer may have come before.
    const first = new Map((await outbox.first(sent.length)).map((row) => [row.id, row]));
    const others = await eventsOf(sent.map(({ id }) => id).filter((id) => !first.has(id)));
    const rows = new Map([...first, ...others.map((row) => [row.id, row] as const)]);
    const changed = sent.flatMap(({ id, hash }, i): readonly EventRow[] => {
      const [row, wire] = [rows.get(id), reply.receipts[i]];
      if (row === undefined || wire === undefined || row.link?.hash !== hash) return [];
      return [answered(row, unpackReceipt(id, wire, reply))];
    });
    putRows("events", changed);
    return changed.length === sent.length && others.length === 0 ? (changed[changed.length - 1]?.n ?? 0) : 0;
  }

  const receiptsOf = (reply: ExchangeReply, sent: readonly { readonly id: Id }[]): readonly Receipt[] =>
    sent.flatMap(({ id }, i) => {
      const wire = reply.receipts[i];
      return wire === undefined ? [] : [unpackReceipt(id, wire, reply)];
    });

  return {
    outbox: (...which) => database.transaction("r", events, parts, () => outbox.read(...which)),
    start,
    absorb: async ({ from, reply, sent, anchor, carriage, askedOwn }) => {
      let answeredTo = 0;
      await database.transaction("rw", writing, async () => {
        const [sync, head, member] = await Promise.all([
          stateRow(database, "sync"),
          stateRow(database, "head"),
          stateRow(database, "member"),
        ]);
        if (sync === undefined || head === undefined || member === undefined) throw new Error("this device has not joined");
        // Of an earlier life than we already follow: whatever it answers has been forgotten since.
        if (reply.cursor.epoch < sync.cursor.epoch) return;
        if (carriage === undefined) {
          answeredTo = await keepReceipts(reply, sent);
          await carriedRows.release();
        } else await carriedRows.answered(carriage, receiptsOf(reply, sent));
        await keepNews(reply.news, reply);
        if (canonical(reply.scope) !== canonical(sync.scope)) await purgeScope(database, reply.scope);
        const isOurs = sync.cursor.epoch === from.epoch && sync.cursor.row === from.row;
        // X5: within an epoch a cursor never goes back, whatever a reply says.
        const isBack = reply.cursor.epoch === sync.cursor.epoch && reply.cursor.row < sync.cursor.row;
        const cursor = isOurs && !isBack ? reply.cursor : sync.cursor;
        const isNewLife = cursor.epoch !== sync.cursor.epoch;
        if (isNewLife) {
          answeredTo = 0;
          await outbox.sendAgain((row) => isDoubtful(row.receipt, cursor.epoch, reply.forgottenAbove ?? 0));
          await carriedRows.forget(cursor.epoch, reply.forgottenAbove ?? 0);
        }
        // A lent tablet is never sent anything: what it was given with the shift stays.
        if (isOurs && !reply.more && member.lent === undefined) await carriedRows.settle();
        // What another tablet handed over has been brought by now, or is none of ours; unless we are the ones to bring it to the endpoint.
        const isConfirmed = sync.handed === true && isOurs && !reply.more && (await carriedRows.count()) === 0;
        if (isConfirmed) await purgeHanded(database);
        const isAged = isNewLife || sync.aged === true;
        const isWhole = isAged && isOurs && !reply.more;
        if (isWhole) await purgePast(database, head.device, cursor.epoch);
        const asksOwn = isWhole ? await hasPastOwn(database, head.device, cursor.epoch) : sync.asksOwn === true && askedOwn !== true;
        await state.put({
          key: "sync",
          cursor,
          nonce: reply.nonce,
          token: reply.token,
          scope: reply.scope,
          syncedAt: Math.max(sync.syncedAt, reply.serverTime),
          ...(isAged && !isWhole ? { aged: true as const } : {}),
          ...(asksOwn ? { asksOwn: true as const } : {}),
          ...(sync.handed === true && !isConfirmed ? { handed: true as const } : {}),
        });
        if (head.anchor === null || head.anchor.serverTime <= anchor.serverTime) await state.put({ ...head, anchor });
        if (reply.credential !== undefined) await state.put({ ...member, credential: reply.credential, persons: reply.credential.persons });
      });
      outbox.hasLeft(answeredTo + 1);
      if (sent.length > 0 || reply.news.rows.length > 0) tellLiveQueries();
    },
    keepNonce: (nonce) =>
      database.transaction("rw", state, async () => {
        const sync = await stateRow(database, "sync");
        if (sync !== undefined) await state.put({ ...sync, nonce });
      }),
    rewind: (n, nonce) =>
      database.transaction("rw", events, state, async () => {
        const sync = await stateRow(database, "sync");
        if (sync === undefined) return;
        await outbox.sendAgain((row) => row.n > n);
        await state.put({ ...sync, nonce });
      }),
    setAside: (id) =>
      database.transaction("rw", events, state, carried, async () => {
        if (id === null) await carriedRows.tryAgain();
        if (await outbox.setAside(id)) await state.delete("firstLook");
      }),
    carriage: () => database.transaction("r", carried, () => carriedRows.next()),
    carriageCount: () => database.transaction("r", carried, () => carriedRows.count()),
    refuseCarriage: (id, problem) => database.transaction("rw", carried, () => carriedRows.refuse(id, problem)),
    takeIn: async (taken, at, extend) => {
      const standings = await database.transaction("rw", writing, async () => {
        const head = await stateRow(database, "head");
        if (head === undefined) throw new Error("this device has not joined");
        const found = await carriedRows.takeIn(head.device, taken, at);
        const rows = extend(
          head,
          taken.filter((_, i) => found[i] === "new"),
        );
        if (rows.events.length > 0) {
          await events.bulkAdd([...rows.events]);
          await parts.bulkAdd([...rows.parts]);
          await state.put(rows.head);
        }
        return found;
      });
      tellLiveQueries();
      return standings;
    },
    enrol: async (reply, anchor) => {
      await database.transaction("rw", writing, async () => {
        const key = await stateRow(database, "key");
        const member = await stateRow(database, "member");
        // Who was at this tablet stays: a further person who joins on it is chosen on the lock screen.
        const person = reply.persons.find((it) => it === member?.person) ?? reply.persons[0];
        if (key === undefined || person === undefined) throw new Error("no key to join with, or nobody to join as");
        const wasLent = member?.lent !== undefined;
        const [before, synced] = [await stateRow(database, "head"), await stateRow(database, "sync")];
        // A lent tablet has pulled nothing: where it stood says nothing of what it holds.
        const past = wasLent ? undefined : synced;
        const standing = past === undefined ? "new" : standingOf(reply, past);
        // SY17: an answer that was long on its way, of a life that is over.
        if (standing === "past") return;
        if (standing === "newLife") {
          await outbox.sendAgain((row) => isDoubtful(row.receipt, reply.cursor.epoch, 0));
          await carriedRows.forget(reply.cursor.epoch, 0);
        }
        // The same key again keeps its chain: a lost reply must not fork it (SY17), nor must a lost journal.
        const { n, hash } = before?.device === key.device ? before : (reply.head ?? { n: 0, hash: chainStart });
        const head: HeadRow = { key: "head", device: key.device, n, hash, anchor };
        const { ledger, persons, endpointKey, credential = null } = reply;
        await state.bulkPut([
          head,
          { key: "member", ledger, device: key.device, person, persons, endpointKey, credential },
          {
            key: "sync",
            cursor: standing === "late" && past !== undefined ? past.cursor : reply.cursor,
            nonce: reply.nonce,
            token: reply.token,
            scope: reply.scope,
            syncedAt: reply.serverTime,
            ...(standing === "newLife" || past?.aged === true ? { aged: true as const } : {}),
            ...(past?.asksOwn === true ? { asksOwn: true as const } : {}),
            ...(wasLent || past?.handed === true ? { handed: true as const } : {}),
          },
        ]);
        await keepNews(reply.news, reply);
      });
      tellLiveQueries();
    },
  };
}
