// 没签退 and 待确认 of duties that are over (R10): the planned end for everybody in one tap, another for whoever left earlier, and those whom
// nobody has confirmed, late comers among them.

import { useState } from "preact/hooks";
import { closeDuties } from "../../actions/close-duty.ts";
import { mark, markRest } from "../../actions/mark.ts";
import { type EndsLine, endsView } from "../../device/ends-view.ts";
import type { BoardTile } from "../../device/view-types.ts";
import { closingOf } from "../../domain/board.ts";
import type { FactsOf } from "../../domain/facts.ts";
import { rules } from "../../domain/rules.ts";
import type { DecidingWords } from "../../words/deciding.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { TimeStepper } from "../parts/stepper.tsx";
import { useNow, useView } from "../reading.ts";
import { clockOf, nearDayOf, spanOf } from "../saying.tsx";
import { useDeciding, useDecidingWords, useMe } from "./deciding.ts";
import { ownSide } from "./known.tsx";
import { EndsTogether } from "./together.tsx";
import "../people/people.css";

/** R10: only ends. Who is absent is said at 收队, or by 72 hours of silence. */
function endsOf({ view: { board } }: EndsLine): FactsOf["dutyClosed"] {
  const facts = { ...closingOf(board, board.shift.end, { guided: null, cleaned: null }), absent: [] };
  return { ...facts, counts: { ...facts.counts, absent: board.counts.absent } };
}

export function OpenEnds() {
  const app = useApp();
  const words = useDecidingWords();
  const now = useNow();
  const decide = useDeciding(useMe());
  const [isTogether, closeTogether] = useState(false);
  const lines = useView(() => app.views.read((reader) => endsView(reader, app.now())), [now]).value ?? [];
  const open = lines.filter((line) => line.open.length > 0);
  return (
    <>
      <h2>{words.ends}</h2>
      <p class="muted">{words.endsWhat}</p>
      {open.length < 2 ? null : (
        <Button wide onPress={() => closeTogether(true)}>
          {words.closeTogether}
        </Button>
      )}
      {isTogether ? (
        <EndsTogether
          lines={open}
          words={words}
          onClose={() => closeTogether(false)}
          onSay={(chosen, note) => {
            closeTogether(false);
            void decide((me) => closeDuties(app.ports, me, chosen.map(endsOf), note), words.closedN(chosen.length));
          }}
        />
      ) : null}
      <ul class="rows">
        {lines.map((line) => (
          <li key={line.view.board.shift.id} class="card row stack" data-shift={line.view.board.shift.id} data-open={line.open.length}>
            <Line line={line} words={words} now={now} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Line({ line, words, now }: { readonly line: EndsLine; readonly words: DecidingWords; readonly now: number }) {
  const app = useApp();
  const all = useAllWords();
  const decide = useDeciding(useMe());
  const [leaving, ask] = useState<BoardTile | null>(null);
  const { view, open, unconfirmed } = line;
  const { shift } = view.board;
  const nameOf = (tile: BoardTile): string => tile.name ?? all.nobody;

  const close = (): void =>
    void decide((me) => closeDuties(app.ports, me, [endsOf(line)], null), words.closed(open.length, clockOf(shift.end)));
  const confirm = (tiles: readonly BoardTile[]): void =>
    void decide(
      (me) =>
        markRest(
          app.ports,
          me,
          shift.id,
          tiles.map(({ person, attendance }) => ({ person, post: attendance.post, basis: attendance.marks })),
        ),
      words.confirmed(tiles.length),
    );
  const left = (tile: BoardTile, at: number): void => {
    ask(null);
    const { person, attendance } = tile;
    void decide(
      async (me) => [
        await mark(app.ports, me, shift.id, { person, post: attendance.post, basis: attendance.marks, state: "leftEarly", at }),
      ],
      words.marked(nameOf(tile), clockOf(at)),
    );
  };
  return (
    <>
      <h3>
        {nearDayOf(all, shift.start, now)} {spanOf(all, shift)} <span class="muted">{view.team?.title}</span>
      </h3>
      {open.length === 0 ? null : (
        <>
          <p class="large">{words.withoutEnd(open.length)}</p>
          <ul class="rows">
            {open.map((tile) => (
              <li key={tile.person} class="line" data-open-end={tile.person}>
                <b>{nameOf(tile)}</b> <span>{ownSide(tile.attendance, words)}</span>
                <Button label={`${nameOf(tile)} ${words.leftEarlier}`} onPress={() => ask(tile)}>
                  {words.leftEarlier}
                </Button>
              </li>
            ))}
          </ul>
          <div class="desk-actions">
            <Button kind="go" icon="check" onPress={close}>
              {words.closeAt(clockOf(shift.end))}
            </Button>
            <a class="button plain" href={`/board/${shift.id}/close`}>
              {words.toClose}
            </a>
          </div>
        </>
      )}
      {unconfirmed.length === 0 ? null : (
        <>
          <p class="large">{words.unconfirmed(unconfirmed.length)}</p>
          <ul class="rows">
            {unconfirmed.map((tile) => (
              <li key={tile.person} class="line" data-unconfirmed={tile.person}>
                <b>{nameOf(tile)}</b> <span>{ownSide(tile.attendance, words)}</span>
                {tile.attendance.flags.includes("afterClose") ? <span>{words.afterClose}</span> : null}
                <Button kind="go" label={`${nameOf(tile)} ${words.confirm}`} onPress={() => confirm([tile])}>
                  {words.confirm}
                </Button>
              </li>
            ))}
          </ul>
          {unconfirmed.length < 2 ? null : (
            <Button kind="go" wide icon="check" onPress={() => confirm(unconfirmed)}>
              {words.confirmAll(unconfirmed.length)}
            </Button>
          )}
        </>
      )}
      {leaving === null ? null : (
        <Left tile={leaving} name={nameOf(leaving)} line={line} words={words} onClose={() => ask(null)} onSay={(at) => left(leaving, at)} />
      )}
    </>
  );
}

interface LeftProps {
  readonly tile: BoardTile;
  readonly name: string;
  readonly line: EndsLine;
  readonly words: DecidingWords;
  readonly onClose: () => void;
  readonly onSay: (at: number) => void;
}

/** Inside the grace leaving would be no leaving early (R2). */
function Left({ tile, name, line, words, onClose, onSay }: LeftProps) {
  const { shift } = line.view.board;
  const least = Math.ceil(Math.max(shift.start, tile.attendance.checkedInAt ?? shift.start) / 60_000) * 60_000;
  const most = Math.max(least, shift.end - rules.graceMs - 60_000);
  const [at, set] = useState(most);
  return (
    <Sheet title={words.leftAt(name)} onClose={onClose}>
      <TimeStepper label={words.leftAt(name)} value={at} least={least} most={most} onChange={set} />
      <Button kind="main" wide onPress={() => onSay(at)}>
        {words.saveLeft(clockOf(at))}
      </Button>
      <Button wide onPress={onClose}>
        {words.cancel}
      </Button>
    </Sheet>
  );
}
