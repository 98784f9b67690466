// What needs a network by its nature: links, imports, reports. Asks the endpoint with the 30-min token of the last exchange (X8) and never
// throws. Nothing recorded ever goes this way: that is what the journal is for.

import { problemReplySchema } from "../protocol/exchange.ts";
import { judged, type Schema } from "../protocol/schemas.ts";
import type { Desk, DeskAnswer, Timer } from "../sync/ports.ts";

const timeLimitMs = 30_000;
const freshTokenMs = 15_000;
const pollMs = 200;

export interface DeskPorts {
  readonly base: string;
  /** The newest token; null before the first exchange. */
  readonly token: () => Promise<string | null>;
  /** Asks for an exchange, which brings a fresh token. */
  readonly renew: () => void;
  readonly timer: Timer;
}

const failed = (problem: string): { readonly ok: false; readonly problem: string; readonly parameters: Record<string, never> } => ({
  ok: false,
  problem,
  parameters: {},
});

export function createDesk({ base, token, renew, timer }: DeskPorts): Desk {
  const wait = (delayMs: number): Promise<void> => new Promise((resolve) => timer.after(delayMs, resolve));

  /** Another token than the stale one, or null when none comes: then there is no network. */
  async function freshToken(stale: string | null): Promise<string | null> {
    renew();
    for (let waited = 0; waited < freshTokenMs; waited += pollMs) {
      await wait(pollMs);
      const next = await token();
      if (next !== null && next !== stale) return next;
    }
    return null;
  }

  async function once<T>(method: "GET" | "POST", path: string, body: unknown, schema: Schema<T>, bearer: string): Promise<DeskAnswer<T>> {
    const abort = new AbortController();
    const stop = timer.after(timeLimitMs, () => abort.abort());
    try {
      const reply = await fetch(base + path, {
        method,
        headers: { Authorization: `Bearer ${bearer}`, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        cache: "no-store",
        credentials: "omit",
        signal: abort.signal,
      });
      const json: unknown = await reply.json();
      const value = reply.ok ? judged(schema, json) : null;
      if (value !== null) return { ok: true, value: value as T };
      // A portal's page or a proxy's error is no answer of ours (X8).
      const problem = judged(problemReplySchema, json);
      return problem === null ? failed("offline") : { ok: false, problem: problem.code, parameters: problem.parameters };
    } catch {
      return failed("offline");
    } finally {
      stop();
    }
  }

  return {
    ask: async ({ method, path, body }, schema) => {
      const known = (await token()) ?? (await freshToken(null));
      if (known === null) return failed("offline");
      const answer = await once(method, path, body, schema, known);
      if (answer.ok || answer.problem !== "tokenStale") return answer;
      const next = await freshToken(known);
      return next === null ? failed("offline") : once(method, path, body, schema, next);
    },
  };
}
