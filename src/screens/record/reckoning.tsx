// 怎么算出来的: each number with its rule in plain words; the rule's number stands behind it for staff.

import type { RecordView } from "../../device/record-view.ts";
import type { ReckoningStep } from "../../domain/record-reckoning.ts";
import type { RecordWords } from "../../words/record.ts";
import { clockOf } from "../saying.tsx";
import { useRecordWords } from "./timeline.tsx";

interface Told {
  readonly label: string;
  readonly lines: readonly string[];
}

function tell(step: ReckoningStep, words: RecordWords): Told {
  const { steps, ends } = words;
  switch (step.type) {
    case "planned":
      return { label: ends.plan, lines: [steps.planned(clockOf(step.start), clockOf(step.end))] };
    case "start":
    case "end": {
      const counted = clockOf(step.counted);
      const isStart = step.type === "start";
      const exact = isStart ? steps.exactStart(counted) : steps.exactEnd(counted);
      const fit = {
        exact,
        grace: steps.grace(step.byMinutes, counted),
        early: isStart ? steps.early(counted) : steps.leftEarly(step.byMinutes, counted),
        late: steps.late(step.byMinutes, counted),
        after: steps.after(counted),
      }[step.fit];
      return { label: ends[step.type], lines: [steps.start(step.cause, step.said === null ? null : clockOf(step.said)), fit] };
    }
    case "away":
      return { label: ends.away, lines: [steps.away(clockOf(step.from), clockOf(step.to), step.minutes)] };
    case "minutes":
      return { label: ends.total, lines: [steps.minutes(step.minutes, step.seconds > 0)] };
    case "short":
      return { label: ends.total, lines: [steps.short(step.least)] };
    case "class":
      return { label: ends.class, lines: [words.classes[step.class], words.why[step.why]] };
    case "nothing":
      return { label: ends.total, lines: [step.isRunning ? words.nothing.present : words.nothing[step.state]] };
    case "settled":
      return { label: ends.result, lines: [steps.settled(step.minutes), ...(step.differs ? [steps.differs] : [])] };
  }
}

export function Reckoning({ view }: { readonly view: RecordView }) {
  const words = useRecordWords();
  const flags = [...new Set(view.attendance.flags.map((flag) => words.flags[flag] ?? words.otherFlag))];
  return (
    <section class="record-part">
      <h2>{words.reckoning}</h2>
      <dl class="card reckoning">
        {view.steps.map((step) => {
          const { label, lines } = tell(step, words);
          return (
            <div key={`${step.type} ${"from" in step ? step.from : ""}`} data-step={step.type} data-rule={step.rule}>
              <dt>{label}</dt>
              <dd>
                {lines.map((line) => (
                  <p key={line}>{line}</p>
                ))}
                {view.isStaff ? <small>({step.rule})</small> : null}
              </dd>
            </div>
          );
        })}
      </dl>
      {view.attendance.settled === null ? <p class="muted">{words.steps.notSettled}</p> : null}
      {flags.length === 0 ? null : (
        <div class="box" data-flags={view.attendance.flags.join(" ")}>
          <h3>{words.flagsTitle}</h3>
          {flags.map((flag) => (
            <p key={flag}>{flag}</p>
          ))}
          <p class="muted">{words.flagsWhat}</p>
        </div>
      )}
    </section>
  );
}
