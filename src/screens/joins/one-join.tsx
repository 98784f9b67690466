// One who asks to join: confirm, find on the roster, take in as new, or decline. Declining asks once, because the other is told.

import { useState } from "preact/hooks";
import { admitNewcomer, decideJoins } from "../../actions/decide-joins.ts";
import type { JoinLine } from "../../device/joins-view.ts";
import type { Id } from "../../domain/event.ts";
import type { InviteWords } from "../../words/invites.ts";
import { useApp } from "../app.ts";
import { PersonPicker } from "../invites/person-picker.tsx";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useRecording } from "../recording.ts";
import { useWords } from "../saying.tsx";
import { useSession } from "../session.ts";

export function whyOf(line: JoinLine, words: InviteWords["joins"]): string {
  if (line.isTwice) return words.twice;
  if (line.hasDevice) return words.hasDevice;
  return line.matchedName === null ? words.stranger : words.isOnRoster(line.matchedName);
}

export interface OneJoinProps {
  readonly line: JoinLine;
  readonly me: Id;
  readonly words: InviteWords["joins"];
  readonly onClose: () => void;
}

export function OneJoin({ line, me, words, onClose }: OneJoinProps) {
  const app = useApp();
  const all = useWords();
  const session = useSession();
  const recording = useRecording();
  const [asking, ask] = useState<"first" | "choose" | "decline">("first");
  const matched = line.person;

  const decide = async (person: Id | null, said: string): Promise<void> => {
    onClose();
    const done = await recording(() => decideJoins(app.ports, me, [{ of: line.id, person }]));
    if (done !== null) session.show(said);
  };
  const admit = async (): Promise<void> => {
    onClose();
    const done = await recording(() => admitNewcomer(app.ports, me, line));
    if (done !== null) session.show(words.newcomerDone(line.name));
  };

  if (asking === "decline")
    return (
      <Sheet title={words.declineAsk(line.name)} onClose={onClose}>
        <p>{words.declineWhy}</p>
        <div class="pair">
          <Button onPress={() => ask("first")}>{all.cancel}</Button>
          <Button kind="warn" onPress={() => void decide(null, words.declined)}>
            {words.decline}
          </Button>
        </div>
      </Sheet>
    );
  return (
    <Sheet title={`${line.name} ${words.asTail(line.lastFour)}`} onClose={onClose}>
      <p>{whyOf(line, words)}</p>
      {asking === "choose" ? (
        <PersonPicker team={line.team} onPick={(id) => void decide(id, words.confirmed(1))} />
      ) : (
        <div class="join-choices">
          {matched === null ? null : (
            <Button kind="main" wide onPress={() => void decide(matched, words.confirmed(1))}>
              {words.confirmOne(line.matchedName ?? line.name)}
            </Button>
          )}
          <Button wide onPress={() => ask("choose")}>
            {words.choose}
          </Button>
          {matched === null ? (
            <Button wide icon="plus" onPress={() => void admit()}>
              {words.newcomer}
            </Button>
          ) : null}
          <Button wide onPress={() => ask("decline")}>
            {words.decline}
          </Button>
          <Button wide onPress={onClose}>
            {all.closeSheet}
          </Button>
        </div>
      )}
    </Sheet>
  );
}
