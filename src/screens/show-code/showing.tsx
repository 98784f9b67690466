// The code itself, its seconds, and what there is to say beside it. Redrawn once a second, for nothing on it moves by itself.

import { useLayoutEffect, useState } from "preact/hooks";
import { type CodeScreen, clockStanding } from "../../device/shown-code-view.ts";
import type { Id } from "../../domain/event.ts";
import type { Post } from "../../domain/roster.ts";
import { rules } from "../../domain/rules.ts";
import { rotatingMac, rotatingText, spanOfStep, stepAt } from "../../protocol/rotating-code.ts";
import { codeWords } from "../../words/codes.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../language.ts";
import { useAwake } from "../parts/awake.ts";
import { Qr } from "../parts/qr.tsx";
import { momentOf, useWords } from "../saying.tsx";
import "../parts/held-code.css";
import "../parts/posts-row.css";

const secondMs = 1000;

/** Corrected time, at every full second of it: so that a step ends when it ends. */
function useSecond(): number {
  const app = useApp();
  const [now, setNow] = useState(() => app.now());
  useLayoutEffect(() => {
    let timer = 0;
    const tick = (): void => {
      clearTimeout(timer);
      const at = app.now();
      setNow(at);
      timer = window.setTimeout(tick, secondMs - (at % secondMs));
    };
    tick();
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [app]);
  return now;
}

export interface ShowingProps {
  readonly screen: CodeScreen;
  readonly post: Post;
  readonly onChoose: (post: Id) => void;
}

export function Showing({ screen, post, onChoose }: ShowingProps) {
  const app = useApp();
  const all = useWords();
  const words = codeWords[useLanguage()];
  const now = useSecond();
  const isAwake = useAwake();
  const { ledger, shown, anchor, posts } = screen;
  const { clock } = app.ports;
  const standing = clockStanding(anchor, { wallTime: clock.now(), elapsed: clock.elapsed(), run: clock.run }, rules);
  const step = stepAt(now, rules);
  const left = Math.ceil((spanOfStep(step, rules).to - now) / secondMs);
  const code = shown === null ? null : { shown: shown.event, post: post.id, step };
  return (
    <>
      {posts.length > 1 ? (
        <nav class="posts-row" aria-label={words.posts}>
          {posts.map(({ id, title }) => (
            <button type="button" key={id} aria-pressed={id === post.id} onClick={() => onChoose(id)}>
              {title}
            </button>
          ))}
        </nav>
      ) : null}
      <div class="held show-code-parts">
        <div class="held-code show-code-qr" data-step={step} data-post={post.id}>
          {code === null || shown === null ? (
            <p role="status">{all.reading}</p>
          ) : (
            <Qr key={step} text={rotatingText({ ...code, mac: rotatingMac(shown.secret, ledger, code) })} label={words.label(post.title)} />
          )}
        </div>
        <div class="held-says">
          <h2>{post.title}</h2>
          <progress max={rules.codeStepMs / secondMs} value={left} aria-label={words.left(left)} />
          <p class="show-code-left">{words.left(left)}</p>
          <p>{words.how}</p>
          <p class={standing === "right" ? "show-code-clock" : "box warn"} data-clock={standing} role="status">
            {standing === "right" && anchor !== null ? words.right(momentOf(all, anchor.serverTime, now)) : null}
            {standing === "never" ? words.never : null}
            {standing === "unsure" ? words.unsure : null}
          </p>
          <p class="muted" data-awake={isAwake ?? "asking"}>
            {isAwake === false ? words.dim : words.bright}
          </p>
          <p class="muted">{words.photo}</p>
        </div>
      </div>
    </>
  );
}
