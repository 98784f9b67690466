// 岗位: every post this device may hold, what still wants doing first, found by name, landmark or team.

import { useState } from "preact/hooks";
import { type PostLine, postsView } from "../../device/posts-view.ts";
import type { PostKind } from "../../domain/entity-fields.ts";
import type { Id } from "../../domain/event.ts";
import { isNamed } from "../../domain/name-search.ts";
import type { PostState } from "../../words/posts-zh.ts";
import { useApp } from "../app.ts";
import { DeskFrame, useDeskWords } from "../desk/desk.tsx";
import { Reading } from "../parts/frame.tsx";
import { Icon } from "../parts/icon.tsx";
import { useView } from "../reading.ts";
import { usePostWords } from "./saying.ts";
import "./posts.css";

const states: readonly PostState[] = ["all", "undrawn", "doubted", "contested", "closed"];

const isIn = (state: PostState, { post, doubt, isContested }: PostLine): boolean => {
  if (post.closed) return state === "closed";
  switch (state) {
    case "all":
      return true;
    case "undrawn":
      return post.shape === null;
    case "doubted":
      return doubt !== null;
    case "contested":
      return isContested;
    case "closed":
      return false;
  }
};

/** What wants doing first, then by name. */
const rank = (line: PostLine): number =>
  line.isRefused ? 0 : line.post.shape === null ? 1 : line.doubt !== null ? 2 : line.isContested ? 3 : 4;
const inOrder = (a: PostLine, b: PostLine): number => rank(a) - rank(b) || a.post.title.localeCompare(b.post.title, "zh-CN");

export function Posts() {
  const app = useApp();
  const words = usePostWords();
  const desk = useDeskWords();
  const [typed, setTyped] = useState("");
  const [team, setTeam] = useState<Id | "">("");
  const [kind, setKind] = useState<PostKind | "">("");
  const [state, setState] = useState<PostState>("all");
  const seen = useView(() => app.views.read((reader) => postsView(reader, app.now())), []);
  const view = seen.value;

  const lines = view?.lines ?? [];
  const teams = [...new Map(lines.flatMap((line) => (line.team === null ? [] : [[line.team.id, line.team.title] as const])))].sort((a, b) =>
    a[1].localeCompare(b[1], "zh-CN"),
  );
  const found = lines
    .filter((line) => isIn(state, line) && (team === "" || line.post.team === team) && (kind === "" || line.post.kind === kind))
    .filter(({ post, team: of }) => [post.title, post.from, post.to, of?.title].some((text) => isNamed(text ?? "", typed)))
    .sort(inOrder);
  const count = (of: PostState): number => lines.filter((line) => isIn(of, line)).length;

  return (
    <DeskFrame title={desk.pages.posts} wide screen="posts">
      {view === undefined ? <Reading isFailing={seen.isFailing} /> : null}
      {view === undefined || view.teams.length === 0 ? null : (
        <div class="post-actions">
          <a class="button main" href="/desk/posts/new">
            <Icon name="plus" />
            <span>{words.list.add}</span>
          </a>
          <a class="button" href="/desk/posts/import">
            {words.list.import}
          </a>
        </div>
      )}
      {view !== undefined && lines.length === 0 ? <p class="large">{words.list.none}</p> : null}
      {lines.length === 0 ? null : (
        <>
          <form class="post-filters" onSubmit={(event) => event.preventDefault()}>
            <label class="field">
              <span>{words.list.search}</span>
              <input
                type="search"
                autocomplete="off"
                placeholder={words.list.searchHint}
                value={typed}
                onInput={(event) => setTyped(event.currentTarget.value)}
              />
            </label>
            {teams.length < 2 ? null : (
              <label class="field">
                <span>{words.list.team}</span>
                <select value={team} onChange={(event) => setTeam(event.currentTarget.value)}>
                  <option value="">{words.list.anyTeam}</option>
                  {teams.map(([id, title]) => (
                    <option key={id} value={id}>
                      {title}
                    </option>
                  ))}
                </select>
              </label>
            )}
            <label class="field">
              <span>{words.list.kind}</span>
              <select value={kind} onChange={(event) => setKind(event.currentTarget.value as PostKind | "")}>
                <option value="">{words.list.anyKind}</option>
                {(Object.entries(words.kinds) as [PostKind, string][]).map(([it, word]) => (
                  <option key={it} value={it}>
                    {word}
                  </option>
                ))}
              </select>
            </label>
            <label class="field">
              <span>{words.list.state}</span>
              <select value={state} onChange={(event) => setState(event.currentTarget.value as PostState)}>
                {states.map((it) => (
                  <option key={it} value={it}>
                    {words.list.states[it]} {count(it)}
                  </option>
                ))}
              </select>
            </label>
          </form>
          <p role="status">{found.length === 0 ? words.list.noneSuch : words.list.count(found.length)}</p>
          <ul class="post-list">
            {found.map((line) => (
              <Line key={line.post.id} line={line} />
            ))}
          </ul>
        </>
      )}
    </DeskFrame>
  );
}

function Line({ line }: { readonly line: PostLine }) {
  const words = usePostWords();
  const { post, team, doubt, isContested, isUnsent, isRefused } = line;
  const tags: readonly (readonly [string, string])[] = [
    ...(isRefused ? [["bad", words.list.refused] as const] : []),
    ...(post.closed ? [["plain", words.list.states.closed] as const] : []),
    ...(post.shape === null && !post.closed ? [["warn", words.list.states.undrawn] as const] : []),
    ...(doubt !== null ? [["warn", words.list.states.doubted] as const] : []),
    ...(isContested ? [["warn", words.list.states.contested] as const] : []),
    ...(isUnsent ? [["plain", words.list.unsent] as const] : []),
  ];
  return (
    <li>
      <a class="card" href={`/desk/posts/${post.id}`} data-post={post.id} data-tags={tags.length}>
        <b>{post.title}</b>
        <span class="muted">
          {words.kinds[post.kind]} · {team?.title ?? words.list.noTeam}
        </span>
        {tags.length === 0 ? null : (
          <span class="tags">
            {tags.map(([tone, word]) => (
              <span key={word} class={`tag ${tone}`}>
                {word}
              </span>
            ))}
          </span>
        )}
      </a>
    </li>
  );
}
