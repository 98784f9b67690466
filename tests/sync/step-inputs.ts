// Every state the engine can be in and every input it can get, named, for its tests.

import type { SyncInput, SyncState, WakeCause } from "../../src/sync/step.ts";

const memory = { failures: 3, limit: 8, notice: "offline" } as const;
export const states = {
  idle: { type: "idle", ...memory },
  exchanging: { type: "exchanging", again: false, nonceTried: false, ...memory },
  "exchanging again": { type: "exchanging", again: true, nonceTried: false, ...memory },
  "exchanging nonceTried": { type: "exchanging", again: false, nonceTried: true, ...memory },
  waiting: { type: "waiting", asked: false, ...memory },
  "waiting asked": { type: "waiting", asked: true, ...memory },
  stopped: { type: "stopped", ...memory },
} as const satisfies Record<string, SyncState>;

export const woken = (cause: WakeCause): SyncInput => ({ type: "woken", cause, chance: 0.5 });
export const exchanged = (more: boolean, shrank: boolean, left: number): SyncInput => ({
  type: "exchanged",
  more,
  shrank,
  left,
  nextAfterMs: 4000,
});
export type Failure = Extract<SyncInput, { type: "failed" }>["failure"];
export const failed = (failure: Failure, sent = 5, retryAfterMs: number | null = null): SyncInput => ({
  type: "failed",
  failure,
  sent,
  retryAfterMs,
  chance: 0.5,
});
export const inputs = {
  open: woken("open"),
  visible: woken("visible"),
  online: woken("online"),
  timer: woken("timer"),
  tap: woken("tap"),
  live: woken("live"),
  manual: woken("manual"),
  yielded: { type: "yielded" },
  done: exchanged(false, true, 0),
  "done, more": exchanged(true, false, 0),
  "done, some left": exchanged(false, true, 2),
  "done, left and stuck": exchanged(false, false, 2),
  offline: failed("offline"),
  portal: failed("portal"),
  busy: failed("busy"),
  "busy, asked": failed("busy", 5, 60_000),
  trouble: failed("trouble"),
  "tooLarge, 5 sent": failed("tooLarge", 5),
  "tooLarge, 1 sent": failed("tooLarge", 1),
  "tooLarge, 0 sent": failed("tooLarge", 0),
  "headMismatch, 5 sent": failed("headMismatch", 5),
  setAside: failed("setAside"),
  nonceStale: failed("nonceStale"),
  update: failed("update"),
  unknownDevice: failed("unknownDevice"),
} as const satisfies Record<string, SyncInput>;
export type InputName = keyof typeof inputs;
