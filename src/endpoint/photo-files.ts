// Photos in a backup: the same files under the same names beside its segments, which say which of them belong to it. Each file's name is its
// own checksum. Knows no database but the rows it is given.

import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { hashBytes } from "../protocol/chain.ts";
import { writeDurably } from "./backup-files.ts";
import { isPhotoName } from "./photos.ts";

export interface PhotoRow {
  readonly photo: string;
  /** Null: erased or gone. */
  readonly bytes: number | null;
}

/** The bytes if they are there and what their name says. */
export function readPhoto(folder: string, photo: string): Uint8Array | null {
  const path = join(folder, photo);
  if (!isPhotoName(photo) || !existsSync(path)) return null;
  const bytes = readFileSync(path);
  return hashBytes(bytes) === photo ? bytes : null;
}

/** Those that are named and whole, durable in `to`; returns the names of those that are not. */
export async function copyPhotos(from: string, to: string, rows: readonly PhotoRow[]): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const { photo, bytes } of rows) {
    if (bytes === null || readPhoto(to, photo) !== null) continue;
    const read = readPhoto(from, photo);
    if (read === null) missing.push(photo);
    else {
      mkdirSync(to, { recursive: true, mode: 0o700 });
      writeDurably(to, photo, read);
    }
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return missing;
}

export function removePhotos(folder: string, rows: readonly PhotoRow[]): void {
  for (const { photo, bytes } of rows) if (bytes === null && isPhotoName(photo)) rmSync(join(folder, photo), { force: true });
}
