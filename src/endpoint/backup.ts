// `backup`: what the ledger has gained and changed since the last one, appended to a folder of files (backup-files.ts). Reads in slices
// and never holds up an exchange for long; the last slice is one consistent look. Erasure reaches segments written long ago.

import { join } from "node:path";
import type { Event, Receipt } from "../domain/event.ts";
import {
  type Line,
  type Manifest,
  photosFolder,
  prepareFolder,
  putAway,
  type Read,
  readManifest,
  readSegment,
  removeFile,
  type SavedPart,
  type Segment,
  segmentName,
  writeManifest,
  writeSegment,
} from "./backup-files.ts";
import { besideTables } from "./beside-fold.ts";
import { type Change, changesAfter, lastChange } from "./changes.ts";
import { announceRollback, livesOf } from "./epoch.ts";
import type { Ledger } from "./ledger.ts";
import { copyPhotos, type PhotoRow, removePhotos } from "./photo-files.ts";
import { type Record, recordByNumber, recordsAfter } from "./records.ts";

export interface BackedUp {
  readonly folder: string;
  /** The ledger's counter when it was taken. */
  readonly number: number;
  readonly at: number;
  readonly events: number;
  readonly revisions: number;
  /** Where a backup of an earlier life of this ledger was put, if there was one. */
  readonly putAway: string | null;
}

export interface BackupSizes {
  /** Events read at a time, while everything else waits. */
  readonly slice: number;
  /** Lines of a full segment. */
  readonly segment: number;
}
export interface BackupOptions {
  readonly sizes?: BackupSizes;
  /** Where the ledger's photos lie; null where it can have none. */
  readonly photos?: string | null;
}
const usualSizes: BackupSizes = { slice: 500, segment: 10_000 };

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function savedParts(ledger: Ledger, number: number): readonly SavedPart[] {
  return ledger.database
    .all<{ name: string; hash: string; salt: string | null; value: string | null }>(
      "SELECT name, hash, salt, value FROM parts WHERE ledger = ? AND number = ? ORDER BY name",
      ledger.key,
      number,
    )
    .map(({ name, hash, salt, value }) => [name, hash, salt, value === null ? null : (JSON.parse(value) as unknown)]);
}

function savedReceipt({ id: _, number: __, ...receipt }: Receipt) {
  return receipt;
}

const toEventLine = (ledger: Ledger, { number, event, previous, hash, receipt }: Record): Line => ({
  type: "event",
  number,
  event,
  previous,
  hash,
  parts: savedParts(ledger, number),
  receipt: savedReceipt(receipt),
});

function toChangeLine(ledger: Ledger, { kind, key }: Change): Line {
  if (kind !== "event") return { type: "row", kind, key, row: besideTables[kind]?.read(ledger.database, ledger.key, key) ?? null };
  const number = Number(key);
  const record = recordByNumber(ledger.database, ledger.key, number);
  if (record === null) throw new Error(`a change of an event that is not there: ${number}`);
  return { type: "revision", number, parts: savedParts(ledger, number), receipt: savedReceipt(record.receipt) };
}

/** Set aside, few, and in no order of numbers: their receipts carry those. */
function conflictLines(ledger: Ledger, after: number): readonly Line[] {
  return ledger.database
    .all<{ hash: string; event: string; previous: string; parts: string; receipt: string }>(
      "SELECT hash, event, previous, parts, receipt FROM conflicts WHERE ledger = ? AND receipt ->> 'number' > ?",
      ledger.key,
      after,
    )
    .map(({ hash, event, previous, parts, receipt }) => ({
      type: "conflict",
      hash,
      event: JSON.parse(event) as Event,
      previous,
      parts: JSON.parse(parts) as unknown,
      receipt: JSON.parse(receipt) as Receipt,
    }));
}

const photoRow = (ledger: Ledger, photo: string): PhotoRow => ({
  photo,
  bytes:
    ledger.database.get<{ bytes: number | null }>("SELECT bytes FROM photos WHERE ledger = ? AND photo = ?", ledger.key, photo)?.bytes ??
    null,
});

interface LedgerRow {
  readonly counter: number;
  readonly secret: string;
  readonly created_at: number;
  readonly horizon_until: number;
}

function ledgerNow(ledger: Ledger): Manifest["ledger"] {
  const row = ledger.database.get<LedgerRow>("SELECT counter, secret, created_at, horizon_until FROM ledgers WHERE ledger = ?", ledger.key);
  if (row === null) throw new Error("a ledger without its row");
  return {
    id: ledger.id,
    epoch: ledger.epoch,
    counter: row.counter,
    secret: row.secret,
    privateKey: ledger.privateJwk,
    publicKey: ledger.publicKey,
    device: ledger.device,
    demo: ledger.isDemo,
    createdAt: row.created_at,
    horizonUntil: row.horizon_until,
    lives: livesOf(ledger),
  };
}

/** The numbers whose salts and values are gone, among the lines just written. */
const erasedIn = (lines: readonly Line[]): ReadonlyMap<number, ReadonlySet<string>> =>
  new Map(
    lines.flatMap((line) => {
      if (line.type !== "revision") return [];
      const gone = line.parts.filter(([, , salt]) => salt === null).map(([name]) => name);
      return gone.length === 0 ? [] : [[line.number, new Set(gone)] as const];
    }),
  );

