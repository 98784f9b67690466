// 抽查 of one person: there or not seen, a note, and what earlier checks said. Fetched when somebody opens it.

import { useState } from "preact/hooks";
import { retract } from "../../actions/retract.ts";
import { spotCheck } from "../../actions/spot-check.ts";
import type { BoardTile } from "../../device/view-types.ts";
import type { Id } from "../../domain/event.ts";
import { evidenceWords } from "../../words/evidence.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { TextField } from "../people/fields.tsx";
import { useRecording } from "../recording.ts";
import { clockOf } from "../saying.tsx";
import { useSession } from "../session.ts";

export interface SpotCheckProps {
  readonly tile: BoardTile;
  readonly shift: Id;
  readonly onDone: () => void;
}

/** Inside the sheet of one person. */
export function SpotCheck({ tile, shift, onDone }: SpotCheckProps) {
  const app = useApp();
  const words = evidenceWords[useLanguage()].spot;
  const name = tile.name ?? useAllWords().nobody;
  const session = useSession();
  const recording = useRecording();
  const [note, setNote] = useState("");

  const say = async (here: boolean): Promise<void> => {
    const me = (await app.views.membership())?.person;
    if (me === undefined) return;
    const { person, attendance } = tile;
    const id = await recording(() => spotCheck(app.ports, me, { shift, person, post: attendance.post, here, note }));
    if (id === null) return;
    onDone();
    session.show(
      here ? words.saidHere(name) : words.saidMissed(name),
      () => void recording(() => retract(app.ports, me, [id])).then((it) => it !== null && session.show(words.undone)),
    );
  };
  return (
    <div class="rows" data-spot-check={tile.person}>
      <p>{words.about}</p>
      {tile.attendance.spotChecks.map(({ event, at, here }) => (
        <p class="muted" key={event}>
          {words.checked(clockOf(at), here)}
        </p>
      ))}
      <TextField label={words.note} value={note} hint={words.noteHint} onChange={setNote} />
      <Button kind="go" icon="check" wide onPress={() => void say(true)}>
        {words.here}
      </Button>
      <Button wide onPress={() => void say(false)}>
        {words.missed}
      </Button>
    </div>
  );
}
