// The one loop: feeds wakes and outcomes to `step` and carries out its commands. Holds no decision of its own.

import { type Ahead, type ExchangePorts, exchange } from "./exchange.ts";
import { initialState } from "./initial-state.ts";
import type { Random, Timer } from "./ports.ts";
import { type SyncCommand, type SyncInput, type SyncState, step, type WakeCause } from "./step.ts";

export interface LoopPorts extends ExchangePorts {
  readonly random: Random;
  readonly timer: Timer;
  /** Runs one exchange while no other page of this device does; null when another one is at it (X9). */
  readonly exclusively: <V>(work: () => Promise<V>) => Promise<V | null>;
  readonly onState: (state: SyncState) => void;
  /** A defect of ours, never the network's: shown, not swallowed. */
  readonly onError: (error: unknown) => void;
}

export interface SyncLoop {
  /** `next`: the exchange to begin with, while the reply to joining is still being absorbed (SY25). */
  wake(cause: WakeCause, next?: Ahead): void;
  /** No further exchange begins. */
  stop(): void;
}

export function createLoop(ports: LoopPorts): SyncLoop {
  let state: SyncState = initialState;
  let cancelSleep: () => void = () => {};
  /** Monotonic ms when the sleep under way ends; null while none is. */
  let sleepsUntil: number | null = null;
  let isStopped = false;
  /** SY25 */
  let ahead: Ahead | null = null;

  function feed(input: SyncInput): void {
    if (isStopped) return;
    const next = step(state, input);
    state = next.state;
    ports.onState(state);
    carryOut(next.command);
  }

  function carryOut(command: SyncCommand): void {
    switch (command.type) {
      case "none":
        return;
      case "sleep":
        sleep(command.delayMs, command.unlessEarlier === true);
        return;
      case "exchange":
      case "setAside":
        endSleep();
        void run(command);
        return;
    }
  }

  function endSleep(): void {
    cancelSleep();
    sleepsUntil = null;
  }

  function sleep(delayMs: number, unlessEarlier: boolean): void {
    const until = ports.clock.elapsed() + delayMs;
    if (unlessEarlier && sleepsUntil !== null && sleepsUntil <= until) return;
    endSleep();
    sleepsUntil = until;
    cancelSleep = ports.timer.after(delayMs, () => {
      sleepsUntil = null;
      feed({ type: "woken", cause: "timer", chance: ports.random.fraction() });
    });
  }

  async function run(command: Extract<SyncCommand, { type: "exchange" | "setAside" }>): Promise<void> {
    const begun = ahead;
    ahead = null;
    try {
      const outcome = await ports.exclusively(async () => {
        if (command.type === "setAside") {
          const [lone] = await ports.journal.outbox(1, Number.MAX_SAFE_INTEGER);
          if (lone !== undefined) await ports.journal.setAside(lone.event.id);
        } else if (command.afresh === true && begun === null) await ports.journal.setAside(null);
        return exchange(ports, command.limit, begun, (next) => {
          ahead = next;
        });
      });
      // Another page is at it, or nobody will be: what is being absorbed still is.
      if (outcome === null) await begun?.absorbed();
      if (isStopped) await (ahead as Ahead | null)?.absorbed();
      if (outcome === null) feed({ type: "yielded" });
      else feed(outcome.type === "failed" ? { ...outcome, chance: ports.random.fraction() } : outcome);
    } catch (error) {
      ports.onError(error);
      feed({ type: "failed", failure: "trouble", sent: 0, retryAfterMs: null, chance: ports.random.fraction() });
    }
  }

  return {
    wake: (cause, next) => {
      if (next !== undefined && state.type !== "exchanging") ahead = next;
      feed({ type: "woken", cause, chance: ports.random.fraction() });
    },
    stop: () => {
      isStopped = true;
      endSleep();
    },
  };
}
