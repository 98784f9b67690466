// The journal's two connections: pages of news with more behind them do not wait for the disk (SY11), everything else does; and how long either
// is waited for. Knows no rows.

import type { Absorption } from "../sync/ports.ts";
import { type Database, openDatabase } from "./database.ts";
import { type JournalSync, openJournalSync } from "./journal-sync.ts";
import type { Patience } from "./patience.ts";

/** A page of news with more behind it, and nothing else: lost with the power, cursor and all, it is asked for again (SY11). */
const isOnlyPage = ({ from, reply, sent, carriage }: Absorption): boolean =>
  sent.length === 0 && carriage === undefined && reply.more && reply.cursor.epoch === from.epoch;

/** Absorbs pages without waiting for the disk; the last one, or whatever else follows, waits for all of them. */
export function createJournalSync(database: Database, patience: Patience): JournalSync {
  const ours = openJournalSync(database);
  let paging: { readonly database: Database; readonly journal: JournalSync } | null = null;
  const openPaging = (): { readonly database: Database; readonly journal: JournalSync } => {
    const second = openDatabase(database.name, "relaxed");
    patience.follow(second);
    return { database: second, journal: openJournalSync(second) };
  };
  const closePaging = (): void => {
    paging?.database.close();
    paging = null;
  };
  async function absorb(absorption: Absorption): Promise<void> {
    if (isOnlyPage(absorption)) {
      paging ??= openPaging();
      await patience.limit(paging.journal.absorb(absorption)).catch((error: unknown) => {
        // The store watch opens the first connection anew, and knows nothing of this one.
        closePaging();
        throw error;
      });
      return;
    }
    await patience.limit(ours.absorb(absorption));
    closePaging();
  }
  const limited = limitedAll(ours, patience);
  return {
    ...limited,
    absorb,
    enrol: (reply, anchor) => {
      // Opening takes as long as keeping a small page: it opens while this one is kept. Where it cannot, the next page says so.
      if (reply.more) {
        paging ??= openPaging();
        paging.database.open().catch((error: unknown) => console.info("journal-paging: not opened ahead", error));
      }
      return limited.enrol(reply, anchor);
    },
  };
}

const limitedAll = (journal: JournalSync, { limit }: Patience): JournalSync => ({
  outbox: (...of) => limit(journal.outbox(...of)),
  start: () => limit(journal.start()),
  absorb: (of) => limit(journal.absorb(of)),
  keepNonce: (nonce) => limit(journal.keepNonce(nonce)),
  rewind: (...of) => limit(journal.rewind(...of)),
  setAside: (id) => limit(journal.setAside(id)),
  takeIn: (...of) => limit(journal.takeIn(...of)),
  carriage: () => limit(journal.carriage()),
  carriageCount: () => limit(journal.carriageCount()),
  refuseCarriage: (...of) => limit(journal.refuseCarriage(...of)),
  enrol: (...of) => limit(journal.enrol(...of)),
});
