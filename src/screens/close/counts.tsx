// 到岗 · 请假 · 未到 · 待确认 in large figures.

import type { BoardCounts } from "../../domain/board.ts";
import { useAllWords } from "../all-words.ts";

export function Counts({ counts, absent }: { readonly counts: BoardCounts; readonly absent: number }) {
  const words = useAllWords();
  const figures = [
    ["present", words.close.present, counts.arrived],
    ["onLeave", words.close.onLeave, counts.onLeave],
    ["absent", words.close.absent, absent],
    ["unconfirmed", words.close.unconfirmed, counts.unconfirmed],
  ] as const;
  return (
    <>
      <dl class="figures">
        {figures.map(([key, word, count]) => (
          <div key={key} data-count={key}>
            <dt>{word}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      {counts.disputed === 0 ? null : <p class="box warn">{words.close.disputed(counts.disputed)}</p>}
    </>
  );
}
