// Every piece of evidence in the order it happened, each with how it was weighed and how far it has come. What was taken back stays, struck
// through.

import type { RecordLine, RecordView } from "../../device/record-view.ts";
import { startOfDay } from "../../domain/clock.ts";
import { rules } from "../../domain/rules.ts";
import { type RecordWords, recordWords } from "../../words/record.ts";
import { problemText } from "../../words/words.ts";
import { useAllWords } from "../all-words.ts";
import { clockOf, dayOf, useWords } from "../saying.tsx";

export const useRecordWords = (): RecordWords => recordWords[useWords().language === "en" ? "en" : "zh-CN"];

const metres = (dm: number): number => Math.round(dm / 10);

interface Said {
  readonly title: string;
  readonly lines: readonly string[];
}

const present = (lines: readonly (string | null | false)[]): readonly string[] =>
  lines.filter((line): line is string => typeof line === "string" && line !== "");

/** The line in words, without who and when. */
function sayLine({ facts }: RecordLine, view: RecordView, words: RecordWords, moment: (ms: number) => string): Said {
  switch (facts.type) {
    case "tap": {
      const { aheadMs, isSkewed, isJumped, uncertaintyMs } = facts.clock;
      const off = words.duration(Math.abs(aheadMs) / 1000);
      const sure = uncertaintyMs === null ? words.clock.unsure : words.clock.sure(words.duration(Math.ceil(uncertaintyMs / 1000)));
      return {
        title: "",
        lines: present([
          words.use[facts.use],
          isSkewed && (aheadMs > 0 ? words.clock.fast(off) : words.clock.slow(off)),
          isJumped && words.clock.jumped,
          sure,
          facts.isUnbound && words.unbound,
        ]),
      };
    }
    case "fix": {
      const { distanceDm, accuracyDm, band } = facts;
      const where =
        distanceDm === null ? words.distanceUnknown(metres(accuracyDm)) : words.distance(metres(distanceDm), metres(accuracyDm));
      return {
        title: words.fix(facts.isIn),
        lines: present([where, band === null ? words.noBand : words.bands[band], facts.isRejudged && words.rejudged]),
      };
    }
    case "code":
      return {
        title: words.code(facts.isIn, facts.kind),
        lines: [facts.freshness === null ? words.notChecked : words.fresh[facts.freshness]],
      };
    case "badge":
      return { title: words.badge, lines: [words.badgeProof[facts.proof]] };
    case "mark": {
      const { from, until, sheet, insteadOf } = facts;
      return {
        title: (view.isOwn ? words.marks : words.marksOther)[facts.state],
        lines: present([
          from !== null && words.arrivedAt(moment(from)),
          until !== null && words.leftAt(moment(until)),
          insteadOf !== null && words.insteadOf(view.names.get(insteadOf) ?? words.somebody),
          sheet !== null && words.sheet(sheet),
          facts.bulk && words.bulk,
          facts.isReplaced && words.replaced,
        ]),
      };
    }
    case "replaced":
      return { title: words.replacedBy(view.names.get(facts.person) ?? words.somebody), lines: [] };
    case "closed":
      return {
        title: words.closed(moment(facts.end)),
        lines: present([facts.saysAbsent && words.saidAbsent, facts.isReplaced && words.replaced]),
      };
    case "leave":
      return { title: words.leave, lines: present([facts.seeks && words.seeks]) };
    case "makeup":
      return {
        title: words.makeup(moment(facts.start), moment(facts.end)),
        lines: present([facts.sheet !== null && words.sheet(facts.sheet)]),
      };
    case "appeal":
      return { title: words.appeal, lines: [] };
    case "answer":
      return {
        title: words.answer(facts.to, facts.accepted),
        lines: facts.start === null || facts.end === null ? [] : [words.answerTimes(moment(facts.start), moment(facts.end))],
      };
    case "correction":
      return {
        title: words.correction(facts.state),
        lines: facts.start === null || facts.end === null ? [] : [words.fromTo(moment(facts.start), moment(facts.end))],
      };
    case "bound":
      return { title: words.bound, lines: [] };
    case "spot":
      return { title: words.spot(facts.here), lines: facts.here ? [] : [words.spotMissed] };
    case "settled":
      return {
        title: words.settled(facts.isFirst, facts.minutes),
        lines: present([
          facts.class !== null && words.classes[facts.class],
          facts.endCause === "dutyClosed" && words.endByClosing,
          facts.isReplaced && words.replaced,
        ]),
      };
  }
}

