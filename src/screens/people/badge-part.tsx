// 码作废 on a person's page: for a badge that was lost or taken. Asked once more, with 撤销 afterwards; counts from now on, on this tablet at once
// and on the others with their next exchange.

import { useState } from "preact/hooks";
import { retract } from "../../actions/retract.ts";
import { revokeBadge } from "../../actions/revoke-badge.ts";
import { revokedView } from "../../device/revoked-view.ts";
import type { Id } from "../../domain/event.ts";
import { badgeWords } from "../../words/badge.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useNow, useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { momentOf, useWords } from "../saying.tsx";
import { useSession } from "../session.ts";
import { TextField } from "./fields.tsx";

export function BadgePart({ person, name }: { readonly person: Id; readonly name: string }) {
  const app = useApp();
  const all = useWords();
  const words = badgeWords[useLanguage()].revoke;
  const session = useSession();
  const recording = useRecording();
  const now = useNow();
  const [isAsking, ask] = useState(false);
  const [reason, setReason] = useState("");
  const revoked = useView(() => app.views.read((reader) => revokedView(reader, person)), [person]).value;

  const cancel = async (): Promise<void> => {
    const me = (await app.views.membership())?.person;
    if (me === undefined) return;
    ask(false);
    const until = revoked?.until ?? 0;
    const id = await recording(() => revokeBadge(app.ports, me, { person, reason, until, now: app.now() }));
    if (id === null) return;
    setReason("");
    session.show(
      words.done(name),
      () => void recording(() => retract(app.ports, me, [id])).then((it) => it !== null && session.show(words.undone)),
    );
  };
  return (
    <section class="box" data-badge-revoked={revoked === undefined ? "reading" : revoked !== null}>
      <h2>{words.title}</h2>
      {revoked == null ? null : <p class="warn">{words.standing(momentOf(all, revoked.at, now))}</p>}
      <p>{words.about}</p>
      <Button kind="warn" onPress={() => ask(true)}>
        {words.open}
      </Button>
      {isAsking ? (
        <Sheet title={words.ask(name)} onClose={() => ask(false)}>
          <p>{words.about}</p>
          <TextField label={words.why} value={reason} onChange={setReason} />
          <div class="pair">
            <Button onPress={() => ask(false)}>{words.no}</Button>
            <Button kind="warn" onPress={() => void cancel()}>
              {words.yes}
            </Button>
          </div>
        </Sheet>
      ) : null}
    </section>
  );
}
