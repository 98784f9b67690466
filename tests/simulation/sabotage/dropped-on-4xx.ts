// A 4xx says that the request is bad and will never succeed, so what it carried is taken out of the queue; 409 and 429 ask for one more try.
// A portal's 404 and a proxy's 413 are 4xx too.

import type { Sabotage } from "../sabotage.ts";

const isFinal = (status: number): boolean => status >= 400 && status < 500 && status !== 409 && status !== 429;

export const droppedOn4xx: Sabotage = {
  name: "drop on 4xx",
  breaks: "X1, X9: nothing leaves the outbox but by a receipt",
  device: {
    transport: (transport, journal, store) => ({
      post: async (path, body, authorization) => {
        const reply = await transport.post(path, body, authorization);
        const { bundle = null } = JSON.parse(body) as { readonly bundle?: { readonly events: readonly unknown[] } | null };
        if (!isFinal(reply.status) || bundle === null) return reply;
        const dropped = await journal.outbox(bundle.events.length, Number.MAX_SAFE_INTEGER);
        const state = store.read();
        const rows = new Map(state.rows);
        for (const { event } of dropped) rows.delete(event.id);
        store.write({ ...state, rows });
        return reply;
      },
    }),
  },
};
