// One finding in a few lines: what it is, where, since when, and how it stands.

import type { FindingLine } from "../../device/findings-view.ts";
import { momentOf, useWords } from "../saying.tsx";
import { useFindingsWords } from "./words.ts";

const dayMs = 86_400_000;

export function FindingHead({ line, now }: { readonly line: FindingLine; readonly now: number }) {
  const words = useFindingsWords();
  const base = useWords();
  const { closed } = line;
  return (
    <>
      <span class="finding-state" data-open={closed === null}>
        {closed === null ? words.open : words.closed}
      </span>
      <h2>{words.tags[line.tag]}</h2>
      <p>{[line.postTitle, line.unit].filter((it) => it !== null).join(" · ")}</p>
      {line.note === null ? null : <p>{line.note}</p>}
      <p class="muted">
        {words.by(line.reporterName ?? words.somebody, momentOf(base, line.at, now))}
        {closed === null ? ` · ${words.age(Math.max(0, Math.floor((now - line.at) / dayMs)))}` : ""}
      </p>
      {closed === null ? null : <p class="muted">{words.mendedBy(line.closerName ?? words.somebody, momentOf(base, closed.at, now))}</p>}
      {line.isRefused ? <p class="bad">{words.refused}</p> : line.isUnsent ? <p class="muted">{words.unsent}</p> : null}
    </>
  );
}
