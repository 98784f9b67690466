// The hook a board's screen reads by: its view as it stands now, and how to say whose tile a tap has just changed.

import { useEffect, useRef, useState } from "preact/hooks";
import { boardAfter } from "../../device/board-view.ts";
import { observeChanges } from "../../device/changes.ts";
import type { Reader } from "../../device/reading.ts";
import type { BoardView } from "../../device/view-types.ts";
import type { Id } from "../../domain/event.ts";
import { useApp } from "../app.ts";
import type { Seen } from "../reading.ts";
import { type BoardWatch, watchBoard } from "./board-watch.ts";

export interface LiveBoard extends Seen<BoardView | null> {
  readonly touch: (people: readonly Id[]) => void;
}

/** `key`: what the reading depends on; `now`: read again whenever it moves. */
export function useBoard(key: string, now: number, whole: (reader: Reader, now: number) => Promise<BoardView | null>): LiveBoard {
  const app = useApp();
  const [seen, setSeen] = useState<Seen<BoardView | null> & { readonly key: string }>({ key, value: undefined, isFailing: false });
  const latest = useRef(whole);
  latest.current = whole;
  const watch = useRef<BoardWatch | null>(null);
  useEffect(() => {
    const made = watchBoard({
      whole: () => app.views.read((reader) => latest.current(reader, app.now())),
      after: (view, people) => app.views.read((reader) => boardAfter(reader, view, people, app.now())),
      changes: observeChanges,
      show: (value) => setSeen({ key, value, isFailing: false }),
      fail: (error) => {
        console.error(error);
        setSeen((before) => ({ ...before, isFailing: true }));
      },
    });
    watch.current = made;
    return () => made.stop();
  }, [app, key]);
  useEffect(() => watch.current?.look(), [now]);
  const touch = useRef((people: readonly Id[]): void => watch.current?.touch(people)).current;
  // For a moment it may still be what was read for another key.
  return { value: seen.key === key ? seen.value : undefined, isFailing: seen.isFailing, touch };
}
