// 出示码: the tablet, or the post lead's phone, held out to whoever arrives. One large code of the chosen post, another one exactly every 30 s of
// corrected time; the screen stays lit. What a code is worth only the endpoint says.

import { useEffect, useRef, useState } from "preact/hooks";
import { useRoute } from "preact-iso/router";
import { showCode } from "../../actions/show-code.ts";
import { type CodeScreen, codeScreen } from "../../device/shown-code-view.ts";
import type { Id } from "../../domain/event.ts";
import { rules } from "../../domain/rules.ts";
import { codeWords } from "../../words/codes.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../language.ts";
import { Header, Reading, Unsent } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useNow, useView } from "../reading.ts";
import { clockOf } from "../saying.tsx";
import { useSession } from "../session.ts";
import { Showing } from "./showing.tsx";
import "../page.css";
import "./show-code.css";

type Standing = "early" | "open" | "over";
const standingOf = ({ shift }: CodeScreen, now: number): Standing => {
  if (now < shift.start - rules.opensBeforeMs) return "early";
  return now > shift.end + rules.checkOutUntilAfterEndMs ? "over" : "open";
};

export function ShowCode() {
  const app = useApp();
  const session = useSession();
  const words = codeWords[useLanguage()];
  const { params, query } = useRoute();
  const now = useNow();
  const shift = params.shift ?? "";
  const [post, choose] = useState<Id | null>(query.post ?? null);
  const seen = useView(() => app.views.read((reader) => codeScreen(reader, shift, post, app.now())), [shift, post, now]);
  const screen = seen.value;
  const standing = screen == null ? null : standingOf(screen, now);
  const isMissing = screen != null && standing === "open" && screen.posts.length > 0 && screen.shown === null;
  const isMaking = useRef(false);
  useEffect(() => {
    // Two drawings before the first has been kept would make two.
    if (!isMissing || screen == null || isMaking.current) return;
    isMaking.current = true;
    showCode(app.ports, screen.person, screen.facts)
      .then(
        () => session.setFailure(null),
        (error: unknown) => {
          console.error(error);
          session.setFailure(/quota/i.test(String(error)) ? "full" : "other");
        },
      )
      .then(() => {
        isMaking.current = false;
      });
  }, [isMissing, screen?.facts.post, shift, now]);
  const at = screen?.posts.find(({ id }) => id === post) ?? screen?.posts[0];
  return (
    <div class="screen show-code-screen">
      <Header title={words.title} back={screen != null && screen.facts.post === null ? `/board/${shift}` : "/"}>
        <Unsent />
      </Header>
      <main class="show-code" data-screen="show-code" data-standing={standing ?? "reading"}>
        {screen === undefined ? <Reading isFailing={seen.isFailing} /> : null}
        <NotRecorded />
        {screen === null ? <p class="large">{words.notFound}</p> : null}
        {screen != null && screen.posts.length === 0 ? (
          <p class="large">{screen.shift.posts.length === 0 ? words.noPosts : words.notYours}</p>
        ) : null}
        {screen == null || at === undefined ? null : standing === "early" ? (
          <p class="large">{words.early(clockOf(screen.shift.start - rules.opensBeforeMs))}</p>
        ) : standing === "over" ? (
          <p class="large">{words.over}</p>
        ) : (
          <Showing screen={screen} post={at} onChoose={choose} />
        )}
      </main>
    </div>
  );
}
