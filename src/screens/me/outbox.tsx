// Every record that is not safely with the team yet, by name, with its reason: nothing is ever dropped out of sight.

import type { OutboxItem } from "../../device/view-types.ts";
import { problemText } from "../../words/words.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { useNow, useSync, useView } from "../reading.ts";
import { momentOf } from "../saying.tsx";

/** Of a long queue the newest are enough to see what kind they are. */
const mostShown = 30;

export function Outbox() {
  const app = useApp();
  const words = useAllWords();
  const now = useNow();
  const sync = useSync();
  const outbox = useView(() => app.views.outbox(), []).value;
  if (outbox === undefined) return null;
  const { unsentCount, syncedAt, items } = outbox;
  const isSending = sync.type === "exchanging";
  return (
    <section class="card" data-unsent={unsentCount} data-notice={sync.notice ?? "none"}>
      <h2>{words.unsentLong(unsentCount)}</h2>
      <p>{syncedAt === null ? words.me.neverSynced : words.me.syncedAt(momentOf(words, syncedAt, now))}</p>
      {sync.notice === null ? null : (
        <p class="box" role="status">
          {sync.notice === "unknownDevice" ? <a href="/join">{words.notices.unknownDevice}</a> : words.notices[sync.notice]}
        </p>
      )}
      <Button wide icon="up" disabled={isSending} onPress={() => app.sync.wake("manual")}>
        {isSending ? words.me.sending : words.me.sendNow}
      </Button>
      <ul class="rows">
        {items.slice(0, mostShown).map((item) => (
          <Item key={item.id} item={item} now={now} />
        ))}
      </ul>
    </section>
  );
}

function Item({ item, now }: { readonly item: OutboxItem; readonly now: number }) {
  const words = useAllWords();
  const names: Readonly<Record<string, string>> = words.eventNames;
  const said = item.state === "refused" ? words.refusedBecause(problemText(words, item.problem)) : words.records[item.state];
  return (
    <li data-record={item.state} data-problem={item.problem ?? "none"}>
      <b>
        {names[item.type] ?? item.type} {momentOf(words, item.at, now)}
      </b>
      <p class={item.state === "refused" || item.state === "aside" ? "bad" : "muted"}>{said}</p>
    </li>
  );
}
