// 看板: one shift at a glance. At 1024 × 768: bar 56, post tabs 56, 42 tiles of 158 × 76 without scrolling, bottom 72; on a phone
// two columns, with the bar sticky and 收队 under the thumb.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso/router";
import { boardView, ledShifts } from "../../device/board-view.ts";
import { doubtedPosts } from "../../device/post-doubts-view.ts";
import type { BoardTile, BoardView } from "../../device/view-types.ts";
import type { Id } from "../../domain/event.ts";
import { isNamed } from "../../domain/name-search.ts";
import type { Post, Shift } from "../../domain/roster.ts";
import { rules } from "../../domain/rules.ts";
import { walkInWords } from "../../words/walk-in.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../language.ts";
import { Header, Reading, Tabs, Unsent } from "../parts/frame.tsx";
import { Icon } from "../parts/icon.tsx";
import { useLate } from "../parts/late.ts";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { ToastPlace } from "../parts/toast.tsx";
import { useNow, useSync, useView } from "../reading.ts";
import { useSession } from "../session.ts";
import { Bar, isAt, type PostChoice, postChoices } from "./bar.tsx";
import { boardLinks } from "./board-links.ts";
import { useBoard } from "./board-live.ts";
import { BoardTools } from "./board-tools.tsx";
import { useMarker } from "./marking.ts";
import { PersonSheet } from "./person-sheet.tsx";
import { Tiles } from "./tiles.tsx";
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
  const { value: view, isFailing, touch } = useBoard(shift, now, (reader, at) => boardView(reader, shift, at));
  const member = useView(() => app.views.membership(), []).value;
  if (view != null && member != null)
    return <Board key={shift} view={view} me={member.person} now={now} touch={touch} isLent={member.lent !== undefined} />;
  return (
    <div class="screen">
      <Header title={words.board.title} back="/board" />
      <main class="page">{view === null ? <p class="large">{words.board.notFound}</p> : <Reading isFailing={isFailing} />}</main>
    </div>
  );
}

const byName = new Intl.Collator("zh-CN");

/** Post by post, those nobody placed last, then by name. */
function asOnRoster(view: BoardView): readonly BoardTile[] {
  const posts = postChoices(view).map(({ post }) => post);
  return [...view.tiles].sort(
    (a, b) =>
      Number(b.isPlaced) - Number(a.isPlaced) ||
      posts.indexOf(a.attendance.post) - posts.indexOf(b.attendance.post) ||
      byName.compare(a.name ?? "", b.name ?? "") ||
      (a.person < b.person ? -1 : 1),
  );
}

/** As chosen last, as long as the app is open. */
let isByNeedChosen = true;

export interface BoardProps {
  readonly view: BoardView;
  readonly me: Id;
  readonly now: number;
  readonly touch: (people: readonly Id[]) => void;
  /** Of a 点长: the one post that is theirs. */
  readonly one?: Post | null;
  /** A lent tablet adds nobody and gives no right away: the endpoint would not believe it. */
  readonly isLent?: boolean;
}

export function Board({ view, me, now, touch, one = null, isLent = false }: BoardProps) {
  const app = useApp();
  const words = useAllWords();
  // While there is a network: whoever opens the board may scan where there is none.
  useEffect(() => void app.scanner.prepare(), [app]);
  const { shift, isClosed } = view.board;
  const marker = useMarker(me, shift.id, touch);
  const [choice, setChoice] = useState<PostChoice>(one === null ? null : { post: one.id });
  const [typed, setTyped] = useState<string | null>(null);
  const [isByNeed, setByNeed] = useState(isByNeedChosen);
  const [open, setOpen] = useState<Id | null>(null);
  const [walkIn, setWalkIn] = useState<{ readonly insteadOf: BoardTile | null } | null>(null);
  const walkInSaid = walkInWords[useLanguage()];
  const SpotLine = useLate(true, async () => (await import("./spot-line.tsx")).SpotLine);
  const sought = typed?.trim() ?? "";
  const roster = asOnRoster(view);
  const tiles = roster.filter((tile) => (sought === "" ? isAt(tile, choice) : isNamed(tile.name ?? "", sought)));
  const opened = view.tiles.find((tile) => tile.person === open);
  const isOnePost = choice !== null || postChoices(view).length === 1;
  const rest = isOnePost && sought === "" ? tiles.filter((tile) => tile.attendance.state === "unheard") : [];
  const sort = (next: boolean): void => {
    isByNeedChosen = next;
    setByNeed(next);
  };
  return (
    <div class="screen board" data-screen={one === null ? "board" : "post-board"} data-shift={shift.id} data-closed={isClosed}>
      <Bar view={view} now={now} one={one} />
      <BoardTools
        view={view}
        chosen={choice}
        onChoose={setChoice}
        typed={typed}
        onType={setTyped}
        isByNeed={isByNeed}
        onSort={sort}
        walkInWord={one === null && !isLent ? walkInSaid.open : null}
        onWalkIn={() => setWalkIn({ insteadOf: null })}
      />
      <main>
        {tiles.length === 0 ? <p class="large">{sought === "" ? words.board.empty : words.board.findNone}</p> : null}
        <Tiles
          tiles={tiles}
          isByNeed={isByNeed}
          asked={`${isByNeed} ${choice === null ? "all" : choice.post} ${sought}`}
          leads={new Set(view.leads.filter(({ post }) => one === null || post === one.id).map(({ person }) => person))}
          onPresent={(it) => void marker.put(it, "present", null)}
          onMore={(it) => setOpen(it.person)}
        />
      </main>
      <footer class="board-foot">
        <Foot posts={view.posts.map((post) => post.id)}>
          {SpotLine === null || isClosed ? null : <SpotLine view={view} now={now} onOpen={setOpen} />}
        </Foot>
        {rest.length === 0 ? null : (
          <button type="button" class="button rest" onClick={() => void marker.putRest(rest)}>
            <span>{words.board.markRest(rest.length)}</span>
          </button>
        )}
        {isClosed
          ? null
          : boardLinks(shift.id, one?.id ?? null).map(({ href, icon, word }) => (
              <a class="button" href={href} key={href}>
                <Icon name={icon} />
                <span>{word(words)}</span>
              </a>
            ))}
        {one === null && (isClosed || now >= shift.start) ? (
          <a class="button main" href={`/board/${shift.id}/close`}>
            {isClosed ? words.board.closed : words.board.close}
          </a>
        ) : null}
      </footer>
      {opened === undefined ? null : (
        <PersonSheet
          tile={opened}
          view={view}
          me={me}
          one={one}
          isLent={isLent}
          marker={marker}
          onSubstitute={() => {
            setOpen(null);
            setWalkIn({ insteadOf: opened });
          }}
          onClose={() => setOpen(null)}
        />
      )}
      {walkIn === null ? null : (
        <WalkInSheet view={view} leader={me} post={choice?.post ?? null} insteadOf={walkIn.insteadOf} onClose={() => setWalkIn(null)} />
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
  const isQuiet = session.toast() === null && session.failure() === null;
  return (
    <div class="foot-says">
      <NotRecorded />
      <ToastPlace />
      {isQuiet ? <p role="status">{said}</p> : null}
      {!isQuiet || said !== null ? null : doubted === undefined ? (
        children
      ) : (
        <a class="board-doubt" href={`/desk/posts/${doubted.id}`}>
          {words.board.doubted(doubted.title)}
        </a>
      )}
    </div>
  );
}
