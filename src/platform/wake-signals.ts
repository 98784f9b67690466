// The moments a page should look whether something waits to be sent (X9). `online` is only a hint: whether the endpoint can be
// reached is known when it answers, never from navigator.onLine.

import type { WakeSignal, WakeSignals } from "../actions/ports.ts";

export function createWakeSignals(): WakeSignals {
  return {
    observe(call: (signal: WakeSignal) => void) {
      let isOver = false;
      const onVisible = (): void => {
        if (document.visibilityState === "visible") call("visible");
      };
      // A page brought back from the browser's back-forward cache was never opened anew.
      const onPageShow = (event: PageTransitionEvent): void => {
        if (event.persisted) call("visible");
      };
      const onOnline = (): void => call("online");
      document.addEventListener("visibilitychange", onVisible);
      addEventListener("pageshow", onPageShow);
      addEventListener("online", onOnline);
      queueMicrotask(() => {
        if (!isOver) call("open");
      });
      return () => {
        isOver = true;
        document.removeEventListener("visibilitychange", onVisible);
        removeEventListener("pageshow", onPageShow);
        removeEventListener("online", onOnline);
      };
    },
  };
}
