// Every record that is not safely with the team yet, by name, with its reason: nothing is ever dropped out of sight.

import { acceptedOwn, decisionsAbout } from "../../device/decisions-view.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { useFindingsWords } from "../findings/words.ts";
import { Button } from "../parts/button.tsx";
import { useNow, useSync, useView } from "../reading.ts";
import { useRelayWords } from "../relay/words.ts";
import { momentOf } from "../saying.tsx";
import { Accepted, Item } from "./outbox-item.tsx";

/** Of a long queue the newest are enough to see what kind they are. */
const mostShown = 30;
/** As long as somebody may still wonder what became of it. */
const acceptedMs = 30 * 86_400_000;

export function Outbox() {
  const app = useApp();
  const words = useAllWords();
  const now = useNow();
  const sync = useSync();
  const outbox = useView(() => app.views.outbox(), []).value;
  const shown = (outbox?.items ?? []).slice(0, mostShown);
  const ids = shown.map(({ id }) => id).join();
  const said = useView(() => app.views.read((reader) => decisionsAbout(reader, ids === "" ? [] : ids.split(","))), [ids]).value;
  const accepted = useView(() => app.views.read((reader) => acceptedOwn(reader, app.now() - acceptedMs)), [now]).value ?? [];
  const photoWords = useFindingsWords();
  const relayed = useRelayWords();
  if (outbox === undefined) return null;
  const { unsentCount, syncedAt } = outbox;
  const isSending = sync.type === "exchanging";
  return (
    <section class="card" data-unsent={unsentCount} data-notice={sync.notice ?? "none"}>
      <h2>{words.unsentLong(unsentCount)}</h2>
      <p>{syncedAt === null ? words.me.neverSynced : words.me.syncedAt(momentOf(words, syncedAt, now))}</p>
      {outbox.photoCount === 0 ? null : <p data-photos={outbox.photoCount}>{photoWords.photo.left(outbox.photoCount)}</p>}
      {sync.notice === null ? null : (
        <p class="box" role="status">
          {sync.notice === "unknownDevice" ? <a href="/join">{words.notices.unknownDevice}</a> : words.notices[sync.notice]}
        </p>
      )}
      <Button wide icon="up" disabled={isSending} onPress={() => app.sync.wake("manual")}>
        {isSending ? words.me.sending : words.me.sendNow}
      </Button>
      <a class="button plain wide" href="/relay">
        {unsentCount > outbox.photoCount ? relayed.link(unsentCount - outbox.photoCount) : relayed.linkNone}
      </a>
      <ul class="rows">
        {shown.map((item) => (
          <Item key={item.id} item={item} now={now} said={said?.get(item.hash ?? "") ?? []} />
        ))}
        {accepted.map((line) => (
          <Accepted key={line.id} line={line} now={now} />
        ))}
      </ul>
    </section>
  );
}
