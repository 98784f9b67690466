// The engine's decisions: (state, input) → state and one command. Pure: chance arrives inside the input. Rules SY1–SY9, SY13,
// SY23, SY24 of SPEC.md; tests/sync/step.test.ts holds the full table of states and inputs.

import { limits } from "../protocol/limits.ts";

export type WakeCause = "open" | "visible" | "online" | "timer" | "tap" | "live" | "manual";
export type Notice = "offline" | "portal" | "busy" | "trouble" | "tooLarge" | "update" | "unknownDevice";

interface Memory {
  /** Failures in a row. */
  readonly failures: number;
  /** Most events in the next bundle. */
  readonly limit: number;
  readonly notice: Notice | null;
}

export type SyncState = Memory &
  (
    | { readonly type: "idle" }
    /** `nonceTried`: this bundle has already been sent again for a stale nonce. `again`: a tap came meanwhile. */
    | { readonly type: "exchanging"; readonly again: boolean; readonly nonceTried: boolean }
    /** `asked`: the endpoint named the delay. */
    | { readonly type: "waiting"; readonly asked: boolean }
    | { readonly type: "stopped" }
  );

export type SyncInput =
  | { readonly type: "woken"; readonly cause: WakeCause; readonly chance: number }
  /** Another page of this device was at it: its work may have been ours. */
  | { readonly type: "yielded" }
  | { readonly type: "exchanged"; readonly more: boolean; readonly shrank: boolean; readonly left: number; readonly nextAfterMs: number }
  | {
      readonly type: "failed";
      /** headMismatch: one of them is not what was signed · setAside: our endpoint could not read one of them, which is set aside by now. */
      readonly failure:
        | "offline"
        | "portal"
        | "busy"
        | "trouble"
        | "tooLarge"
        | "headMismatch"
        | "setAside"
        | "nonceStale"
        | "update"
        | "unknownDevice";
      /** Events in the bundle that failed. */
      readonly sent: number;
      readonly retryAfterMs: number | null;
      readonly chance: number;
    };

export type SyncCommand =
  | { readonly type: "none" }
  /** `afresh`: what was set aside is tried too. */
  | { readonly type: "exchange"; readonly limit: number; readonly afresh?: true }
  /** Replaces an earlier sleep; with `unlessEarlier` only one that would have lasted longer. */
  | { readonly type: "sleep"; readonly delayMs: number; readonly unlessEarlier?: true }
  /** Set the oldest unsent event aside, then exchange. */
  | { readonly type: "setAside"; readonly limit: number };

export interface Step {
  readonly state: SyncState;
  readonly command: SyncCommand;
}

export const backoff = {
  firstMs: 2_000,
  mostMs: 300_000,
  leastMs: 250,
  onlineMs: 30_000,
  yieldMs: 2_000,
  /** Longest wait anybody may ask of us: a portal's `Retry-After` of a year must not silence a phone. */
  mostAskedMs: 3_600_000,
} as const;

const none: SyncCommand = { type: "none" };

/** SY4 */
export function retryDelayMs(failures: number, retryAfterMs: number | null, chance: number): number {
  if (retryAfterMs !== null) return bounded(retryAfterMs * (0.5 + chance));
  const most = Math.min(backoff.mostMs, backoff.firstMs * 2 ** Math.min(20, Math.max(0, failures - 1)));
  return bounded(most * chance);
}

/** Never a hot loop, never beyond what a timer can hold. */
const bounded = (delayMs: number): number => Math.round(Math.min(backoff.mostAskedMs, Math.max(backoff.leastMs, delayMs)));

const begin = (memory: Memory, nonceTried = false): Step => ({
  state: { type: "exchanging", again: false, nonceTried, failures: memory.failures, limit: memory.limit, notice: memory.notice },
  command: { type: "exchange", limit: memory.limit },
});

function onWoken(state: SyncState, input: Extract<SyncInput, { type: "woken" }>): Step {
  const { cause } = input;
  switch (state.type) {
    case "exchanging":
      return { state: cause === "tap" || cause === "live" || cause === "manual" ? { ...state, again: true } : state, command: none };
    case "stopped":
      if (cause !== "open" && cause !== "manual") return { state, command: none };
      break;
    case "waiting":
      if (state.asked && (cause === "visible" || cause === "online" || cause === "live")) return { state, command: none };
      break;
    case "idle":
      break;
  }
  // SY2: the network has just come back for everyone at once.
  if (cause === "online")
    return {
      state: { ...state, type: "waiting", asked: false },
      command: { type: "sleep", delayMs: bounded(backoff.onlineMs * input.chance), unlessEarlier: true },
    };
  const begun = begin(state);
  // SY24
  const isAfresh = cause === "open" || cause === "manual";
  return isAfresh ? { ...begun, command: { type: "exchange", limit: state.limit, afresh: true } } : begun;
}

function onExchanged(state: SyncState, input: Extract<SyncInput, { type: "exchanged" }>): Step {
  const memory: Memory = { failures: 0, limit: Math.min(limits.mostEvents, state.limit * 2), notice: null };
  const again = state.type === "exchanging" && state.again;
  if (again || input.more || (input.left > 0 && input.shrank)) return begin(memory);
  return { state: { ...memory, type: "idle" }, command: { type: "sleep", delayMs: bounded(input.nextAfterMs) } };
}

function onFailed(state: SyncState, input: Extract<SyncInput, { type: "failed" }>): Step {
  const { failure } = input;
  if (failure === "nonceStale" && state.type === "exchanging" && !state.nonceTried) return begin(state, true);
  if (failure === "unknownDevice") return { state: { ...memoryOf(state), type: "stopped", notice: "unknownDevice" }, command: none };
  if ((failure === "tooLarge" || failure === "headMismatch") && input.sent > 1) {
    const notice: Notice = failure === "tooLarge" ? "tooLarge" : "trouble";
    return begin({ ...memoryOf(state), limit: Math.max(1, Math.floor(input.sent / 2)), notice });
  }
  if (failure === "tooLarge" && input.sent === 1) {
    const { state: next } = begin({ ...memoryOf(state), limit: 1, notice: "tooLarge" });
    return { state: next, command: { type: "setAside", limit: 1 } };
  }
  const failures = state.failures + 1;
  const isTrouble = failure === "nonceStale" || failure === "headMismatch" || failure === "setAside";
  const notice: Notice = isTrouble ? "trouble" : failure;
  // SY23: the others at once; but a client that writes nothing right must not ask without end.
  if (failure === "setAside" && state.failures === 0) return begin({ ...memoryOf(state), failures, notice });
  // SY1: a tap meanwhile is owed its own try, unless the endpoint has just asked everyone to wait.
  if (state.type === "exchanging" && state.again && input.retryAfterMs === null) return begin({ ...memoryOf(state), failures, notice });
  const delayMs = retryDelayMs(failures, input.retryAfterMs, input.chance);
  return {
    state: { ...memoryOf(state), type: "waiting", asked: input.retryAfterMs !== null, failures, notice },
    command: { type: "sleep", delayMs },
  };
}

const memoryOf = (state: SyncState): Memory => ({ failures: state.failures, limit: state.limit, notice: state.notice });

export function step(state: SyncState, input: SyncInput): Step {
  switch (input.type) {
    case "woken":
      return onWoken(state, input);
    case "yielded":
      return { state: { ...memoryOf(state), type: "idle" }, command: { type: "sleep", delayMs: backoff.yieldMs } };
    case "exchanged":
      return onExchanged(state, input);
    case "failed":
      return onFailed(state, input);
  }
}
