// Keeps the screen lit while something is held out to others: asked for again whenever the page comes back to the front, for browsers let go of it
// when it leaves. Where a browser cannot (Chrome until 84, some when the battery is low) it says so, and nothing else is different.

import type { ScreenAwake } from "../actions/ports.ts";

export const screenAwake: ScreenAwake = {
  keep(onHeld) {
    let isOver = false;
    let lock: WakeLockSentinel | null = null;
    const take = async (): Promise<void> => {
      if (isOver || lock !== null || document.visibilityState !== "visible") return;
      // Typed as always there; it is not.
      const { wakeLock } = navigator as Partial<Navigator>;
      if (wakeLock === undefined) return onHeld(false);
      try {
        const taken = await wakeLock.request("screen");
        if (isOver) return void (await taken.release());
        lock = taken;
        taken.addEventListener("release", () => {
          if (lock === taken) lock = null;
        });
        onHeld(true);
      } catch (error) {
        console.info("wake lock: not given", error);
        if (!isOver) onHeld(false);
      }
    };
    const onVisible = (): void => void take();
    document.addEventListener("visibilitychange", onVisible);
    void take();
    return () => {
      isOver = true;
      document.removeEventListener("visibilitychange", onVisible);
      lock?.release().catch((error: unknown) => console.info("wake lock", error));
      lock = null;
    };
  },
};
