// Everything a leader can say about one person: 已到 迟到 早退 请假 未到, with the time where it matters, and the own last mark
// taken back.

import { useEffect, useState } from "preact/hooks";
import type { BoardTile } from "../../device/view-types.ts";
import type { Id } from "../../domain/event.ts";
import type { MarkState } from "../../domain/facts.ts";
import type { Shift } from "../../domain/roster.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { StateMark } from "../parts/state-mark.tsx";
import { TimeStepper } from "../parts/stepper.tsx";
import { clockOf } from "../saying.tsx";
import type { Marker } from "./marking.ts";

const states: readonly MarkState[] = ["present", "late", "leftEarly", "onLeave", "absent"];
const minuteMs = 60_000;

export interface PersonSheetProps {
  readonly tile: BoardTile;
  readonly shift: Shift;
  readonly marker: Marker;
  readonly onClose: () => void;
}

export function PersonSheet({ tile, shift, marker, onClose }: PersonSheetProps) {
  const app = useApp();
  const words = useAllWords();
  const [own, setOwn] = useState<Id | null>(null);
  const [timed, setTimed] = useState<"late" | "leftEarly" | null>(null);
  // A moment of this shift that has come already.
  const most = Math.max(shift.start, Math.min(shift.end, app.now()));
  const [at, setAt] = useState(() => Math.floor(most / minuteMs) * minuteMs);
  const { attendance } = tile;
  const marks = attendance.marks.join();

  useEffect(() => {
    marker.ownMark(tile).then(setOwn, (error: unknown) => console.error(error));
  }, [marks]);

  const say = (state: MarkState, when: number | null): void => {
    onClose();
    void marker.put(tile, state, when);
  };
  const flags = attendance.flags.flatMap((flag) => words.flags[flag] ?? []);
  const { checkedInAt, checkedOutAt } = attendance;

  return (
    <Sheet title={tile.name ?? words.nobody} onClose={onClose}>
      <p class="row-state">
        <StateMark state={attendance.state} />
        <span>{attendance.alsoLeftEarly ? `${words.states.late} · ${words.board.both}` : words.states[attendance.state]}</span>
      </p>
      {checkedInAt === null ? null : (
        <p>
          {words.board.selfIn(clockOf(checkedInAt))} {checkedOutAt === null ? null : words.board.selfOut(clockOf(checkedOutAt))}
        </p>
      )}
      {attendance.state === "disputed" ? <p class="warn">{words.standing.disputed}</p> : null}
      {flags.map((flag) => (
        <p class="muted" key={flag}>
          {flag}
        </p>
      ))}
      {timed === null ? (
        <div class="sheet-choices">
          {states.map((state) => (
            <button
              type="button"
              key={state}
              class={`button plain mark-${state}`}
              onClick={() => (state === "late" || state === "leftEarly" ? setTimed(state) : say(state, null))}
            >
              <StateMark state={state} />
              <span>{words.states[state]}</span>
            </button>
          ))}
          {own === null ? null : (
            <Button
              kind="warn"
              icon="undo"
              onPress={() => {
                onClose();
                void marker.takeBack([own]);
              }}
            >
              {words.board.undoMark}
            </Button>
          )}
        </div>
      ) : (
        <>
          <p class="large">{timed === "late" ? words.board.arrivedAt : words.board.leftAt}</p>
          <TimeStepper label={words.states[timed]} value={at} least={shift.start} most={most} onChange={setAt} />
          <Button kind="main" wide onPress={() => say(timed, at)}>
            {words.board.saveAs(words.states[timed], clockOf(at))}
          </Button>
        </>
      )}
      <Button wide onPress={onClose}>
        {words.closeSheet}
      </Button>
    </Sheet>
  );
}
