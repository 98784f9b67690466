// Whether the store takes writes, for /readyz and for refusals: noted when one was refused, forgotten with the next that was durable. Tries
// one itself when asked while in doubt, so that it recovers without anybody's help. Decides no reply.

import type { Ledger } from "./ledger.ts";
import { isRefusedWrite } from "./refused-write.ts";

export interface StoreHealth {
  /** True when that is what the error says; tells the operator once, not at every request. */
  readonly noteRefused: (error: unknown) => boolean;
  /** False: the last write was refused, and so is one now. */
  readonly takesWrites: () => Promise<boolean>;
}

export function createStoreHealth(ledger: Ledger, onError: (error: unknown) => void): StoreHealth {
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
      try {
        await ledger.submit(0, () => ledger.database.run("UPDATE ledgers SET counter = counter WHERE ledger = ?", ledger.key));
        isRefusing = false;
        return true;
      } catch (error) {
        if (noteRefused(error)) return false;
        throw error;
      }
    },
  };
}