/** Older segments without the parts that have been erased since. New files: the manifest that names the old ones must stay true until it is replaced. */
async function eraseInSegments(
  folder: string,
  segments: readonly Segment[],
  erased: ReadonlyMap<number, ReadonlySet<string>>,
): Promise<Read<{ readonly segments: readonly Segment[]; readonly replaced: readonly string[] }>> {
  const kept: Segment[] = [];
  const replaced: string[] = [];
  const numbers = [...erased.keys()];
  for (const segment of segments) {
    const range = segment.events;
    if (range === null || !numbers.some((number) => number >= range[0] && number <= range[1])) {
      kept.push(segment);
      continue;
    }
    const read = readSegment(folder, segment);
    if (!read.ok) return read;
    let isChanged = false;
    const lines = read.value.map((line): Line => {
      if (line.type !== "event" && line.type !== "revision") return line;
      const gone = erased.get(line.number);
      if (gone === undefined || !line.parts.some(([name, , salt]) => salt !== null && gone.has(name))) return line;
      isChanged = true;
      return {
        ...line,
        parts: line.parts.map(([name, hash, salt, value]) => (gone.has(name) ? [name, hash, null, null] : [name, hash, salt, value])),
      };
    });
    if (!isChanged) {
      kept.push(segment);
      continue;
    }
    const [, index = "0", revision = "0"] = /^segment-(\d+)(?:\.(\d+))?\./.exec(segment.file) ?? [];
    kept.push(await writeSegment(folder, segmentName(Number(index), Number(revision) + 1), lines));
    replaced.push(segment.file);
    await breathe();
  }
  return { ok: true, value: { segments: kept, replaced } };
}

/** The earlier backup to go on from: this very life of this ledger. */
async function earlier(
  ledger: Ledger,
  folder: string,
): Promise<Read<{ readonly manifest: Manifest | null; readonly putAway: string | null }>> {
  const read = readManifest(folder);
  if (!read.ok) return read;
  const manifest = read.value;
  if (manifest === null) return { ok: true, value: { manifest, putAway: null } };
  if (manifest.ledger.id !== ledger.id) return { ok: false, problem: `那是另一个账本的备份: ${folder} holds a backup of another ledger.` };
  const record = manifest.last === null ? null : recordByNumber(ledger.database, ledger.key, manifest.last.number);
  // X7: the folder remembers what the ledger has forgotten.
  if (manifest.ledger.epoch >= ledger.epoch && (manifest.last?.hash ?? null) !== (record?.hash ?? null))
    await announceRollback(ledger, manifest.ledger.epoch);
  if (manifest.ledger.epoch === ledger.epoch) return { ok: true, value: { manifest, putAway: null } };
  return { ok: true, value: { manifest: null, putAway: putAway(folder, manifest) } };
}

/** Brings the folder up to date. One at a time. The problem is one sentence for the operator. */
export async function backUp(
  ledger: Ledger,
  folder: string,
  { sizes = usualSizes, photos = null }: BackupOptions = {},
): Promise<Read<BackedUp>> {
  const unfit = prepareFolder(folder);
  if (unfit !== null) return { ok: false, problem: unfit };
  const before = await earlier(ledger, folder);
  if (!before.ok) return before;
  const { manifest } = before.value;
  const from = { number: manifest?.last?.number ?? 0, counter: manifest?.ledger.counter ?? 0, change: manifest?.change ?? 0 };
  const startChange = lastChange(ledger.database, ledger.key);
  const segments: Segment[] = [...(manifest?.segments ?? [])];
  let index = segments.length;
  let lines: Line[] = [];
  let last = manifest?.last ?? null;
  let events = 0;
  const close = async (): Promise<void> => {
    index += 1;
    segments.push(await writeSegment(folder, segmentName(index, 0), lines));
    lines = [];
  };

  for (;;) {
    const records = recordsAfter(ledger.database, ledger.key, last?.number ?? 0, sizes.slice);
    for (const record of records) lines.push(toEventLine(ledger, record));
    const newest = records[records.length - 1];
    if (newest !== undefined) last = { number: newest.number, hash: newest.hash };
    events += records.length;
    if (records.length < sizes.slice) break;
    if (lines.length >= sizes.segment) await close();
    else await breathe();
  }
  // From here to the counter nothing else runs: the last events, everything changed and the ledger's own row are of one moment.
  const changes = changesAfter(ledger.database, ledger.key, from.change).filter(
    ({ kind, key, change }) => kind !== "event" || Number(key) <= from.number || change > startChange,
  );
  const changed = changes.map((change) => toChangeLine(ledger, change));
  lines.push(...conflictLines(ledger, from.counter), ...changed);
  const now = { ledger: ledgerNow(ledger), last, change: lastChange(ledger.database, ledger.key), at: ledger.clock.now() };

  if (lines.length > 0) await close();
  const erased = await eraseInSegments(folder, segments, erasedIn(changed));
  if (!erased.ok) return erased;
  const photoRows = changes.filter(({ kind }) => kind === "photo").map(({ key }) => photoRow(ledger, key));
  // One that was erased meanwhile is missing here, and the next backup says why.
  if (photos !== null) await copyPhotos(photos, join(folder, photosFolder), photoRows);
  writeManifest(folder, { format: 1, ...now, segments: erased.value.segments });
  for (const file of erased.value.replaced) removeFile(folder, file);
  removePhotos(join(folder, photosFolder), photoRows);
  return {
    ok: true,
    value: {
      folder,
      number: now.ledger.counter,
      at: now.at,
      events,
      revisions: changed.length,
      putAway: before.value.putAway,
    },
  };
}
