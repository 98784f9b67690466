// Whether this tablet is locked, worked out anew every few seconds and at every touch, and told to whoever draws it. One for the page.

import { type LockView, lockView } from "../../device/lock-view.ts";
import type { Pins } from "../../device/pins.ts";
import type { Id } from "../../domain/event.ts";
import { type Lock, lockOf } from "../../domain/tablet-lock.ts";
import type { App } from "../app.ts";

export interface LockState {
  readonly lock: Lock;
  readonly view: LockView;
  readonly holders: ReadonlySet<Id>;
  /** Whoever has typed their PIN; null: nobody. */
  readonly openedBy: Id | null;
  readonly pins: Pins;
}

export interface LockKeeper {
  /** Null until it was read, and while this device has not joined. */
  state(): LockState | null;
  hasRead(): boolean;
  observe(call: () => void): () => void;
  look(): Promise<void>;
  /** This person has typed their PIN: they hold the tablet from now on. */
  openFor(person: Id): Promise<void>;
  lockNow(): Promise<void>;
  stop(): void;
}

const everyMs = 5_000;
/** Of a phone with nothing to lock. */
const seldomMs = 60_000;
/** Writing at every touch would cost more than it tells. */
const keepEveryMs = 20_000;

export function createLockKeeper(
  app: Pick<App, "views" | "now" | "ports" | "tablet" | "settings">,
  pinsOf: () => Promise<Pins>,
): LockKeeper {
  const calls = new Set<() => void>();
  const { clock } = app.ports;
  let state: LockState | null = null;
  let hasRead = false;
  let keptAt = 0;

  async function look(): Promise<void> {
    const now = app.now();
    const view = await app.views.read((reader) => lockView(reader, now));
    // A volunteer's own phone holds nobody's names and no PIN: it loads none of this.
    const isTablet = view !== null && (view.isLeader || view.lentUntil !== null || app.settings.current().guarded);
    const pins = isTablet ? await pinsOf() : null;
    hasRead = true;
    if (view === null || pins === null) state = null;
    else {
      const [holders, holder] = [await pins.holders(), await pins.holder()];
      const hasPins = view.persons.some(({ id }) => holders.has(id));
      const openedBy = holder.person !== null && view.persons.some(({ id }) => id === holder.person) ? holder.person : null;
      const offset = now - clock.now();
      const lock = lockOf({
        ...view,
        hasPins,
        isOpen: openedBy === view.person,
        lastUsedAt: Math.max(holder.at, lastUsed) + offset,
        now,
      });
      // Left alone long enough, it is locked until somebody types their PIN again, whatever else changes.
      const isShut = lock.type === "idle" || (lock.type === "aged" && lock.needsPin);
      if (isShut && openedBy !== null) await pins.keepHolder({ person: null, at: holder.at });
      state = { lock, view, holders, openedBy: isShut ? null : openedBy, pins };
    }
    for (const call of Array.from(calls)) call();
  }
  let lastUsed = 0;
  const run = (): void => void look().catch((error: unknown) => console.error(error));
  const touched = (): void => {
    if (state === null || state.lock.type === "idle" || state.openedBy === null) return;
    lastUsed = clock.now();
    if (lastUsed - keptAt < keepEveryMs) return;
    keptAt = lastUsed;
    state.pins.keepHolder({ person: state.openedBy, at: lastUsed }).catch((error: unknown) => console.error(error));
  };
  let lookedAt = 0;
  const timer = setInterval(() => {
    if (state === null && clock.elapsed() - lookedAt < seldomMs) return;
    lookedAt = clock.elapsed();
    run();
  }, everyMs);
  document.addEventListener("visibilitychange", run);
  for (const type of ["pointerdown", "keydown"]) document.addEventListener(type, touched, { passive: true });

  return {
    state: () => state,
    hasRead: () => hasRead,
    observe: (call) => {
      calls.add(call);
      return () => void calls.delete(call);
    },
    look,
    openFor: async (person) => {
      const pins = await pinsOf();
      if (state?.view.person !== person) await (await app.tablet()).switchTo(person);
      lastUsed = clock.now();
      await pins.keepHolder({ person, at: lastUsed });
      await look();
    },
    lockNow: async () => {
      lastUsed = 0;
      await (await pinsOf()).keepHolder({ person: null, at: 0 });
      await look();
    },
    stop: () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", run);
      for (const type of ["pointerdown", "keydown"]) document.removeEventListener(type, touched);
    },
  };
}

let keeper: LockKeeper | null = null;
/** The page's own, made by whoever comes first. */
export function lockKeeperOf(app: App): LockKeeper {
  keeper ??= createLockKeeper(app, async () => (await app.tablet()).pins);
  return keeper;
}
