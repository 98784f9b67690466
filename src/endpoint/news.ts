// X6: one page of news for a device. Merges the rows of its audiences beyond the cursor, leaves out what lies outside the horizon,
// withholds parts, and says how far it looked. Reads only.

import { type Audience, audienceKind, isWithinHorizon } from "../domain/audience.ts";
import type { Hash } from "../domain/event.ts";
import { commonOf, packEvent } from "../protocol/bundle.ts";
import type { Common } from "../protocol/bundle-schema.ts";
import { isPart, type Parts } from "../protocol/chain.ts";
import { eventTable } from "../protocol/events.ts";
import type { News } from "../protocol/exchange.ts";
import { limits } from "../protocol/limits.ts";
import { packReceipt } from "../protocol/receipts.ts";
import { isEventType } from "../protocol/versions.ts";
import { deviceAudience } from "./audience-rows.ts";
import type { Ledger } from "./ledger.ts";
import { partHash } from "./node-chain.ts";
import { liftEvent, partsOfAll, type Record, recordsOf } from "./records.ts";

interface Row {
  readonly row: number;
  readonly number: number;
  readonly audience: Audience;
  readonly via: Audience | null;
}

export interface Page {
  readonly news: News;
  /** The last row examined. */
  readonly row: number;
  readonly more: boolean;
}

export interface PageInput {
  readonly device: Hash;
  readonly scope: readonly Audience[];
  readonly after: number;
  /** The ledger's counter as this transaction sees it. */
  readonly last: number;
  readonly now: number;
  readonly receivedAt: number;
  readonly mostRows?: number;
  readonly mostEvents?: number;
}

/** The next rows over all audiences in the order of their numbers, one more than asked for if there are. */
function rowsAfter(ledger: Ledger, scope: readonly Audience[], after: number, most: number): readonly Row[] {
  const { newest } = ledger.memory;
  const rows = scope.flatMap((audience): readonly Row[] => {
    // A leader of a hundred squads asks about all of them every minute, and hardly any has moved.
    const last = newest.get(audience);
    if (last !== undefined && last <= after) return [];
    const found = ledger.database.all<Omit<Row, "audience">>(
      "SELECT row, number, via FROM audience_rows WHERE ledger = ? AND audience = ? AND row > ? ORDER BY row LIMIT ?",
      ledger.key,
      audience,
      after,
      most + 1,
    );
    if (last === undefined && found.length <= most) newest.set(audience, found[found.length - 1]?.row ?? after);
    return found.map((row): Row => ({ row: row.row, number: row.number, via: row.via, audience }));
  });
  return rows.sort((a, b) => a.row - b.row).slice(0, most + 1);
}

/** How many of the rows, from the first on, are of no more events than that. */
function rowsOf(found: readonly Row[], mostEvents: number): number {
  const numbers = new Set<number>();
  const at = found.findIndex(({ number }) => numbers.add(number).size > mostEvents);
  return at < 0 ? found.length : at;
}

/** Parts this device may read stay, the others go as their hash. */
export function withhold(record: Record, parts: Parts, audiences: readonly Audience[], device: Hash): Parts {
  const { type } = record.event;
  // Its own words are no secret to it; of a type unknown to us nothing is known to be public.
  if (record.event.device === device) return parts;
  const readers = new Map(Object.entries(isEventType(type) ? eventTable[type].parts : {}));
  const kinds = audiences.map(audienceKind);
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => {
      const allowed = readers.get(name) ?? [];
      const isReadable = !isPart(part) || kinds.some((kind) => allowed.includes(kind));
      return [name, isReadable ? part : partHash(name, part)];
    }),
  );
}

export function pageOf(ledger: Ledger, input: PageInput): Page {
  const { device, scope, now } = input;
  const most = input.mostRows ?? limits.mostNewsRows;
  const found = rowsAfter(ledger, scope, input.after, most);
  const rows = found.slice(0, Math.min(most, rowsOf(found, input.mostEvents ?? limits.mostNews)));
  const more = found.length > rows.length;
  const own = deviceAudience(device);
  const audiencesByNumber = new Map<number, Set<Audience>>();
  for (const { number, audience, via } of rows) {
    // A gained scope that is lost again takes its rows with it.
    if (via !== null && !scope.includes(via)) continue;
    const known = audiencesByNumber.get(number) ?? new Set();
    audiencesByNumber.set(number, known.add(via ?? audience));
  }
  const audiences: Audience[] = [];
  const devices: Hash[] = [];
  const indexOf = <V>(list: V[], value: V): number => (list.includes(value) ? list.indexOf(value) : list.push(value) - 1);
  let common: Common | null = null;
  const packed: News["rows"] = [];
  // Read together: a device that has everything to learn is sent page after page.
  const numbers = [...audiencesByNumber.keys()];
  const isForItself = (number: number): boolean => audiencesByNumber.get(number)?.has(own) === true;
  // The device has its own events and was answered; only what was judged again, or is sent to it by name, is news to it.
  const records = [
    ...recordsOf(ledger.database, ledger.key, numbers.filter(isForItself)),
    ...recordsOf(
      ledger.database,
      ledger.key,
      numbers.filter((number) => !isForItself(number)),
      device,
    ),
  ].filter(({ number, event, receipt }) => {
    if (isForItself(number) || receipt.judgement !== "stored") return true;
    const lifted = liftEvent(event);
    return lifted === null || isWithinHorizon(lifted, [...(audiencesByNumber.get(number) ?? [])], ledger.world, now);
  });
  const parts = partsOfAll(
    ledger.database,
    ledger.key,
    records.map(({ number }) => number),
  );
  for (const record of records.sort((a, b) => a.number - b.number)) {
    const { number, event, receipt } = record;
    const list = [...(audiencesByNumber.get(number) ?? [])];
    common ??= commonOf(event);
    packed.push({
      a: list.map((of) => indexOf(audiences, of)),
      d: indexOf(devices, event.device),
      n: event.n,
      event: packEvent(event, ledger.parts.withhold(record, parts.get(number) ?? {}, list, device), common),
      receipt: packReceipt(receipt, { receivedAt: input.receivedAt, epoch: ledger.epoch }),
    });
  }
  return {
    news: { audiences, devices, common, rows: packed },
    row: more ? (rows[rows.length - 1]?.row ?? input.after) : input.last,
    more,
  };
}
