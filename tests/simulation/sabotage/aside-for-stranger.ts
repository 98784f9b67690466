// Whoever answers a lone event with 413 is believed: it is set aside, and nobody hears of it until the app is opened again. A proxy's page that
// refuses everything empties the outbox so, event by event.

import type { Sabotage } from "../sabotage.ts";

export const asideForStranger: Sabotage = {
  name: "set aside on a stranger's 413",
  breaks: "SY8, X9: nothing leaves the outbox on the word of a proxy",
  device: {
    transport: (transport, journal) => ({
      post: async (path, body, authorization) => {
        const reply = await transport.post(path, body, authorization);
        const { bundle = null } = JSON.parse(body) as { readonly bundle?: { readonly events: readonly unknown[] } | null };
        if (reply.status !== 413 || bundle?.events.length !== 1) return reply;
        const [lone] = await journal.outbox(1, Number.MAX_SAFE_INTEGER);
        if (lone !== undefined) await journal.setAside(lone.event.id);
        return reply;
      },
    }),
  },
};
