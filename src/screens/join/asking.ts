// Asking to be let in, again and again until the leader has decided: with a wait that grows, at once when the page comes to the front or
// the network back, and when somebody presses. What is asked is kept in the settings, so closing the page loses nothing.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Asking } from "../../device/settings.ts";
import { useApp } from "../app.ts";

/** What is known of the request; `refused` carries a problem's code. */
export type Standing =
  | { readonly type: "sending" }
  | { readonly type: "waiting" }
  | { readonly type: "offline" }
  | { readonly type: "trouble" }
  | { readonly type: "refused"; readonly code: string };

const waitsMs = [4_000, 8_000, 15_000, 30_000, 60_000] as const;
/** Everybody's network comes back at once. */
const onlineWithinMs = 3_000;

/** The wait after the n-th answer, spread so that forty phones of one room do not come back together. */
export const waitMs = (asked: number, chance: number): number =>
  Math.round((waitsMs[Math.min(asked, waitsMs.length - 1)] ?? 60_000) * (0.75 + chance / 2));

export interface AskingState {
  readonly standing: Standing;
  readonly isAsking: boolean;
  readonly askNow: () => void;
}

export function useAsking(asking: Asking, onJoined: () => void): AskingState {
  const app = useApp();
  const [standing, setStanding] = useState<Standing>(asking.since === null ? { type: "sending" } : { type: "waiting" });
  const [isAsking, setAsking] = useState(false);
  const now = useRef<() => void>(() => {});
  const joined = useRef(onJoined);
  joined.current = onJoined;

  useEffect(() => {
    let isOver = false;
    let isBusy = false;
    let asked = 0;
    let timer = 0;
    const { invite, name, lastFour } = asking;
    const chance = (): number => app.ports.random.fraction();
    const again = (delayMs: number): void => {
      clearTimeout(timer);
      timer = window.setTimeout(() => void ask(), delayMs);
    };

    async function ask(): Promise<void> {
      if (isBusy || isOver) return;
      isBusy = true;
      clearTimeout(timer);
      setAsking(true);
      const answer = await app.sync.enrol(invite, { name, lastFour }).catch((error: unknown) => {
        console.error(error);
        return null;
      });
      isBusy = false;
      if (answer?.type === "enrolled") {
        // First what is shown: a known device that asks nothing is sent to 今日.
        if (!isOver) joined.current();
        await app.settings.save({ asking: null });
        return;
      }
      if (isOver) return;
      setAsking(false);
      if (answer?.type === "refused") return setStanding({ type: "refused", code: answer.reply.code });
      if (answer?.type === "waiting") {
        setStanding({ type: "waiting" });
        if (asking.since === null) void app.settings.save({ asking: { ...asking, since: answer.reply.requestedAt } });
      } else setStanding({ type: answer !== null && answer.failure === "offline" ? "offline" : "trouble" });
      const wanted = answer?.type === "failed" ? (answer.retryAfterMs ?? 0) : 0;
      again(Math.max(wanted, waitMs(asked, chance())));
      asked += 1;
    }

    const onVisible = (): void => {
      if (document.visibilityState === "visible") void ask();
    };
    const onOnline = (): void => again(onlineWithinMs * chance());
    now.current = () => void ask();
    document.addEventListener("visibilitychange", onVisible);
    addEventListener("online", onOnline);
    void ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisible);
      removeEventListener("online", onOnline);
    };
    // Not `since`: learning it is no reason to ask anew.
  }, [app, asking.invite, asking.name, asking.lastFour]);

  return { standing, isAsking, askNow: () => now.current() };
}
