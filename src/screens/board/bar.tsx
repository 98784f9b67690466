// The bar of the board: how many should be here and are, what is not uploaded, how old the roster is; and the tabs of the posts.
// `one`: of a 点长, who has no other shift to choose; the title of their post stands in its tab.

import { useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { ledShifts } from "../../device/board-view.ts";
import { waitingJoins } from "../../device/joins-view.ts";
import type { BoardTile, BoardView } from "../../device/view-types.ts";
import { hasArrived } from "../../domain/board.ts";
import { startOfDay } from "../../domain/clock.ts";
import type { Id } from "../../domain/event.ts";
import type { Post } from "../../domain/roster.ts";
import { rules } from "../../domain/rules.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Unsent } from "../parts/frame.tsx";
import { Icon } from "../parts/icon.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useView } from "../reading.ts";
import { clockOf, momentOf, spanOf } from "../saying.tsx";

export function Bar({ view, now, one = null }: { readonly view: BoardView; readonly now: number; readonly one?: Post | null }) {
  const words = useAllWords();
  const { counts } = view.board;
  const numbers = [
    ["expected", words.board.expected, counts.expected],
    ["arrived", words.board.arrived, counts.arrived],
    ["onLeave", words.board.onLeave, counts.onLeave],
    ["unheard", words.board.unheard, counts.unheard],
  ] as const;
  return (
    <header class="band bar">
      <a class="band-back" href="/" aria-label={words.back}>
        <Icon name="back" />
      </a>
      <div class="bar-title">
        <h1>{one === null ? <ShiftName view={view} now={now} /> : <span>{spanOf(words, view.board.shift)}</span>}</h1>
        <RosterAge syncedAt={view.syncedAt} now={now} />
      </div>
      <dl class="counts">
        {numbers.map(([key, word, count]) => (
          <div key={key} data-count={key} class={key}>
            <dt>{word}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      {one === null ? <Joining /> : null}
      <Unsent />
    </header>
  );
}

/** Who asks to be let in; nothing while nobody does. */
function Joining() {
  const app = useApp();
  const words = useAllWords();
  const count = useView(() => app.views.read(waitingJoins), []).value ?? 0;
  return count === 0 ? null : (
    <a class="unsent joining" href="/desk/joins" data-joining={count}>
      <Icon name="plus" />
      <span>{words.board.joining(count)}</span>
    </a>
  );
}

/** The shift's time; a button where there are others to go to. */
function ShiftName({ view, now }: { readonly view: BoardView; readonly now: number }) {
  const app = useApp();
  const words = useAllWords();
  const { route } = useLocation();
  const [isOpen, setOpen] = useState(false);
  const led = useView(() => app.views.read((reader) => ledShifts(reader, app.now())), [now]).value ?? [];
  const { shift } = view.board;
  const others = led.filter((it) => it.id !== shift.id);
  if (others.length === 0) return <span>{spanOf(words, shift)}</span>;
  return (
    <>
      <button
        type="button"
        class="bar-shift"
        onClick={() => setOpen(true)}
        aria-label={`${spanOf(words, shift)} ${words.board.chooseShift}`}
      >
        {spanOf(words, shift)} ▾
      </button>
      {isOpen ? (
        <Sheet title={words.board.chooseShift} onClose={() => setOpen(false)}>
          <div class="sheet-choices">
            {others.map((it) => (
              <button type="button" class="button plain" key={it.id} onClick={() => route(`/board/${it.id}`, true)}>
                <span>{spanOf(words, it)}</span>
              </button>
            ))}
          </div>
        </Sheet>
      ) : null}
    </>
  );
}

function RosterAge({ syncedAt, now }: { readonly syncedAt: number | null; readonly now: number }) {
  const words = useAllWords();
  if (syncedAt === null) return <span class="roster-age old">{words.board.rosterNever}</span>;
  if (syncedAt >= startOfDay(now, rules)) return <span class="roster-age">{words.board.rosterAt(clockOf(syncedAt))}</span>;
  return <span class="roster-age old">{words.board.rosterOld(momentOf(words, syncedAt, now))}</span>;
}

/** Null stands for everybody. */
export type PostChoice = { readonly post: Id | null } | null;

/** Posts of the shift in their order, then whoever has none. */
export function postChoices(view: BoardView): readonly { readonly post: Id | null; readonly title: string | null }[] {
  const order = view.board.shift.posts;
  const place = (id: Id): number => (order.includes(id) ? order.indexOf(id) : order.length);
  const posts = [...view.posts].sort((a, b) => place(a.id) - place(b.id)).map(({ id, title }) => ({ post: id, title }));
  const isSomebodyWithout = view.tiles.some((tile) => tile.attendance.post === null);
  return isSomebodyWithout ? [...posts, { post: null, title: null }] : posts;
}

export const isAt = (tile: BoardTile, choice: PostChoice): boolean => choice === null || tile.attendance.post === choice.post;

export interface PostTabsProps {
  readonly view: BoardView;
  readonly chosen: PostChoice;
  readonly onChoose: (choice: PostChoice) => void;
}

export function PostTabs({ view, chosen, onChoose }: PostTabsProps) {
  const words = useAllWords();
  const posts = postChoices(view);
  const share = (choice: PostChoice): string => {
    const here = view.tiles.filter((tile) => isAt(tile, choice));
    return `${here.filter((tile) => hasArrived(tile.attendance)).length}/${here.filter((tile) => tile.isPlaced).length}`;
  };
  return (
    <nav class="post-tabs" aria-label={words.board.posts}>
      {posts.length > 1 ? (
        <button type="button" aria-pressed={chosen === null} onClick={() => onChoose(null)}>
          {words.board.allPosts} <b>{share(null)}</b>
        </button>
      ) : null}
      {posts.map(({ post, title }) => (
        <button
          type="button"
          key={post ?? "none"}
          aria-pressed={posts.length === 1 || (chosen !== null && chosen.post === post)}
          data-post={post ?? "none"}
          onClick={() => onChoose({ post })}
        >
          {title ?? words.board.noPost} <b>{share({ post })}</b>
        </button>
      ))}
    </nav>
  );
}
