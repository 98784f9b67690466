// The network between a device and the endpoint: takes time, loses, doubles, holds back for days, answers in the endpoint's place. What goes
// wrong is told by the faults in force; what goes right takes a chance's time. Knows nothing of what passes but its size.

import type { Transport, WireReply } from "../../src/sync/ports.ts";
import type { Chance } from "./chance.ts";
import type { Reply, SimulatedEndpoint } from "./endpoint.ts";
import type { Schedule } from "./schedule.ts";

export type Weather =
  /** Nothing arrives. */
  | { readonly type: "cut" }
  /** The request arrives, the reply does not. */
  | { readonly type: "replyLost" }
  /** Half of the reply arrives. */
  | { readonly type: "replyCut" }
  /** Arrives twice, the second time so much later. */
  | { readonly type: "doubled"; readonly laterMs: number }
  /** Arrives at once, and its reply so much later. */
  | { readonly type: "slow"; readonly ms: number }
  /** Arrives so much later; nobody waits that long. */
  | { readonly type: "held"; readonly ms: number }
  /** Somebody else answers. */
  | { readonly type: "stranger"; readonly status: number; readonly retryAfterMs: number | null }
  | { readonly type: "portal" }
  /** The endpoint's own words. `aboveBytes`: only of bodies that long. */
  | { readonly type: "busy"; readonly retryAfterMs: number | null }
  | { readonly type: "tooLarge"; readonly aboveBytes: number }
  | { readonly type: "update" };

/** As src/device/fetch-transport.ts has it. */
export const patienceMs = 30_000;

export interface NetworkPorts {
  readonly schedule: Schedule;
  readonly chance: Chance;
  readonly endpoint: Pick<SimulatedEndpoint, "answer" | "refuse">;
  /** What is in force for this device now. */
  readonly weather: () => Weather | null;
  readonly onRequest: (path: string, bytes: number, weather: Weather | null) => void;
  readonly onAnswered: (status: number) => void;
}

const portalPage = "<!doctype html><title>Wi-Fi</title><p>请先登录</p>";
const nothing = { status: 0, body: "", retryAfterMs: null };

export function createSimulatedTransport({ schedule, chance, endpoint, weather, onRequest, onAnswered }: NetworkPorts): Transport {
  const wait = (ms: number): Promise<void> => new Promise((resolve) => void schedule.after(ms, resolve));
  const travel = (): Promise<void> => wait(chance.happens(0.1) ? chance.between(800, 6_000) : chance.between(20, 300));

  async function deliver(path: string, body: string, authorization: string): Promise<Reply> {
    await travel();
    return endpoint.answer(path, body, authorization);
  }

  async function carry(path: string, body: string, authorization: string): Promise<Omit<WireReply, "roundTripMs">> {
    const now = weather();
    onRequest(path, body.length, now);
    const honest = async (): Promise<Omit<WireReply, "roundTripMs">> => {
      const reply = await deliver(path, body, authorization);
      // Refused by the machine it stands on: that comes back at once.
      if (reply === null) return nothing;
      await travel();
      return { ...reply, retryAfterMs: null };
    };
    const ours = async (reply: Reply, retryAfterMs: number | null) => {
      await travel();
      return reply === null ? nothing : { ...reply, retryAfterMs };
    };
    switch (now?.type) {
      case undefined:
        return honest();
      case "cut":
        await wait(patienceMs);
        return nothing;
      case "replyLost":
        void deliver(path, body, authorization);
        await wait(patienceMs);
        return nothing;
      case "replyCut": {
        const reply = await honest();
        return { ...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) };
      }
      case "doubled":
        void wait(now.laterMs).then(() => deliver(path, body, authorization));
        return honest();
      case "slow": {
        const reply = await honest();
        await wait(now.ms);
        return reply;
      }
      case "held":
        void wait(now.ms).then(() => deliver(path, body, authorization));
        await wait(patienceMs);
        return nothing;
      case "stranger":
        await travel();
        return { status: now.status, body: `<h1>${now.status}</h1>`, retryAfterMs: now.retryAfterMs };
      case "portal":
        await travel();
        return { status: 200, body: portalPage, retryAfterMs: null };
      case "busy":
        return ours(endpoint.refuse("busy"), now.retryAfterMs);
      case "tooLarge":
        return body.length > now.aboveBytes ? ours(endpoint.refuse("tooLarge"), null) : honest();
      case "update":
        return ours(endpoint.refuse("updateNeeded"), null);
    }
  }

  return {
    post: async (path, body, authorization) => {
      const began = schedule.now();
      const limit = wait(patienceMs).then(() => nothing);
      const reply = await Promise.race([carry(path, body, authorization), limit]);
      onAnswered(reply.status);
      return { ...reply, roundTripMs: schedule.now() - began };
    },
  };
}
