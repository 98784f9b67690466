// One person on the board: tap = 已到 for whoever is not there yet; ⋯, a long press or the context menu for everything else.
// For tests: li carries data-person, data-state, data-unsent and data-refused.

import { useRef } from "preact/hooks";
import type { BoardTile } from "../../device/view-types.ts";
import { useAllWords } from "../all-words.ts";
import { Icon } from "../parts/icon.tsx";
import { StateMark } from "../parts/state-mark.tsx";
import { clockOf } from "../saying.tsx";
import "./tile.css";

export interface TileProps {
  readonly tile: BoardTile;
  readonly isLead: boolean;
  readonly onPresent: (tile: BoardTile) => void;
  readonly onMore: (tile: BoardTile) => void;
}

const longPressMs = 500;
const doubleTapMs = 600;

/** When: arrival, or for 早退 the leaving. */
function timeOf({ attendance }: BoardTile): number | null {
  if (attendance.state === "leftEarly") return attendance.end;
  if (attendance.state === "late") return attendance.start ?? attendance.checkedInAt;
  return attendance.checkedInAt ?? attendance.seenAt;
}

export function Tile({ tile, isLead, onPresent, onMore }: TileProps) {
  const words = useAllWords();
  const { attendance, person, isUnsent, isRefused, isPlaced } = tile;
  const { state } = attendance;
  const name = tile.name ?? words.nobody;
  const time = timeOf(tile);
  const way = isRefused
    ? words.board.refusedTile
    : isUnsent
      ? words.board.unsentTile
      : tile.isGuest
        ? words.board.guest
        : isPlaced
          ? null
          : words.board.walkOn;
  const extra = isLead ? [words.board.lead, way].filter((part) => part !== null).join(" ") : way;
  const isOpenToTap = state === "unheard" || state === "unconfirmed";

  const press = useRef({ timer: 0, wasLong: false });
  const lastTap = useRef(Number.NEGATIVE_INFINITY);
  const more = (): void => {
    clearTimeout(press.current.timer);
    press.current.wasLong = true;
    onMore(tile);
  };
  const begin = (): void => {
    clearTimeout(press.current.timer);
    press.current = { timer: window.setTimeout(more, longPressMs), wasLong: false };
  };
  const end = (): void => clearTimeout(press.current.timer);
  const tap = (at: number): void => {
    end();
    // The click that ends a long press is not a tap, and neither is a glove's second one.
    if (press.current.wasLong) press.current.wasLong = false;
    else if (at - lastTap.current < doubleTapMs) return;
    else if (isOpenToTap) onPresent(tile);
    else onMore(tile);
    lastTap.current = at;
  };

  return (
    <li class={`tile ${state}`} data-person={person} data-state={state} data-unsent={isUnsent} data-refused={isRefused}>
      <button
        type="button"
        class="tile-main"
        aria-label={[name, words.states[state], extra].filter((part) => part !== null).join(" ")}
        onClick={(event) => tap(event.timeStamp)}
        onPointerDown={begin}
        onPointerUp={end}
        onPointerLeave={end}
        onPointerCancel={end}
        onContextMenu={(event) => {
          event.preventDefault();
          if (!press.current.wasLong) more();
        }}
      >
        <span class="tile-name">{name}</span>
        <span class="tile-state">
          <StateMark state={state} />
          {words.states[state]}
        </span>
        {extra === null ? null : <span class="tile-extra">{extra}</span>}
      </button>
      <button type="button" class="tile-more" aria-label={words.board.more(name)} onClick={() => onMore(tile)}>
        <Icon name="more" />
        {time === null ? null : <span>{clockOf(time)}</span>}
      </button>
    </li>
  );
}
