// 看板: one shift at a glance. At 1024 × 768: bar 56, post tabs 56, 42 tiles of 158 × 76 without scrolling, bottom 72; on a phone
// two columns, with the bar sticky and 收队 under the thumb.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso/router";
import { boardView, ledShifts } from "../../device/board-view.ts";
import { doubtedPosts } from "../../device/post-doubts-view.ts";
import type { BoardTile, BoardView } from "../../device/view-types.ts";
import type { Id } from "../../domain/event.ts";
import type { Shift } from "../../domain/roster.ts";
import { rules } from "../../domain/rules.ts";
import { walkInWords } from "../../words/walk-in.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../desk/desk.tsx";
import { Button } from "../parts/button.tsx";
import { Header, Reading, Tabs, Unsent } from "../parts/frame.tsx";
import { Icon } from "../parts/icon.tsx";
import { useLate } from "../parts/late.ts";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { ToastPlace } from "../parts/toast.tsx";
import { useNow, useSync, useView } from "../reading.ts";
import { useSession } from "../session.ts";
import { Bar, isAt, type PostChoice, PostTabs, postChoices } from "./bar.tsx";
import { useMarker } from "./marking.ts";
import { PersonSheet } from "./person-sheet.tsx";
import { Tile } from "./tile.tsx";
import { WalkInSheet } from "./walk-in.tsx";
import "../page.css";
import "./board.css";

/** Running now, else just ended (marks come after the rush), else the next, else the last of the day. `shifts` by start. */
export function pickShift(shifts: readonly Shift[], now: number): Shift | null {
  const running = shifts.find((it) => it.start <= now && now < it.end);
  const justEnded = [...shifts].reverse().find((it) => it.end <= now && now <= it.end + rules.checkOutUntilAfterEndMs);
  return running ?? justEnded ?? shifts.find((it) => it.start > now) ?? shifts[shifts.length - 1] ?? null;
}

/** /board: straight to the shift that matters now. */
export function BoardHome() {
  const app = useApp();
  const words = useAllWords();
  const now = useNow();
  const { route } = useLocation();
  const seen = useView(() => app.views.read((reader) => ledShifts(reader, app.now())), [now]);
  const shift = seen.value === undefined ? null : pickShift(seen.value, now);
  const id = shift?.id;
  useEffect(() => {
    if (id !== undefined) route(`/board/${id}`, true);
  }, [id, route]);
  return (
    <div class="screen">
      <Header title={words.board.title}>
        <Unsent />
      </Header>
      <main class="page" data-screen="board-home">
        {seen.value === undefined ? <Reading isFailing={seen.isFailing} /> : null}
        {seen.value?.length === 0 ? (
          <>
            <p class="large">{words.board.none}</p>
            <a class="button" href="/desk/roster">
              {words.board.toRoster}
            </a>
          </>
        ) : null}
      </main>
      <Tabs />
    </div>
  );
}

export function BoardScreen() {
  const app = useApp();
  const words = useAllWords();
  const now = useNow();
  const shift = useRoute().params.shift ?? "";
  const seen = useView(() => app.views.read((reader) => boardView(reader, shift, app.now())), [shift, now]);
  const leader = useView(() => app.views.membership(), []).value?.person;
  // For a moment the view may still be the last shift's.
  const view = seen.value?.board.shift.id === shift ? seen.value : seen.value === null ? null : undefined;
  if (view != null && leader !== undefined) return <Board key={shift} view={view} leader={leader} now={now} />;
  return (
    <div class="screen">
      <Header title={words.board.title} back="/board" />
      <main class="page">{view === null ? <p class="large">{words.board.notFound}</p> : <Reading isFailing={seen.isFailing} />}</main>
    </div>
  );
}

const byName = new Intl.Collator("zh-CN");

/** Post by post, those nobody placed last, then by name: marking somebody never moves a tile. */
function inOrder(view: BoardView): readonly BoardTile[] {
  const posts = postChoices(view).map(({ post }) => post);
  return [...view.tiles].sort(
    (a, b) =>
      Number(b.isPlaced) - Number(a.isPlaced) ||
      posts.indexOf(a.attendance.post) - posts.indexOf(b.attendance.post) ||
      byName.compare(a.name ?? "", b.name ?? "") ||
      (a.person < b.person ? -1 : 1),
  );
}

