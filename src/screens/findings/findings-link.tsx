// The way to 发现问题 from other screens: with what is open at a post, or plain.

import { findingsAt } from "../../device/findings-view.ts";
import type { Id } from "../../domain/event.ts";
import { useApp } from "../app.ts";
import { Icon } from "../parts/icon.tsx";
import { useView } from "../reading.ts";
import { useFindingsWords } from "./words.ts";

/** `at`: where somebody stands on duty now. */
export function FindingsLink({ at }: { readonly at?: { readonly post: Id; readonly shift: Id } }) {
  const words = useFindingsWords();
  return (
    <a class="button wide" href={at === undefined ? "/findings" : `/findings/new?post=${at.post}&shift=${at.shift}`}>
      <Icon name="flag" />
      <span>{words.title}</span>
    </a>
  );
}

/** At one post: how many are open, and a way to report another. */
export function FindingsAt({ post }: { readonly post: Id }) {
  const app = useApp();
  const words = useFindingsWords();
  const counts = useView(() => app.views.read((reader) => findingsAt(reader, post)), [post]).value;
  const hasAny = counts !== undefined && counts.open + counts.closed > 0;
  return (
    <section class="card rows" data-open={counts?.open ?? 0}>
      <h2>{words.title}</h2>
      {hasAny ? <p>{words.counts(counts.open, counts.closed)}</p> : null}
      <a class="button wide" href={hasAny ? `/findings?post=${post}` : `/findings/new?post=${post}`}>
        <Icon name="flag" />
        <span>{hasAny ? words.title : words.report}</span>
      </a>
    </section>
  );
}
