// Everything a leader can say about one person: 已到 迟到 早退 请假 未到, with the time where it matters, 替班, 支援, 抽查, 点长, and the own
// last mark taken back. A 点长 says what they may of their own post, and no more.

import { useEffect, useState } from "preact/hooks";
import type { BoardTile, BoardView } from "../../device/view-types.ts";
import type { Id } from "../../domain/event.ts";
import type { MarkState } from "../../domain/facts.ts";
import type { Post, Shift } from "../../domain/roster.ts";
import { rules } from "../../domain/rules.ts";
import { evidenceWords } from "../../words/evidence.ts";
import { walkInWords } from "../../words/walk-in.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { useLate } from "../parts/late.ts";
import { Sheet } from "../parts/sheet.tsx";
import { StateMark } from "../parts/state-mark.tsx";
import { TimeStepper } from "../parts/stepper.tsx";
import { RecordLink } from "../record/record-link.tsx";
import { clockOf } from "../saying.tsx";
import type { Marker } from "./marking.ts";

const states: readonly MarkState[] = ["present", "late", "leftEarly", "onLeave", "absent"];
const minuteMs = 60_000;

interface Span {
  readonly least: number;
  readonly most: number;
}

/** The minutes that make 迟到 and 早退 true: inside the grace (R2) or still to come they would contradict the word. */
export function timesOf({ start, end }: Pick<Shift, "start" | "end">, now: number): Readonly<Record<"late" | "leftEarly", Span>> {
  const most = Math.floor(Math.min(end, now) / minuteMs) * minuteMs;
  return {
    late: { least: start + rules.graceMs + minuteMs, most },
    leftEarly: { least: start, most: Math.min(most, end - rules.graceMs - minuteMs) },
  };
}

export interface PersonSheetProps {
  readonly tile: BoardTile;
  readonly view: BoardView;
  readonly me: Id;
  /** Of a 点长: the one post that is theirs. */
  readonly one: Post | null;
  readonly isLent: boolean;
  readonly marker: Marker;
  /** Somebody else takes this place (替班). */
  readonly onSubstitute: () => void;
  readonly onClose: () => void;
}

export function PersonSheet({ tile, view, me, one, isLent, marker, onSubstitute, onClose }: PersonSheetProps) {
  const { shift } = view.board;
  const app = useApp();
  const words = useAllWords();
  const walkInSaid = walkInWords[useLanguage()];
  const spotSaid = evidenceWords[useLanguage()].spot;
  const [own, setOwn] = useState<Id | null>(null);
  const [timed, setTimed] = useState<"late" | "leftEarly" | null>(null);
  const [isSpot, setSpot] = useState(false);
  const [isHelping, setHelping] = useState(false);
  const [isLeading, setLeading] = useState(false);
  const SpotCheck = useLate(isSpot, async () => (await import("./spot-sheet.tsx")).SpotCheck);
  // Only a leader gives it, and only to whoever stands at a post.
  const post = one === null && !isLent ? view.posts.find(({ id }) => id === tile.attendance.post) : undefined;
  const LeadPart = useLate(post !== undefined, async () => (await import("./lead-part.tsx")).LeadPart);
  const times = timesOf(shift, app.now());
  const [at, setAt] = useState(0);
  const { attendance } = tile;
  const marks = attendance.marks.join();

  useEffect(() => {
    marker.ownMark(tile).then(setOwn, (error: unknown) => console.error(error));
  }, [marks]);

  const isPossible = (state: MarkState): boolean => (state !== "late" && state !== "leftEarly") || times[state].least <= times[state].most;
  const choose = (state: MarkState): void => {
    if (state === "late" || state === "leftEarly") {
      setAt(times[state].most);
      setTimed(state);
    } else say(state, null);
  };
  const say = (state: MarkState, when: number | null): void => {
    onClose();
    void marker.put(tile, state, when);
  };
  const elsewhere = view.posts.filter(({ id }) => shift.posts.includes(id) && id !== attendance.post);
  const flags = attendance.flags.flatMap((flag) => words.flags[flag] ?? []);
  const { checkedInAt, checkedOutAt } = attendance;

  return (
    <Sheet title={tile.name ?? words.nobody} onClose={onClose}>
      <p class="row-state" hidden={isLeading}>
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
      {isLeading ? null : isHelping ? (
        <div class="sheet-choices">
          <p class="large">{words.board.helpWhere}</p>
          {elsewhere.map(({ id, title }) => (
            <Button
              key={id}
              onPress={() => {
                onClose();
                void marker.putAt(tile, id, title);
              }}
            >
              {title}
            </Button>
          ))}
        </div>
      ) : isSpot && SpotCheck !== null ? (
        <SpotCheck tile={tile} shift={shift.id} onDone={onClose} />
      ) : timed === null ? (
        <div class="sheet-choices">
          {states.filter(isPossible).map((state) => (
            <button type="button" key={state} class={`button plain mark-${state}`} onClick={() => choose(state)}>
              <StateMark state={state} />
              <span>{words.states[state]}</span>
            </button>
          ))}
          {one === null && !isLent && tile.isPlaced && (attendance.state === "unheard" || attendance.state === "onLeave") ? (
            <Button icon="plus" onPress={onSubstitute}>
              {walkInSaid.substituteFor(tile.name ?? words.nobody)}
            </Button>
          ) : null}
          {one !== null || elsewhere.length === 0 ? null : (
            <Button icon="flag" onPress={() => setHelping(true)}>
              {words.board.helpAt}
            </Button>
          )}
          <Button icon="me" onPress={() => setSpot(true)}>
            {spotSaid.open}
          </Button>
          {own === null ? null : (
            <Button
              kind="warn"
              icon="undo"
              onPress={() => {
                onClose();
                void marker.takeBack([own], [tile.person]);
              }}
            >
              {words.board.undoMark}
            </Button>
          )}
        </div>
      ) : (
        <>
          <p class="large">{timed === "late" ? words.board.arrivedAt : words.board.leftAt}</p>
          <TimeStepper label={words.states[timed]} value={at} {...times[timed]} onChange={setAt} />
          <Button kind="main" wide onPress={() => say(timed, at)}>
            {words.board.saveAs(words.states[timed], clockOf(at))}
          </Button>
        </>
      )}
      {LeadPart === null || post === undefined || isSpot || isHelping || timed !== null ? null : (
        <LeadPart view={view} tile={tile} post={post} me={me} isShown={isLeading} onShow={() => setLeading(true)} onClose={onClose} />
      )}
      {isLeading ? null : <RecordLink shift={shift.id} person={tile.person} />}
      <Button wide onPress={onClose}>
        {words.closeSheet}
      </Button>
    </Sheet>
  );
}