export function Timeline({ view }: { readonly view: RecordView }) {
  const words = useRecordWords();
  return (
    <section class="record-part">
      <h2>{words.timeline}</h2>
      {view.lines.length === 0 ? <p>{words.nothingYet}</p> : null}
      <ol class="timeline">
        {view.lines.map((line) => (
          <Line key={line.event} line={line} view={view} />
        ))}
      </ol>
    </section>
  );
}

function Line({ line, view }: { readonly line: RecordLine; readonly view: RecordView }) {
  const all = useAllWords();
  const words = useRecordWords();
  const dayOfShift = startOfDay(view.shift.start, rules);
  const moment = (ms: number): string => (startOfDay(ms, rules) === dayOfShift ? clockOf(ms) : `${dayOf(all, ms)} ${clockOf(ms)}`);
  const nameOf = (person: string | null): string =>
    person === null ? words.system : person === view.me ? words.you : (view.names.get(person) ?? words.somebody);
  const said = sayLine(line, view, words, moment);
  const { facts, takenBack, state } = line;
  const title = facts.type === "tap" ? words.tap(facts.isIn, moment(line.at)) : said.title;
  const isOwnTap = facts.type === "tap" || facts.type === "fix" || facts.type === "code";
  const flags = [...new Set(line.flags.map((flag) => words.flags[flag] ?? words.otherFlag))];
  const lines = [
    ...(takenBack === null ? said.lines : []),
    ...flags,
    ...(line.reason === null ? [] : [words.reason(line.reason)]),
    ...(line.note === null ? [] : [words.note(line.note)]),
  ];
  return (
    <li
      data-evidence={facts.type}
      data-taken-back={takenBack !== null}
      data-record={state}
      data-use={facts.type === "tap" ? facts.use : undefined}
    >
      <p>{takenBack === null ? <b>{title}</b> : <s>{title}</s>}</p>
      {takenBack === null ? null : <p>{words.takenBack(nameOf(takenBack.by), moment(takenBack.at))}</p>}
      {lines.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {takenBack !== null || line.raw === undefined ? null : <RawFix raw={line.raw} words={words} />}
      {state === "refused" ? <p class="bad">{words.refusedWhy(problemText(all, line.problem))}</p> : null}
      <p class="muted">
        {[isOwnTap ? null : `${nameOf(line.by)} ${moment(line.at)}`, state === "refused" ? null : words.states[state]]
          .filter((it) => it !== null)
          .join(" · ")}
      </p>
    </li>
  );
}

const degrees = (e7: number): string => (Math.abs(e7) / 1e7).toFixed(5);

/** R39: the one fix as the phone took it, for its owner alone. */
function RawFix({ raw, words }: { readonly raw: NonNullable<RecordLine["raw"]> | null; readonly words: RecordWords }) {
  return (
    <details class="raw-fix" data-raw-fix={raw === null ? "erased" : "kept"}>
      <summary>{words.rawFix}</summary>
      {raw === null ? (
        <p>{words.rawErased}</p>
      ) : (
        <>
          <p>{words.rawAt(degrees(raw.latE7), raw.latE7 >= 0, degrees(raw.lngE7), raw.lngE7 >= 0)}</p>
          <p>{words.rawWhen(metres(raw.accuracyDm))}</p>
        </>
      )}
      <p class="muted">{words.rawWho}</p>
    </details>
  );
}
