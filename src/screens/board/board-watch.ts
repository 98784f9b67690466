// Keeps one board up to date. What somebody has just tapped is read by itself and shown at once; everything else that changes (news, another
// tab, the time) is read as a whole once nobody has tapped for a moment, so that the cost of a tap grows with the tap and not with the roster.

import type { BoardView } from "../../device/view-types.ts";
import type { Id } from "../../domain/event.ts";

export interface BoardSource {
  /** Everything. Null: no such shift here. */
  readonly whole: () => Promise<BoardView | null>;
  /** The same board with these people read again; null when that takes everything. */
  readonly after: (view: BoardView, people: readonly Id[]) => Promise<BoardView | null>;
  /** Calls back whenever anything in the store has changed. Returns how to stop. */
  readonly changes: (call: () => void) => () => void;
  readonly show: (view: BoardView | null) => void;
  readonly fail: (error: unknown) => void;
}

export interface BoardWatch {
  /** Something was recorded about these people. */
  touch(people: readonly Id[]): void;
  /** Time has passed. */
  look(): void;
  stop(): void;
}

/** A tap's own change is told before the tap says whose it was. */
const breathMs = 20;
/** Between two taps of somebody who goes down the list. */
const quietMs = 800;
/** News is never kept from somebody who taps without a pause. */
const mostHeldMs = 5_000;
const againMs = 3_000;

/** A tile that says the same is the same tile: then nothing of it is drawn again. */
function withSameTiles(before: BoardView | null, view: BoardView): BoardView {
  if (before === null) return view;
  const known = new Map(before.tiles.map((tile) => [tile.person, tile]));
  const tiles = view.tiles.map((tile) => {
    const old = known.get(tile.person);
    return old !== undefined && JSON.stringify(old) === JSON.stringify(tile) ? old : tile;
  });
  return { ...view, tiles };
}

export function watchBoard({ whole, after, changes, show, fail }: BoardSource): BoardWatch {
  let shown: BoardView | null = null;
  let isStopped = false;
  let isReading = false;
  /** A change came, or a tap was shown, that no reading of everything has seen. */
  let isStale = false;
  const tapped = new Set<Id>();
  /** Tapped while everything was being read: it may not know of them. */
  const meanwhile = new Set<Id>();
  let isCatching = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isHeld = false;
  let holding: ReturnType<typeof setTimeout> | undefined;
  let most: ReturnType<typeof setTimeout> | undefined;

  const plan = (delayMs: number): void => {
    if (isStopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!isHeld) void read();
    }, delayMs);
  };
  const release = (): void => {
    clearTimeout(holding);
    clearTimeout(most);
    most = undefined;
    isHeld = false;
    if (isStale && !isStopped) void read();
  };
  const hold = (): void => {
    isHeld = true;
    clearTimeout(holding);
    holding = setTimeout(release, quietMs);
    most ??= setTimeout(release, mostHeldMs);
  };

  async function read(): Promise<void> {
    if (isReading) return;
    isReading = true;
    isStale = false;
    meanwhile.clear();
    try {
      let view = await whole();
      for (let again = [...meanwhile]; again.length > 0 && view !== null; again = [...meanwhile]) {
        meanwhile.clear();
        view = (await after(view, again)) ?? (await whole());
      }
      if (isStopped) return;
      shown = view === null ? null : withSameTiles(shown, view);
      show(shown);
    } catch (error) {
      fail(error);
      isStale = true;
      isReading = false;
      return plan(againMs);
    }
    isReading = false;
    if (isStale && !isHeld) plan(0);
  }

  const onChange = (): void => {
    isStale = true;
    if (!isReading && !isHeld) plan(breathMs);
  };
  /** Tap after tap: who was tapped while others were being read comes next. */
  async function catchUp(): Promise<void> {
    isCatching = true;
    try {
      while (tapped.size > 0 && !isStopped) {
        const people = [...tapped];
        tapped.clear();
        const next = shown === null ? null : await after(shown, people);
        if (isStopped) return;
        if (next === null) release();
        else {
          shown = next;
          show(next);
        }
      }
    } catch (error) {
      // The whole board is read soon, and says what is wrong if that fails too.
      console.error(error);
      release();
    } finally {
      isCatching = false;
    }
  }
  const stopChanges = changes(onChange);
  plan(0);

  return {
    touch(people) {
      isStale = true;
      hold();
      for (const person of people) {
        tapped.add(person);
        if (isReading) meanwhile.add(person);
      }
      if (!isCatching) void catchUp();
    },
    look: onChange,
    stop() {
      isStopped = true;
      stopChanges();
      for (const each of [timer, holding, most]) clearTimeout(each);
    },
  };
}