function Board({ view, leader, now }: { readonly view: BoardView; readonly leader: Id; readonly now: number }) {
  const words = useAllWords();
  const { shift, isClosed } = view.board;
  const marker = useMarker(leader, shift.id);
  const [choice, setChoice] = useState<PostChoice>(null);
  const [open, setOpen] = useState<Id | null>(null);
  const [walkIn, setWalkIn] = useState<{ readonly insteadOf: BoardTile | null } | null>(null);
  const walkInSaid = walkInWords[useLanguage()];
  const SpotLine = useLate(true, async () => (await import("./spot-line.tsx")).SpotLine);
  const tiles = inOrder(view).filter((tile) => isAt(tile, choice));
  const opened = view.tiles.find((tile) => tile.person === open);
  const isOnePost = choice !== null || postChoices(view).length === 1;
  const rest = isOnePost ? tiles.filter((tile) => tile.attendance.state === "unheard") : [];
  return (
    <div class="screen board" data-screen="board" data-shift={shift.id} data-closed={isClosed}>
      <Bar view={view} now={now} />
      <div class="board-row">
        <PostTabs view={view} chosen={choice} onChoose={setChoice} />
        <button type="button" class="board-add" onClick={() => setWalkIn({ insteadOf: null })}>
          <Icon name="plus" />
          <span>{walkInSaid.open}</span>
        </button>
      </div>
      <main>
        {tiles.length === 0 ? <p class="large">{words.board.empty}</p> : null}
        <ul class="tiles">
          {tiles.map((tile) => (
            <Tile
              key={tile.person}
              tile={tile}
              onPresent={(it) => void marker.put(it, "present", null)}
              onMore={(it) => setOpen(it.person)}
            />
          ))}
        </ul>
      </main>
      <footer class="board-foot">
        <Foot posts={view.posts.map((post) => post.id)}>
          {SpotLine === null || isClosed ? null : <SpotLine view={view} now={now} onOpen={setOpen} />}
        </Foot>
        {rest.length === 0 ? null : <Button onPress={() => void marker.putRest(rest)}>{words.board.markRest(rest.length)}</Button>}
        {isClosed || now >= shift.start ? (
          <a class="button main" href={`/board/${shift.id}/close`}>
            {isClosed ? words.board.closed : words.board.close}
          </a>
        ) : null}
      </footer>
      {opened === undefined ? null : (
        <PersonSheet
          tile={opened}
          shift={shift}
          marker={marker}
          onSubstitute={() => {
            setOpen(null);
            setWalkIn({ insteadOf: opened });
          }}
          onClose={() => setOpen(null)}
        />
      )}
      {walkIn === null ? null : (
        <WalkInSheet view={view} leader={leader} post={choice?.post ?? null} insteadOf={walkIn.insteadOf} onClose={() => setWalkIn(null)} />
      )}
    </div>
  );
}

/** What there is to say: not recorded, what was just done, or why nothing is uploaded. */
function Foot({ posts, children }: { readonly posts: readonly Id[]; readonly children: ComponentChildren }) {
  const app = useApp();
  const words = useAllWords();
  const doubted = useView(() => app.views.read(doubtedPosts), []).value?.find(({ id }) => posts.includes(id));
  const session = useSession();
  const { notice } = useSync();
  const said = notice === null ? null : notice === "offline" ? words.board.offline : words.notices[notice];
  return (
    <div class="foot-says">
      <NotRecorded />
      <ToastPlace />
      {session.toast() === null && session.failure() === null ? <p role="status">{said}</p> : null}
      {session.toast() === null && session.failure() === null && said === null && doubted !== undefined ? (
        <a class="board-doubt" href={`/desk/posts/${doubted.id}`}>
          {words.board.doubted(doubted.title)}
        </a>
      ) : null}
      {session.toast() === null && session.failure() === null && said === null && doubted === undefined ? children : null}
    </div>
  );
}
