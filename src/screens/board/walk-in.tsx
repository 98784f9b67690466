// 现场登记: whoever stands there though nobody planned it. Somebody of the register by name, or a new entry of name and last four digits;
// either may take the place of one who has not come (替班, R22a).

import { useState } from "preact/hooks";
import { mark } from "../../actions/mark.ts";
import { retract } from "../../actions/retract.ts";
import { undoWalkIn, walkIn } from "../../actions/walk-in.ts";
import { listedPeople, peopleView } from "../../device/people-view.ts";
import type { BoardTile, BoardView } from "../../device/view-types.ts";
import type { Id } from "../../domain/event.ts";
import { isNamed } from "../../domain/name-search.ts";
import { walkInWords } from "../../words/walk-in.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Choose } from "../parts/choose.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { TextField } from "../people/fields.tsx";
import { useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";

const mostShown = 5;

export interface WalkInSheetProps {
  readonly view: BoardView;
  readonly leader: Id;
  /** The post whose tab is chosen; null: none. */
  readonly post: Id | null;
  /** Whose place it is, when the sheet was opened from their tile. */
  readonly insteadOf: BoardTile | null;
  readonly onClose: () => void;
}

export function WalkInSheet({ view, leader, post: chosenPost, insteadOf, onClose }: WalkInSheetProps) {
  const app = useApp();
  const all = useAllWords();
  const words = walkInWords[useLanguage()];
  const session = useSession();
  const recording = useRecording();
  const { shift } = view.board;
  const held = useView(() => app.views.read((reader) => peopleView(reader, app.now())), []).value;
  const [name, setName] = useState("");
  const [digits, setDigits] = useState("");
  const [post, setPost] = useState(insteadOf?.attendance.post ?? chosenPost ?? shift.posts[0] ?? "");
  const [replaced, setReplaced] = useState(insteadOf?.person ?? "");
  const away = view.tiles.filter(
    ({ isPlaced, attendance }) => isPlaced && (attendance.state === "unheard" || attendance.state === "onLeave"),
  );
  const typed = name.trim();
  const found = typed === "" || held === undefined ? [] : listedPeople(held).filter((line) => isNamed(line.name ?? "", typed));
  const at = post === "" ? null : post;
  const other = replaced === "" ? null : replaced;
  const said = (who: string): string => {
    const tile = view.tiles.find(({ person }) => person === other);
    return tile === undefined ? words.done(who) : words.doneFor(who, tile.name ?? all.nobody);
  };

  const takeKnown = async (person: Id, who: string): Promise<void> => {
    const basis = view.tiles.find((tile) => tile.person === person)?.attendance.marks ?? [];
    const id = await recording(() =>
      mark(app.ports, leader, shift.id, { person, post: at, basis, state: "present", at: null, insteadOf: other }),
    );
    if (id === null) return;
    onClose();
    session.show(
      said(who),
      () => void recording(() => retract(app.ports, leader, [id])).then((it) => it !== null && session.show(words.undone)),
    );
  };
  const takeNew = async (): Promise<void> => {
    const made = await recording(() =>
      walkIn(app.ports, leader, { team: shift.team, shift: shift.id, post: at, name: typed, digits, insteadOf: other }),
    );
    if (made === null) return;
    onClose();
    session.show(
      said(typed),
      () => void recording(() => undoWalkIn(app.ports, leader, made)).then((it) => it !== null && session.show(words.undone)),
    );
  };
  const areDigitsRight = digits === "" || /^\d{4}$/.test(digits);

  return (
    <Sheet title={insteadOf === null ? words.title : words.titleFor(insteadOf.name ?? all.nobody)} onClose={onClose}>
      <form class="stack" data-walk-in onSubmit={(event) => event.preventDefault()}>
        <TextField label={words.name} value={name} hint={words.nameHint} onChange={setName} />
        {found.length === 0 ? null : (
          <ul class="rows" aria-label={words.known}>
            {found.slice(0, mostShown).map((line) => {
              const who = line.name ?? all.nobody;
              const isHere = view.tiles.some((tile) => tile.person === line.person.id && tile.attendance.state === "present");
              return (
                <li key={line.person.id}>
                  <button
                    type="button"
                    class="line"
                    disabled={isHere}
                    data-known={line.person.id}
                    onClick={() => void takeKnown(line.person.id, who)}
                  >
                    <b>{who}</b>
                    <span>{isHere ? words.here : words.known}</span>
                  </button>
                </li>
              );
            })}
          </ul>
        )}
        {shift.posts.length < 2 ? null : (
          <Choose label={words.post} options={view.posts.map(({ id, title }) => [id, title] as const)} chosen={post} onChoose={setPost} />
        )}
        {insteadOf !== null || away.length === 0 ? null : (
          <Choose
            label={words.instead}
            options={[["", words.nobody] as const, ...away.map((tile) => [tile.person, tile.name ?? all.nobody] as const)]}
            chosen={replaced}
            onChoose={setReplaced}
          />
        )}
        {typed === "" ? null : (
          <>
            <TextField
              label={words.digits}
              type="tel"
              value={digits}
              wrong={areDigitsRight ? null : words.digitsWrong}
              hint={words.digitsHint}
              onChange={(text) => setDigits(text.trim())}
            />
            <p class="muted">{words.addHint}</p>
            <Button kind="main" wide submit disabled={!areDigitsRight} onPress={() => void takeNew()}>
              {words.add(typed)}
            </Button>
          </>
        )}
      </form>
      <Button wide onPress={onClose}>
        {words.close}
      </Button>
    </Sheet>
  );
}
