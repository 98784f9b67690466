// How screens read: a view that follows every change of the journal, the time as it passes, the settings, the engine's state.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { AppUpdateState, InstallState } from "../actions/ports.ts";
import type { Settings } from "../device/settings.ts";
import type { SyncState } from "../sync/step.ts";
import { type App, useApp } from "./app.ts";

export interface Seen<V> {
  /** Undefined until it was read for the first time. */
  readonly value: V | undefined;
  /** The journal could not be read just now; it is tried again. */
  readonly isFailing: boolean;
}

const againMs = 3_000;

/** The latest answer of a query; keeps the last one while a new one is read, and tries again after an error (a phone may
 * cut the connection to its storage in the background). `deps`: what the query depends on. `first`: its answer, if known. */
export function useView<V>(query: () => Promise<V>, deps: readonly unknown[], first?: V): Seen<V> {
  const { views } = useApp();
  const [seen, setSeen] = useState<Seen<V>>({ value: first, isFailing: false });
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(query);
  latest.current = query;
  useEffect(() => {
    let timer = 0;
    const stop = views.observe(
      () => latest.current(),
      (value) => setSeen({ value, isFailing: false }),
      (error) => {
        console.error(error);
        setSeen((before) => ({ ...before, isFailing: true }));
        clearTimeout(timer);
        timer = window.setTimeout(() => setAttempt((n) => n + 1), againMs);
      },
    );
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [views, attempt, ...deps]);
  return seen;
}

const tickMs = 15_000;

/** Corrected time in ms, again every 15 s and whenever the page comes to the front: folds depend on the moment. */
export function useNow(): number {
  const app = useApp();
  const [now, setNow] = useState(() => app.now());
  useLayoutEffect(() => {
    const tick = (): void => setNow(app.now());
    const timer = setInterval(tick, tickMs);
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [app]);
  return now;
}

interface Observable {
  observe(call: () => void): () => void;
}

function useObserved<V>(source: Observable, read: () => V): V {
  const [, redraw] = useState(0);
  // With the drawing: what changes between the two would be told to nobody.
  useLayoutEffect(() => source.observe(() => redraw((n) => n + 1)), [source]);
  return read();
}

export function useSettings(): Settings {
  const { settings } = useApp();
  return useObserved(settings, settings.current);
}
export function useSync(): SyncState {
  const { sync } = useApp();
  return useObserved(sync, sync.state);
}
export function useUpdate(): AppUpdateState {
  const { update } = useApp();
  return useObserved(update, update.state);
}
/** What the device's own storage is up to. */
export function useStore(): App["store"] {
  const { store } = useApp();
  return useObserved(store, () => store);
}
export function useInstall(): InstallState {
  const { install } = useApp();
  return useObserved(install, install.state);
}
