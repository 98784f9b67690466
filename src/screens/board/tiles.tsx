// The tiles of a board in their order. Sorted by what needs the leader they are put in order anew only when nobody has pressed anything for
// some seconds, or something else is asked for: a tile never moves under a finger.

import type { VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { BoardTile } from "../../device/view-types.ts";
import { byNeed, keptOrder } from "../../domain/board-order.ts";
import type { Id } from "../../domain/event.ts";
import { Tile } from "./tile.tsx";

const quietMs = 4_000;
const presses = ["pointerdown", "keydown", "scroll"] as const;

/** `asked`: what is shown and how it is to be sorted; another one is an order of its own. */
function useOrder(tiles: readonly BoardTile[], isByNeed: boolean, asked: string): readonly BoardTile[] {
  const order = useRef<{ readonly asked: string; readonly people: readonly Id[] } | null>(null);
  const [, redraw] = useState(0);
  const wanted = isByNeed ? byNeed(tiles) : tiles;
  const peopleOf = (list: readonly BoardTile[]): readonly Id[] => list.map(({ person }) => person);
  if (!isByNeed || order.current?.asked !== asked) order.current = { asked, people: peopleOf(wanted) };
  const shown = keptOrder(tiles, order.current.people);
  const isInOrder = shown.every((tile, at) => tile.person === wanted[at]?.person);
  useLayoutEffect(() => {
    if (isInOrder) return;
    let timer = 0;
    const sort = (): void => {
      // A question stands over the board: whoever answers it looks for the tile where it was.
      if (document.querySelector('[role="dialog"]') !== null) wait();
      else {
        order.current = null;
        redraw((n) => n + 1);
      }
    };
    const wait = (): void => {
      clearTimeout(timer);
      timer = window.setTimeout(sort, quietMs);
    };
    wait();
    for (const press of presses) document.addEventListener(press, wait, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      for (const press of presses) document.removeEventListener(press, wait, { capture: true });
    };
  }, [isInOrder]);
  return shown;
}

export interface TilesProps {
  /** As on the roster. */
  readonly tiles: readonly BoardTile[];
  readonly isByNeed: boolean;
  readonly asked: string;
  /** 点长 of the post they stand at. */
  readonly leads: ReadonlySet<Id>;
  readonly onPresent: (tile: BoardTile) => void;
  readonly onMore: (tile: BoardTile) => void;
}

interface Drawn {
  readonly tile: BoardTile;
  readonly isLead: boolean;
  readonly node: VNode;
}

export function Tiles({ tiles, isByNeed, asked, leads, onPresent, onMore }: TilesProps) {
  const shown = useOrder(tiles, isByNeed, asked);
  const calls = useRef({ onPresent, onMore });
  calls.current = { onPresent, onMore };
  // A tile that says the same is not drawn again: of sixty people a tap draws one.
  const drawn = useRef<ReadonlyMap<Id, Drawn>>(new Map());
  const next = new Map(
    shown.map((tile): [Id, Drawn] => {
      const before = drawn.current.get(tile.person);
      const isLead = leads.has(tile.person);
      if (before?.tile === tile && before.isLead === isLead) return [tile.person, before];
      const node = (
        <Tile
          key={tile.person}
          tile={tile}
          isLead={isLead}
          onPresent={(it) => calls.current.onPresent(it)}
          onMore={(it) => calls.current.onMore(it)}
        />
      );
      return [tile.person, { tile, isLead, node }];
    }),
  );
  drawn.current = next;
  return <ul class="tiles">{[...next.values()].map(({ node }) => node)}</ul>;
}
