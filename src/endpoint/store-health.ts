// Whether the store takes writes, for /readyz and for refusals: noted when one was refused, forgotten with the next that was durable. Tries
// one itself when asked while in doubt, so that it recovers without anybody's help. Decides no reply.

import { statfs } from "node:fs/promises";
import type { Ledger } from "./ledger.ts";
import { isRefusedWrite } from "./refused-write.ts";

export interface StoreHealth {
  /** True when that is what the error says; tells the operator once, not at every request. */
  readonly noteRefused: (error: unknown) => boolean;
  /** False: the last write was refused, and so is one now. */
  readonly takesWrites: () => Promise<boolean>;
}

/** Below that a small write may still find room in the log, and the next request would not. */
const leastFreeBytes = 1024 * 1024;

async function hasRoom(dataDir: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(dataDir);
    return bavail * bsize >= leastFreeBytes;
  } catch {
    // Not every file system counts: there the write itself decides.
    return true;
  }
}

export function createStoreHealth(ledger: Ledger, dataDir: string, onError: (error: unknown) => void): StoreHealth {
  let isRefusing = false;
  ledger.onRows(() => {
    isRefusing = false;
  });
  const noteRefused = (error: unknown): boolean => {
    if (!isRefusedWrite(error)) return false;
    if (!isRefusing) onError(error);
    isRefusing = true;
    return true;
  };
  return {
    noteRefused,
    takesWrites: async () => {
      if (!isRefusing) return true;
      if (!(await hasRoom(dataDir))) return false;
      try {
        await ledger.submit(0, () => {
          // There and back: SQLite writes no page for a row that stays as it is.
          for (const step of [1, -1]) ledger.database.run("UPDATE ledgers SET counter = counter + ? WHERE ledger = ?", step, ledger.key);
        });
        isRefusing = false;
        return true;
      } catch (error) {
        if (noteRefused(error)) return false;
        throw error;
      }
    },
  };
}
