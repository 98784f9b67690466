// The lock over whatever screen is open: hides it whole, asks who holds the tablet, and says what there is to do without a network. Started by
// main.tsx before the first drawing where this tablet was ever locked.

import { render } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { App } from "../app.ts";
import { Aged } from "./aged.tsx";
import { type LockKeeper, lockKeeperOf } from "./lock-state.ts";
import { saidWords } from "./said.ts";
import { Who } from "./who.tsx";
import "./lock.css";

/** Joining again, and sending what is here, show no roster. */
const isFree = (path: string, hasTyped: boolean): boolean => path === "/join" || (hasTyped && path === "/relay");

/** Pages that show other people's names. On a device without PINs nothing else is locked for its age. */
const hasNames = (path: string): boolean => /^\/(board|my-post|desk|record|relay\/take|take|post)/.test(path);

type Cover = "none" | "opening" | "who" | "aged" | "lentOver";

function coverOf(keeper: LockKeeper, wasGuarded: boolean): Cover {
  const { pathname } = location;
  const state = keeper.state();
  if (!keeper.hasRead()) return wasGuarded && pathname !== "/join" ? "opening" : "none";
  if (state === null) return "none";
  const { lock, view, holders, openedBy } = state;
  const hasPins = view.persons.some(({ id }) => holders.has(id));
  if (lock.type === "open" || isFree(pathname, !hasPins || openedBy !== null)) return "none";
  if (lock.type === "lentOver") return pathname === "/me" ? "none" : "lentOver";
  if (lock.type === "idle" || (hasPins && openedBy !== view.person)) return "who";
  return hasPins || hasNames(pathname) ? "aged" : "none";
}

function Shield({ app, keeper, wasGuarded }: { readonly app: App; readonly keeper: LockKeeper; readonly wasGuarded: boolean }) {
  const [, redraw] = useState(0);
  const [isDismissed, dismiss] = useState(false);
  const again = (): void => redraw((n) => n + 1);
  useLayoutEffect(() => keeper.observe(again), [keeper]);
  const now = keeper.state()?.lock;
  // The router tells nobody else where it goes, and where names are hidden that matters.
  const follows = now !== undefined && (now.type !== "open" || now.days !== null);
  useLayoutEffect(() => {
    if (!follows) return;
    const timer = setInterval(again, 300);
    return () => clearInterval(timer);
  }, [follows]);
  const words = saidWords();
  const cover = coverOf(keeper, wasGuarded);
  // With the cover, not a frame after it: until then names could be reached behind it.
  useLayoutEffect(() => {
    const page = document.getElementById("app");
    if (page === null) return;
    page.hidden = cover !== "none";
    page.toggleAttribute("inert", cover !== "none");
  }, [cover]);
  const state = keeper.state();
  if (cover === "none") {
    const days = state?.lock.type === "open" ? state.lock.days : null;
    if (days === null || isDismissed || state === null || !hasNames(location.pathname)) return null;
    return (
      <div class="lock-warning" role="status" data-warning={days}>
        <p>{words.warn(days, dayText(state.view.syncedAt ?? 0))}</p>
        <button type="button" class="button plain" onClick={() => dismiss(true)}>
          {words.close}
        </button>
      </div>
    );
  }
  return (
    <div class="lock" data-lock={cover}>
      <header class="band">
        <h1>{words.title}</h1>
      </header>
      <main class="lock-page">
        {cover === "opening" || state === null ? <p role="status">{words.opening}</p> : null}
        {cover === "who" && state !== null ? <Who app={app} keeper={keeper} state={state} /> : null}
        {cover === "aged" && state !== null ? <Aged app={app} state={state} /> : null}
        {cover === "lentOver" ? (
          <>
            <p class="large">{words.lentOver}</p>
            <a class="button main wide" href="/join">
              {words.join}
            </a>
          </>
        ) : null}
      </main>
    </div>
  );
}

const dayText = (ms: number): string => {
  const date = new Date(ms + 480 * 60_000);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${date.getUTCMonth() + 1}-${two(date.getUTCDate())} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
};

let hasStarted = false;
/** Begins to watch. Draws its cover at once where the tablet was locked before. */
export function startLock(app: App): void {
  if (hasStarted) return;
  hasStarted = true;
  const keeper = lockKeeperOf(app);
  const host = document.createElement("div");
  document.body.append(host);
  const { guarded } = app.settings.current();
  const page = document.getElementById("app");
  if (guarded && page !== null && location.pathname !== "/join") page.hidden = true;
  render(<Shield app={app} keeper={keeper} wasGuarded={guarded} />, host);
  keeper.observe(() => {
    const state = keeper.state();
    const isGuarded = state !== null && (state.view.persons.some(({ id }) => state.holders.has(id)) || state.lock.type !== "open");
    if (isGuarded !== app.settings.current().guarded)
      app.settings.save({ guarded: isGuarded }).catch((error: unknown) => console.error(error));
  });
  keeper.look().catch((error: unknown) => console.error(error));
}
