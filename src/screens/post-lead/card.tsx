// 我这个点 on 今日: how many are there, and the three things a 点长 does. Fetched only by whoever is one.

import { postBoard } from "../../device/post-board-view.ts";
import type { Id } from "../../domain/event.ts";
import { postLeadWords } from "../../words/post-lead.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { boardLinks } from "../board/board-links.ts";
import { useLanguage } from "../language.ts";
import { Icon } from "../parts/icon.tsx";
import { useNow, useView } from "../reading.ts";
import "./card.css";

export function LeadCard({ shift }: { readonly shift: Id }) {
  const app = useApp();
  const words = postLeadWords[useLanguage()];
  const all = useAllWords();
  const now = useNow();
  const seen = useView(() => app.views.read((reader) => postBoard(reader, shift, app.now())), [shift, now]).value;
  if (seen == null || !seen.isOpen) return null;
  const { counts } = seen.view.board;
  return (
    <section class="card lead-card" data-lead-card={seen.post.id} data-arrived={counts.arrived} data-expected={counts.expected}>
      <h2>
        {words.card} <b>{words.counts(counts.arrived, counts.expected)}</b>
      </h2>
      <div class="lead-links">
        <a class="button main" href={`/my-post/${shift}`}>
          <Icon name="check" />
          <span>{words.roll}</span>
        </a>
        {boardLinks(shift, seen.post.id).map(({ href, icon, word }) => (
          <a class="button" href={href} key={href}>
            <Icon name={icon} />
            <span>{word(all)}</span>
          </a>
        ))}
      </div>
    </section>
  );
}
