// How far the question to the endpoint has come, in words; what cannot be asked just now can be asked again.

import type { QuarantineWords } from "../../words/quarantine.ts";
import { problemText } from "../../words/words.ts";
import { Button } from "../parts/button.tsx";
import type { Report } from "../people/report.ts";
import { useWords } from "../saying.tsx";

/** `count`: null where nothing is counted. */
export function Asked({
  report,
  words,
  count,
}: {
  readonly report: Report<unknown>;
  readonly words: QuarantineWords;
  readonly count: number | null;
}) {
  const all = useWords();
  const { isAsking, problem, value, ask } = report;
  return (
    <div role="status" data-asked={isAsking ? "asking" : (problem ?? "answered")} data-count={count ?? 0}>
      {isAsking ? <p>{words.asking}</p> : null}
      {isAsking || problem === null ? null : (
        <div class="box warn">
          <p>{problem === "offline" ? words.offline : problem === "notFound" ? words.gone : problemText(all, problem)}</p>
          <Button onPress={ask}>{words.again}</Button>
        </div>
      )}
      {isAsking || problem !== null || value === undefined ? null : (
        <p>
          {count === null || count === 0 ? null : words.count(count)} <span class="muted">{words.logged}</span>
        </p>
      )}
    </div>
  );
}
