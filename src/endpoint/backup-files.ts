// A backup as files: numbered segments of JSON lines (gzip), each with its checksum in one manifest, every file durable before it is
// named. Anyone can read it with `zcat` and rebuild a ledger. Knows no database. Holds names and keys: for the owner's eyes alone.

import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync, gzip } from "node:zlib";
import type { Event, Hash, Id, Receipt } from "../domain/event.ts";
import { canonical } from "../protocol/canonical.ts";
import { hashBytes, hashText } from "../protocol/chain.ts";
import type { Life } from "./epoch.ts";

/** Erased or withheld: without salt and value. */
export type SavedPart = readonly [name: string, hash: Hash, salt: string | null, value: unknown];
export type SavedReceipt = Omit<Receipt, "id" | "number">;

/** One line of a segment. A later line about the same thing replaces what an earlier one said. */
export type Line =
  | {
      readonly type: "event";
      readonly number: number;
      /** As it was hashed. */
      readonly event: Event;
      readonly previous: Hash;
      readonly hash: Hash;
      readonly parts: readonly SavedPart[];
      readonly receipt: SavedReceipt;
    }
  /** An event saved earlier whose receipt or parts changed: completed, erased, judged again. */
  | { readonly type: "revision"; readonly number: number; readonly parts: readonly SavedPart[]; readonly receipt: SavedReceipt }
  | {
      readonly type: "conflict";
      readonly hash: Hash;
      readonly event: Event;
      readonly previous: Hash;
      readonly parts: unknown;
      readonly receipt: Receipt;
    }
  /** A row of a table that no fold rebuilds (beside-fold.ts); null when it is gone. */
  | {
      readonly type: "row";
      readonly kind: string;
      readonly key: string;
      readonly row: { readonly [column: string]: string | number | null } | null;
    };

export interface Segment {
  readonly file: string;
  readonly sha256: Hash;
  readonly lines: number;
  /** Lowest and highest number of the events in it, new or revised; null when there are none. */
  readonly events: readonly [number, number] | null;
}

export interface Manifest {
  readonly format: 1;
  readonly ledger: {
    readonly id: Id;
    readonly epoch: number;
    readonly counter: number;
    readonly secret: string;
    readonly privateKey: string;
    readonly publicKey: string;
    readonly device: Hash;
    readonly demo: boolean;
    readonly createdAt: number;
    readonly horizonUntil: number;
    /** Absent in the first backups ever made. */
    readonly lives?: readonly Life[];
  };
  /** Number and hash of the last event saved: another event under that number is another life of the ledger. */
  readonly last: { readonly number: number; readonly hash: Hash } | null;
  /** The last change saved (changes.ts). */
  readonly change: number;
  /** When it was last brought up to date; ms. */
  readonly at: number;
  readonly segments: readonly Segment[];
}

/** Below DATA_DIR, and below a backup's folder. */
export const photosFolder = "photos";
const manifestFile = "manifest.json";
const compress = promisify(gzip);

/** Durable before it is found under its name. */
export function writeDurably(folder: string, file: string, bytes: Uint8Array): void {
  const path = join(folder, file);
  const handle = openSync(`${path}.part`, "w", 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${path}.part`, path);
  syncFolder(folder);
}

/** What was renamed into it stays so. */
export function syncFolder(folder: string): void {
  // Windows opens no folder; there a rename is durable with the file system's own log.
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** A small JSON file, durable before it is found under its name. */
export const writeJson = (folder: string, file: string, value: unknown): void =>
  writeDurably(folder, file, Buffer.from(`${JSON.stringify(value, null, 1)}\n`));

const checksumOf = (manifest: Manifest): Hash => hashText(canonical(manifest));

export const writeManifest = (folder: string, manifest: Manifest): void =>
  writeJson(folder, manifestFile, { ...manifest, checksum: checksumOf(manifest) });

export type Read<V> = { readonly ok: true; readonly value: V } | { readonly ok: false; readonly problem: string };

/** Null: the folder holds no backup. The problem is one sentence for the operator. */
export function readManifest(folder: string): Read<Manifest | null> {
  const path = join(folder, manifestFile);
  if (!existsSync(path)) return { ok: true, value: null };
  try {
    const { checksum, ...manifest } = JSON.parse(readFileSync(path, "utf8")) as Manifest & { checksum: Hash };
    if (manifest.format !== 1)
      return { ok: false, problem: `备份来自更新的版本: ${path} was written by a newer version (${manifest.format}).` };
    if (checksumOf(manifest) === checksum) return { ok: true, value: manifest };
  } catch {
    // Cut off or no JSON at all: as damaged as a wrong checksum.
  }
  return { ok: false, problem: `备份坏了: ${path} does not match its checksum.` };
}

export async function writeSegment(folder: string, file: string, lines: readonly Line[]): Promise<Segment> {
  const bytes = await compress(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  writeDurably(folder, file, bytes);
  const numbers = lines.flatMap((line) => (line.type === "event" || line.type === "revision" ? [line.number] : []));
  const range = numbers.reduce<[number, number]>(
    ([low, high], number) => [Math.min(low, number), Math.max(high, number)],
    [Number.MAX_SAFE_INTEGER, 0],
  );
  return { file, sha256: hashBytes(bytes), lines: lines.length, events: numbers.length === 0 ? null : range };
}

/** Its lines, once the checksum has held. */
export function readSegment(folder: string, segment: Segment): Read<readonly Line[]> {
  const path = join(folder, segment.file);
  if (!existsSync(path)) return { ok: false, problem: `备份少了文件: ${path} is missing.` };
  const bytes = readFileSync(path);
  if (hashBytes(bytes) !== segment.sha256) return { ok: false, problem: `备份坏了: ${path} does not match its checksum.` };
  const text = gunzipSync(bytes).toString("utf8");
  return { ok: true, value: text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Line])) };
}

/** Makes the folder, or says why it is no place for a backup. */
export function prepareFolder(folder: string): string | null {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = readdirSync(folder);
    if (found.length === 0 || found.includes(manifestFile)) return null;
    // What an interrupted first backup leaves behind.
    if (found.every((name) => /^segment-\d{6}\.|^epoch-|^photos$|^manifest\.json\.part$/.test(name))) return null;
    return `备份文件夹不是空的: ${folder} holds something else; choose an empty folder or one with a backup in it.`;
  } catch (error) {
    return `备份文件夹不能用: ${folder} cannot be used (${error instanceof Error ? error.message : error}).`;
  }
}

/** An earlier life of the ledger: whole by itself, out of the way of the new one. Returns where it lies now. */
export function putAway(folder: string, manifest: Manifest): string {
  const name = `epoch-${manifest.ledger.epoch}-${manifest.at}`;
  const away = join(folder, name);
  mkdirSync(away, { recursive: true, mode: 0o700 });
  // The manifest last: until it is gone the old backup still counts, and a second try goes on.
  for (const { file } of manifest.segments) if (existsSync(join(folder, file))) renameSync(join(folder, file), join(away, file));
  if (existsSync(join(folder, photosFolder))) renameSync(join(folder, photosFolder), join(away, photosFolder));
  renameSync(join(folder, manifestFile), join(away, manifestFile));
  syncFolder(away);
  syncFolder(folder);
  return away;
}

export const removeFile = (folder: string, file: string): void => rmSync(join(folder, file), { force: true });

export const segmentName = (index: number, revision: number): string =>
  `segment-${String(index).padStart(6, "0")}${revision === 0 ? "" : `.${revision}`}.jsonl.gz`;
