// Tablets lent and not given back: a lost one is taken back here.

import { useState } from "preact/hooks";
import { retract } from "../../actions/retract.ts";
import { lentTablets } from "../../device/lent-view.ts";
import type { Id } from "../../domain/event.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { useWords } from "../saying.tsx";
import { useSession } from "../session.ts";
import { shiftText } from "./shift-text.ts";
import { useHandoverWords } from "./words.ts";

export function LentList({ me, until }: { readonly me: Id; readonly until: (at: number) => string }) {
  const app = useApp();
  const all = useWords();
  const words = useHandoverWords();
  const record = useRecording();
  const session = useSession();
  const [asked, ask] = useState<Id | null>(null);
  const lent = useView(() => app.views.read((reader) => lentTablets(reader, me, app.now())), [me]).value ?? [];
  if (lent.length === 0) return null;
  const back = async (event: Id): Promise<void> => {
    ask(null);
    if ((await record(() => retract(app.ports, me, [event]))) !== null) session.show(words.lending.backDone);
  };
  return (
    <section class="card">
      <h2>{words.lending.list}</h2>
      <ul class="rows">
        {lent.map(({ event, shift, until: at }) => (
          <li key={event} class="handover-lent" data-lent={event}>
            <span>{words.lending.line(shiftText(words, shift), until(at))}</span>
            <Button kind="warn" onPress={() => ask(event)}>
              {words.lending.back}
            </Button>
          </li>
        ))}
      </ul>
      {asked === null ? null : (
        <Sheet title={words.lending.back} onClose={() => ask(null)}>
          <p>{words.lending.backAsk}</p>
          <div class="pair">
            <Button onPress={() => ask(null)}>{all.cancel}</Button>
            <Button kind="warn" onPress={() => void back(asked)}>
              {words.lending.back}
            </Button>
          </div>
        </Sheet>
      )}
    </section>
  );
}
