// What the branch says holds: 到岗 with its times, 未到 or 请假, always with a reason (R13). For one record or several together; appended, and
// taken back within 10 s.

import { useState } from "preact/hooks";
import { answer } from "../../actions/answer.ts";
import { type Correcting, correct } from "../../actions/correct.ts";
import { retract } from "../../actions/retract.ts";
import type { Attendance, Makeup } from "../../domain/attendance.ts";
import type { Id } from "../../domain/event.ts";
import type { FactsOf } from "../../domain/facts.ts";
import type { Shift } from "../../domain/roster.ts";
import type { DecidingWords } from "../../words/deciding.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { TimeStepper } from "../parts/stepper.tsx";
import { ReasonField, useReason } from "../record/reasoned.tsx";
import { useRecording } from "../recording.ts";
import { clockOf } from "../saying.tsx";
import { useSession } from "../session.ts";

/** What of a record a decision needs: also of one that only the endpoint holds. */
export interface Case {
  readonly shift: Pick<Shift, "id" | "start" | "end">;
  readonly attendance: Pick<Attendance, "person" | "state" | "basis" | "start" | "end" | "checkedInAt" | "checkedOutAt" | "appeal"> & {
    readonly makeup: Pick<Makeup, "event" | "start" | "end" | "answer"> | null;
  };
  readonly name: string | null;
}

type State = FactsOf["corrected"]["state"];
const states: readonly State[] = ["present", "absent", "onLeave"];

/** Requests that wait, which the decision answers too. */
const waiting = ({ makeup, appeal }: Case["attendance"]): readonly { readonly of: Id; readonly isAppeal: boolean }[] => [
  ...(makeup?.answer === "waiting" ? [{ of: makeup.event, isAppeal: false }] : []),
  ...(appeal?.answer === "waiting" ? [{ of: appeal.event, isAppeal: true }] : []),
];

/** Whole minutes inside the plan: what the record says, else what was asked for, else the plan. */
function defaults({ shift, attendance }: Case): { readonly start: number; readonly end: number } {
  const clip = (at: number): number => Math.min(shift.end, Math.max(shift.start, Math.floor(at / 60_000) * 60_000));
  const start = clip(attendance.start ?? attendance.makeup?.start ?? attendance.checkedInAt ?? shift.start);
  const end = clip(attendance.end ?? attendance.makeup?.end ?? attendance.checkedOutAt ?? shift.end);
  return start < end ? { start, end } : { start: shift.start, end: shift.end };
}

export function DecideSheet({
  cases,
  me,
  words,
  onClose,
}: {
  readonly cases: readonly Case[];
  readonly me: Id;
  readonly words: DecidingWords;
  readonly onClose: () => void;
}) {
  const app = useApp();
  const session = useSession();
  const recording = useRecording();
  const reason = useReason(words);
  const [first] = cases;
  const [state, choose] = useState<State>("present");
  const own = first === undefined ? { start: 0, end: 0 } : defaults(first);
  const [start, setStart] = useState(own.start);
  const [end, setEnd] = useState(own.end);
  if (first === undefined) return null;
  const isOne = cases.length === 1;

  const finish = (ids: readonly Id[] | null, done: string): void => {
    if (ids === null) return;
    onClose();
    session.show(done, () => void recording(() => retract(app.ports, me, ids)).then((back) => back !== null && session.show(words.undone)));
  };
  const decide = async (): Promise<void> => {
    const why = reason.take();
    if (why === null) return;
    const corrections = cases.map(({ shift, attendance }): Correcting => {
      const served = isOne ? { start, end } : { start: shift.start, end: shift.end };
      const { person, basis } = attendance;
      const times = state === "present" ? served : { start: null, end: null };
      return {
        facts: { shift: shift.id, person, state, ...times, basis },
        reason: why,
        answers: waiting(attendance).map(({ of }) => ({ of, accepted: state === "present" })),
      };
    });
    finish(await recording(() => correct(app.ports, me, corrections)), words.decided(cases.length));
  };
  const appeals = waiting(first.attendance).filter(({ isAppeal }) => isAppeal);
  const isDisputed = first.attendance.state === "disputed";
  const keep = async (): Promise<void> => {
    const why = reason.take();
    if (why === null) return;
    const answers = appeals.map(({ of }) => ({ of, accepted: false, start: null, end: null, reason: why }));
    finish(await recording(() => answer(app.ports, me, answers)), words.keptAppeal);
  };
  const say = words.states[state];
  return (
    <Sheet title={isOne ? `${words.decideTitle} · ${first.name ?? ""}` : words.decideMany(cases.length)} onClose={onClose}>
      <div class="choice">
        {states.map((one) => (
          <Button key={one} pressed={state === one} onPress={() => choose(one)}>
            {words.states[one]}
          </Button>
        ))}
      </div>
      {state !== "present" ? null : isOne ? (
        <>
          <p class="large">{words.from}</p>
          <TimeStepper label={words.from} value={start} least={first.shift.start} most={end - 60_000} onChange={setStart} />
          <p class="large">{words.to}</p>
          <TimeStepper label={words.to} value={end} least={start + 60_000} most={first.shift.end} onChange={setEnd} />
        </>
      ) : (
        <p>{words.planned}</p>
      )}
      <ReasonField reason={reason} words={words} />
      <Button kind="main" wide onPress={() => void decide()}>
        {state === "present" && isOne ? words.decideAsSpan(say, clockOf(start), clockOf(end)) : words.decideAs(say)}
      </Button>
      {isOne && appeals.length > 0 && !isDisputed ? (
        <Button wide onPress={() => void keep()}>
          {words.keep}
        </Button>
      ) : null}
      <p class="muted">{words.correctWhat}</p>
      <Button wide onPress={onClose}>
        {words.cancel}
      </Button>
    </Sheet>
  );
}
