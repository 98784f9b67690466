// The row under the bar: the posts, or the field somebody is looked for in; how the tiles are sorted; 现场登记.

import { useLayoutEffect, useRef } from "preact/hooks";
import { useAllWords } from "../all-words.ts";
import { Icon } from "../parts/icon.tsx";
import { PostTabs, type PostTabsProps } from "./bar.tsx";

export interface BoardToolsProps extends PostTabsProps {
  /** Null: nobody is looked for. */
  readonly typed: string | null;
  readonly onType: (typed: string | null) => void;
  readonly isByNeed: boolean;
  readonly onSort: (isByNeed: boolean) => void;
  /** Null: not theirs to do. */
  readonly walkInWord: string | null;
  readonly onWalkIn: () => void;
}

export function BoardTools({ typed, onType, isByNeed, onSort, walkInWord, onWalkIn, ...tabs }: BoardToolsProps) {
  const words = useAllWords();
  const sorted = isByNeed ? words.board.byNeed : words.board.byRoster;
  return (
    <div class="board-row">
      {typed === null ? <PostTabs {...tabs} /> : <Finding typed={typed} onType={onType} />}
      <div class="board-tools">
        {typed === null ? (
          <button type="button" onClick={() => onType("")}>
            <Icon name="find" />
            <span>{words.board.find}</span>
          </button>
        ) : null}
        <button
          type="button"
          aria-label={words.board.sortHow(sorted)}
          data-by={isByNeed ? "need" : "roster"}
          onClick={() => onSort(!isByNeed)}
        >
          <Icon name="sort" />
          <span>{sorted}</span>
        </button>
        {walkInWord === null ? null : (
          <button type="button" onClick={onWalkIn}>
            <Icon name="plus" />
            <span>{walkInWord}</span>
          </button>
        )}
      </div>
    </div>
  );
}

function Finding({ typed, onType }: { readonly typed: string; readonly onType: (typed: string | null) => void }) {
  const words = useAllWords();
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is younger than the browsers we serve
    <div class="board-find" role="search">
      <input
        ref={field}
        type="search"
        enterkeyhint="search"
        autocomplete="off"
        aria-label={words.board.findLabel}
        placeholder={words.board.findLabel}
        value={typed}
        onInput={(event) => onType(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onType(null);
        }}
      />
      <button type="button" onClick={() => onType(null)}>
        <Icon name="close" />
        <span>{words.board.findEnd}</span>
      </button>
    </div>
  );
}
