// GET /api/live: a streamed line that says "there is news" (X8). Only a wake-up: when it is silent or refused, the loop's own timer
// goes on as before.

import { limits } from "../protocol/limits.ts";
import type { Timer } from "../sync/ports.ts";

export interface LiveLinePorts {
  readonly base: string;
  readonly timer: Timer;
  /** The newest token, null before the first exchange. */
  readonly token: () => Promise<string | null>;
  readonly onWake: () => void;
}

const reconnectMs = { first: 1_000, most: 60_000 };

/** Keeps one line open until stopped. */
export function openLiveLine({ base, timer, token, onWake }: LiveLinePorts): { stop(): void } {
  let isStopped = false;
  let failures = 0;
  let abort = new AbortController();
  let cancelPause: () => void = () => {};

  async function read(bearer: string): Promise<void> {
    abort = new AbortController();
    let cancelSilence = timer.after(limits.silenceMs, () => abort.abort());
    try {
      const reply = await fetch(`${base}/api/live`, {
        headers: { Authorization: `Bearer ${bearer}` },
        cache: "no-store",
        credentials: "omit",
        signal: abort.signal,
      });
      const reader = reply.ok ? reply.body?.getReader() : undefined;
      if (reader === undefined) return;
      // A line that was down may have missed a wake.
      if (failures > 0) onWake();
      failures = 0;
      const decoder = new TextDecoder();
      let rest = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        cancelSilence();
        cancelSilence = timer.after(limits.silenceMs, () => abort.abort());
        const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
        rest = lines.pop() ?? "";
        if (lines.some((line) => line.includes('"wake"'))) onWake();
      }
    } finally {
      cancelSilence();
    }
  }

  async function run(): Promise<void> {
    if (isStopped) return;
    try {
      const bearer = await token();
      if (bearer !== null) await read(bearer);
    } catch (error) {
      // An aborted or failed stream is ordinary life on a street corner; anything else is a defect.
      if (!(error instanceof TypeError) && (error as { name?: string }).name !== "AbortError") throw error;
    } finally {
      failures += 1;
      if (!isStopped)
        cancelPause = timer.after(Math.min(reconnectMs.most, reconnectMs.first * 2 ** Math.min(6, failures - 1)), () => void run());
    }
  }
  void run();
  return {
    stop: () => {
      isStopped = true;
      abort.abort();
      cancelPause();
    },
  };
}
