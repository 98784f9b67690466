// 代传 on the phone without a network: what travels, the codes for the leader's tablet, who can read them, and what to do next. Or the same as a
// file, details in the clear. Nothing here takes a record out of the outbox: only the endpoint's answer does.

import { useEffect, useState } from "preact/hooks";
import type { Made } from "../../device/records-make.ts";
import { textToSequence } from "../../device/sequence-bytes.ts";
import { createSequence, mostSequenceBytes, type QrSequence } from "../../protocol/qr-sequence.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Header, Reading, Tabs, Unsent } from "../parts/frame.tsx";
import { saveFile } from "../parts/saving.ts";
import { Sheet } from "../parts/sheet.tsx";
import { ToastPlace } from "../parts/toast.tsx";
import { useNow, useView } from "../reading.ts";
import { dayOf, momentOf } from "../saying.tsx";
import { useSession } from "../session.ts";
import { Sequence } from "./sequence.tsx";
import { useRelayWords } from "./words.ts";
import "../page.css";

/** More than this is half a minute of codes: the rest goes into a file, or with the next time. */
const mostEvents = 120;
/** Enough to see what kind they are. */
const mostNamed = 4;

type Ready = Exclude<Made, { readonly type: "made" }> | { readonly type: "made"; readonly left: number; readonly sequence: QrSequence };

/** The oldest records that fit into one sequence. */
async function prepare(make: (most: number) => Promise<Made>): Promise<Ready> {
  for (let most = mostEvents; ; most = Math.ceil(most / 2)) {
    const made = await make(most);
    if (made.type !== "made") return made;
    const bytes = await textToSequence(made.text);
    if (bytes.length <= mostSequenceBytes) return { type: "made", left: made.left, sequence: createSequence("relay", bytes) };
    if (most === 1) return { type: "nothing" };
  }
}

export function Show() {
  const app = useApp();
  const words = useRelayWords();
  const all = useAllWords();
  const now = useNow();
  const [ready, setReady] = useState<Ready | null>(null);
  const [isSaving, setSaving] = useState(false);
  const outbox = useView(() => app.views.outbox(), []).value;
  const items = outbox?.items.filter(({ state }) => state === "kept" || state === "aside") ?? [];
  // Whatever is recorded meanwhile travels too; what was uploaded meanwhile need not.
  const head = items.map(({ id }) => id).join();
  const isRead = outbox !== undefined;
  useEffect(() => {
    if (!isRead) return;
    let isOver = false;
    app
      .relaying()
      .then((relaying) => prepare((most) => relaying.make({ hasDetails: false, most })))
      .then(
        (made) => !isOver && setReady(made),
        (error: unknown) => console.error(error),
      );
    return () => {
      isOver = true;
    };
  }, [app, head, isRead]);
  const names: Readonly<Record<string, string>> = all.eventNames;
  const count = items.length;
  return (
    <div class="screen">
      <Header title={words.title} back="/me">
        <Unsent />
      </Header>
      <main class="page" data-screen="relay" data-ready={ready?.type ?? "none"}>
        <ToastPlace />
        {outbox === undefined ? <Reading isFailing={false} /> : null}
        {isRead && ready === null ? <p role="status">{words.making}</p> : null}
        {ready?.type === "nothing" ? <p class="large">{words.nothing}</p> : null}
        {ready?.type === "noCredential" ? <p class="box warn">{words.noCredential}</p> : null}
        {ready?.type !== "made" ? null : (
          <>
            <Sequence sequence={ready.sequence} />
            <section class="card">
              <h2>{words.what(count)}</h2>
              <ul class="relay-kinds">
                {items.slice(0, mostNamed).map((item) => (
                  <li key={item.id}>
                    <b>{names[item.type] ?? item.type}</b>
                    <span>{momentOf(all, item.at, now)}</span>
                  </li>
                ))}
              </ul>
              {count > mostNamed ? <p>{words.more(count - mostNamed)}</p> : null}
              {ready.left > 0 ? <p class="box warn">{words.left(ready.left)}</p> : null}
              <ol class="relay-steps">
                {words.steps.map((step) => (
                  <li key={step}>{step}</li>
                ))}
              </ol>
            </section>
            <p class="box">{words.who}</p>
            <p>{words.keeps}</p>
            <Button wide icon="copy" onPress={() => setSaving(true)}>
              {words.toFile}
            </Button>
          </>
        )}
        <a class="button plain wide" href="/relay/take">
          {words.toTake}
        </a>
      </main>
      <Tabs />
      {isSaving ? <SaveSheet onClose={() => setSaving(false)} /> : null}
    </div>
  );
}

/** No file without having read what is in it. */
function SaveSheet({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const words = useRelayWords();
  const all = useAllWords();
  const session = useSession();
  const save = async (): Promise<void> => {
    onClose();
    const made = await (await app.relaying()).make({ hasDetails: true, most: Number.MAX_SAFE_INTEGER });
    if (made.type !== "made") return session.fail(made.type === "nothing" ? words.nothing : words.noCredential);
    saveFile(words.fileName(dayOf(all, app.now()).replace(/\s+/g, "")), made.text, "application/json");
    session.show(words.fileSaved(made.count));
  };
  return (
    <Sheet title={words.fileAsk} onClose={onClose}>
      <p class="box warn">{words.fileWarn}</p>
      <p>{words.fileWhat}</p>
      <div class="pair">
        <Button onPress={onClose}>{words.cancel}</Button>
        <Button kind="main" onPress={() => void save()}>
          {words.fileSave}
        </Button>
      </div>
    </Sheet>
  );
}
