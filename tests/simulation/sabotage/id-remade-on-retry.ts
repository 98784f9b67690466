// Ids are made where requests are: what is sent a second time gets new ones, and the chain is made again over them. A request whose reply was
// lost is stored twice.

import { createHash } from "node:crypto";
import type { Hash, Id } from "../../../src/domain/event.ts";
import { chainEvent } from "../../../src/protocol/chain.ts";
import type { OutboxEvent } from "../../../src/sync/ports.ts";
import type { MemoryRow } from "../../fixtures/memory-journal.ts";
import type { Sabotage } from "../sabotage.ts";

interface Row extends MemoryRow {
  readonly tries?: number;
}

/** The moment of an id stays, its chance is drawn again. */
const anotherId = (id: Id, tries: number): Id => id.slice(0, 12) + createHash("sha256").update(`${id} ${tries}`).digest("hex").slice(0, 20);

export const idRemadeOnRetry: Sabotage = {
  name: "id remade on retry",
  breaks: "X2: an event keeps the id it got at the tap, so that the same one again is known",
  device: {
    journal: (journal, store) => {
      const originals = new Map<Id, { readonly id: Id; readonly hash: Hash }>();
      return {
        ...journal,
        outbox: async (...asked) => {
          const carried = await journal.outbox(...asked);
          const state = store.read();
          const rows = new Map<Id, Row>(state.rows);
          let previous = carried[0]?.previous ?? "";
          const sent = carried.map((one): OutboxEvent => {
            const row = rows.get(one.event.id);
            const tries = row?.tries ?? 0;
            if (row !== undefined) rows.set(one.event.id, { ...row, tries: tries + 1 });
            const event = tries === 0 || one.receipt !== null ? one.event : { ...one.event, id: anotherId(one.event.id, tries) };
            const remade: OutboxEvent = { ...chainEvent(previous, event, one.parts), parts: one.parts, receipt: one.receipt };
            originals.set(remade.event.id, { id: one.event.id, hash: one.hash });
            previous = remade.hash;
            return remade;
          });
          if (sent.length > 0) store.write({ ...state, rows });
          return sent;
        },
        absorb: (absorption) => journal.absorb({ ...absorption, sent: absorption.sent.map((one) => originals.get(one.id) ?? one) }),
      };
    },
  },
};
