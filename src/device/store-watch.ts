// Watches over the journal's database: opens it and opens it again, notices when an older or newer tab is in the way, and says in one word
// what is wrong. Knows no records; what follows from a trouble is decided by emergency-record.ts and said by the screens.

import type { StoreTrouble } from "../sync/emergency.ts";
import type { Timer } from "../sync/ports.ts";
import { type Database, stateRow } from "./database.ts";
import { lateError, limited } from "./limit.ts";

const againMs = 3_000;

export interface StoreWatch {
  trouble(): StoreTrouble | null;
  note(trouble: StoreTrouble): void;
  /** Asks the database for one row, on a new connection if the old one does not answer. Resolves with whether it did; never rejects. */
  probe(): Promise<boolean>;
  observe(call: () => void): () => void;
}

export interface StoreWatchPorts {
  readonly timer: Timer;
  /** Whether this browser remembers that somebody joined. */
  readonly hadJoined: () => boolean;
  /** Another connection than before: what was read over the old one may be over. */
  readonly onReopened: () => void;
  /** The database answers again after a trouble. */
  readonly onMended: () => void;
}

export function watchStore(database: Database, { timer, hadJoined, onReopened, onMended }: StoreWatchPorts): StoreWatch {
  const calls = new Set<() => void>();
  let trouble: StoreTrouble | null = null;
  let isBlocked = false;
  let probing: Promise<boolean> | null = null;
  let cancelAgain = (): void => undefined;

  /** It may change at any await. */
  const current = (): StoreTrouble | null => trouble;
  const set = (next: StoreTrouble | null): void => {
    if (trouble === next) return;
    trouble = next;
    for (const call of Array.from(calls)) call();
  };
  database.on("blocked", () => {
    isBlocked = true;
  });
  database.on("versionchange", (event: { readonly newVersion: number | null }) => {
    // Deleted: Dexie's own answer, to let go and open anew, is the right one.
    if ((event.newVersion ?? 0) === 0) return;
    // Whoever changes the tables has waited for nothing but us; what their new shape means this version does not know.
    database.close();
    set("outdated");
    return false;
  });
  // The browser closed it, or we did.
  database.on("close", () => {
    if (trouble === null) cancelAgain = timer.after(0, () => void probe());
  });

  const read = async (): Promise<StoreTrouble | null> => {
    const isNew = !database.isOpen();
    if (isNew) await database.open();
    isBlocked = false;
    const head = await stateRow(database, "head");
    if (isNew) onReopened();
    return head === undefined && hadJoined() ? "wiped" : null;
  };
  const reopened = async (): Promise<StoreTrouble | null> => {
    database.close({ disableAutoOpen: false });
    return read();
  };
  const causeOf = (error: unknown): StoreTrouble => {
    if (isBlocked) return "blocked";
    return (error as { readonly name?: string }).name === lateError ? "silent" : "refused";
  };

  async function look(): Promise<boolean> {
    const before = current();
    if (before === "outdated") return false;
    cancelAgain();
    try {
      set(await limited(read()).catch((error: unknown) => (isBlocked ? Promise.reject(error) : limited(reopened()))));
      if (before !== null && current() === null) onMended();
    } catch (error) {
      console.info("store-watch: no answer", error);
      if (current() !== "outdated") set(causeOf(error));
    }
    const after = current();
    if (after !== null && after !== "outdated") cancelAgain = timer.after(againMs, () => void probe());
    return after === null;
  }
  function probe(): Promise<boolean> {
    probing ??= look().finally(() => {
      probing = null;
    });
    return probing;
  }

  return {
    trouble: current,
    note: set,
    probe,
    observe: (call) => {
      calls.add(call);
      return () => void calls.delete(call);
    },
  };
}
