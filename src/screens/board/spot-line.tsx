// Whom the lot of this shift has drawn for a look, as one line on the board; nothing when there is nobody.

import type { BoardView } from "../../device/view-types.ts";
import type { Id } from "../../domain/event.ts";
import { toCheck } from "../../domain/spot-checks.ts";
import { evidenceWords } from "../../words/evidence.ts";
import { useAllWords } from "../all-words.ts";
import { useLanguage } from "../language.ts";

export interface SpotLineProps {
  readonly view: BoardView;
  readonly now: number;
  readonly onOpen: (person: Id) => void;
}

export function SpotLine({ view, now, onOpen }: SpotLineProps) {
  const all = useAllWords();
  const words = evidenceWords[useLanguage()].spot;
  const drawn = toCheck(
    view.board.shift,
    view.tiles.map(({ attendance }) => attendance),
    now,
  );
  const [first] = drawn;
  if (first === undefined) return null;
  const names = drawn.map((person) => view.tiles.find((tile) => tile.person === person)?.name ?? all.nobody);
  return (
    <button type="button" class="board-doubt" data-to-check={drawn.length} onClick={() => onOpen(first)}>
      {words.suggest(names.join(words.and))}
    </button>
  );
}
