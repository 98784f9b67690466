// 点名 of a 点长: the board's own tiles, of one post, on a volunteer's phone. Draws the board; what may be said there is the board's `one`.

import { useRoute } from "preact-iso/router";
import { postBoard } from "../../device/post-board-view.ts";
import type { Post } from "../../domain/roster.ts";
import { postLeadWords } from "../../words/post-lead.ts";
import { useApp } from "../app.ts";
import { Board } from "../board/board.tsx";
import { useBoard } from "../board/board-live.ts";
import { useLanguage } from "../language.ts";
import { Header, Reading, Tabs } from "../parts/frame.tsx";
import { useNow, useView } from "../reading.ts";
import "../page.css";

export function PostBoard() {
  const app = useApp();
  const words = postLeadWords[useLanguage()];
  const now = useNow();
  const shift = useRoute().params.shift ?? "";
  const {
    value: view,
    isFailing,
    touch,
  } = useBoard(`post ${shift}`, now, async (reader, at) => (await postBoard(reader, shift, at))?.view ?? null);
  const me = useView(() => app.views.membership(), []).value?.person;
  const post: Post | undefined = view?.posts[0];
  if (view != null && post !== undefined && me !== undefined)
    return <Board key={shift} view={view} me={me} now={now} touch={touch} one={post} />;
  return (
    <div class="screen">
      <Header title={words.title} back="/" />
      <main class="page" data-screen="post-board-none">
        {view === null ? (
          <>
            <p class="large">{words.none}</p>
            <a class="button main wide" href="/">
              {words.toToday}
            </a>
          </>
        ) : (
          <Reading isFailing={isFailing} />
        )}
      </main>
      <Tabs />
    </div>
  );
}
