// 没对上班次的打卡: a tap made while the phone knew of no shift. The leader says which shift it was, or why it does not count (R13).

import { useState } from "preact/hooks";
import { answer } from "../../actions/answer.ts";
import { bindTaps } from "../../actions/bind-tap.ts";
import { type UnboundLine, unboundView } from "../../device/unbound-view.ts";
import type { Shift } from "../../domain/roster.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useNow, useView } from "../reading.ts";
import { ReasonField, useReason } from "../record/reasoned.tsx";
import { clockOf, nearDayOf, spanOf } from "../saying.tsx";
import { useDeciding, useDecidingWords, useMe } from "./deciding.ts";
import "../people/people.css";

export function Unbound() {
  const app = useApp();
  const words = useDecidingWords();
  const all = useAllWords();
  const now = useNow();
  const decide = useDeciding(useMe());
  const [refusing, refuse] = useState<UnboundLine | null>(null);
  const lines = useView(() => app.views.read((reader) => unboundView(reader, app.now())), [now]).value ?? [];
  const nameOf = ({ name }: UnboundLine): string => name ?? all.nobody;
  const bind = (line: UnboundLine, shift: Shift): void => {
    const { taps, person } = line;
    const post = line.post !== null && shift.posts.includes(line.post) ? line.post : null;
    void decide((me) => bindTaps(app.ports, me, { taps, person, shift: shift.id, post }), words.bound(nameOf(line), spanOf(all, shift)));
  };
  return (
    <>
      <h2>
        {words.unbound} <small>{lines.length}</small>
      </h2>
      <p class="muted">{words.unboundWhat}</p>
      <ul class="rows">
        {lines.map((line) => (
          <li key={`${line.person} ${line.at}`} class="card row stack" data-unbound={line.person}>
            <h3>{nameOf(line)}</h3>
            <p>
              {nearDayOf(all, line.at, now)}{" "}
              {[
                line.inAt === null ? null : words.tapIn(clockOf(line.inAt)),
                line.outAt === null ? null : words.tapOut(clockOf(line.outAt)),
                line.postTitle === null ? null : words.atPost(line.postTitle),
              ]
                .filter((it) => it !== null)
                .join(" · ")}
            </p>
            <p class="large">{line.choices.length === 0 ? words.noShift : words.chooseShift}</p>
            <div class="desk-actions">
              {line.choices.map(({ shift, isPlaced }) => (
                <Button key={shift.id} kind={isPlaced ? "go" : "plain"} onPress={() => bind(line, shift)}>
                  {spanOf(all, shift)}
                  {isPlaced ? ` · ${words.placedHere}` : ""}
                </Button>
              ))}
              <Button onPress={() => refuse(line)}>{words.isNone}</Button>
            </div>
          </li>
        ))}
      </ul>
      {refusing === null ? null : <Refusing line={refusing} name={nameOf(refusing)} onClose={() => refuse(null)} />}
    </>
  );
}

function Refusing({ line, name, onClose }: { readonly line: UnboundLine; readonly name: string; readonly onClose: () => void }) {
  const app = useApp();
  const words = useDecidingWords();
  const decide = useDeciding(useMe());
  const reason = useReason(words);
  const say = (): void => {
    const why = reason.take();
    if (why === null) return;
    onClose();
    const answers = line.taps.map((of) => ({ of, accepted: false, start: null, end: null, reason: why }));
    void decide((me) => answer(app.ports, me, answers), words.saidNone(name));
  };
  return (
    <Sheet title={`${words.isNone} · ${name}`} onClose={onClose}>
      <ReasonField reason={reason} words={words} />
      <Button kind="main" wide onPress={say}>
        {words.isNone}
      </Button>
      <Button wide onPress={onClose}>
        {words.cancel}
      </Button>
    </Sheet>
  );
}
