// Whether the browser promises to keep this app's storage, and how full it is. Safari and old browsers know only part of this:
// what they cannot say is null. Asked for after the first check-in, when browsers are likeliest to agree.

import type { StoragePersistence } from "../actions/ports.ts";

/** Absent on insecure origins and in older browsers; each method may be missing by itself. */
const manager = (): Partial<StorageManager> => (navigator as { readonly storage?: Partial<StorageManager> }).storage ?? {};

async function orNull<T>(answer: Promise<T> | undefined): Promise<T | null> {
  try {
    return (await answer) ?? null;
  } catch (error) {
    console.info("storage-persistence: no answer", error);
    return null;
  }
}

export function createStoragePersistence(): StoragePersistence {
  return {
    async state() {
      const storage = manager();
      const [persisted, estimate] = await Promise.all([orNull(storage.persisted?.()), orNull(storage.estimate?.())]);
      return { persisted, usedBytes: estimate?.usage ?? null, quotaBytes: estimate?.quota ?? null };
    },
    request: () => orNull(manager().persist?.()),
    isPrivate: async () => orNull((await import("./private-mode.ts")).looksPrivate()),
  };
}
