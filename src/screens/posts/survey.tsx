// 采点: somebody stands at the post, five fixes come in and are shown drawing together, their median becomes the point. Works without a
// network and with gloves; what is less accurate than 100 m is said and not used.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { PositionFailure } from "../../actions/ports.ts";
import type { Coordinate, PostKind } from "../../domain/entity-fields.ts";
import type { Fix } from "../../domain/facts.ts";
import { isNowhere } from "../../domain/position.ts";
import type { ShapeType } from "../../domain/post-shape.ts";
import { rules } from "../../domain/rules.ts";
import { fixesWanted, isUsableFix, medianFix } from "../../domain/survey.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Plan } from "./plan.tsx";
import { lengthOf, usePostWords } from "./saying.ts";

/** Fixes farther apart than this are worth another try. */
const looseDm = 300;
const stillBadAfter = 8;

const toCoordinate = (fix: Fix): Coordinate => [fix.lngE7, fix.latE7];
const isUsable = (fix: Fix): boolean => isUsableFix(fix, rules);

interface SurveyProps {
  readonly kind: PostKind;
  readonly shape: ShapeType;
  /** Points so far: the next corner says so. */
  readonly count: number;
  readonly onPoint: (at: Coordinate, accuracyDm: number) => void;
}

export function SurveyPanel({ kind, shape, count, onPoint }: SurveyProps) {
  const app = useApp();
  const words = usePostWords();
  const [fixes, setFixes] = useState<readonly Fix[] | null>(null);
  const [failure, setFailure] = useState<PositionFailure | null>(null);
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);

  const used = (fixes ?? []).filter(isUsable);
  const isDone = used.length >= fixesWanted;
  const survey = medianFix(used, rules);
  const unused = (fixes ?? []).length - used.length;
  const last = fixes?.[fixes.length - 1];

  const end = (): void => {
    stop.current();
    stop.current = () => undefined;
  };
  const start = (): void => {
    end();
    setFailure(null);
    setFixes([]);
    let usable = 0;
    stop.current = app.ports.position.survey(
      (fix) => {
        // Counted here: several may come before the next drawing.
        if (usable >= fixesWanted) return;
        setFailure(null);
        setFixes((before) => [...(before ?? []), fix]);
        if (!isUsable(fix)) return;
        usable += 1;
        if (usable < fixesWanted) return app.feedback.tick();
        app.feedback.success();
        end();
      },
      (why) => {
        setFailure(why);
        if (why === "silent") return;
        app.feedback.failure();
        // Only a refusal is final; a receiver that is away for a moment may come back.
        if (why === "refused") {
          end();
          setFixes(null);
        }
      },
    );
  };
  const cancel = (): void => {
    end();
    setFixes(null);
    setFailure(null);
  };
  const use = (): void => {
    if (survey === null) return;
    onPoint(survey.at, survey.accuracyDm);
    cancel();
  };

  // What is being said, and the one button that follows, must be in sight: nobody scrolls with gloves on.
  const phase = fixes === null ? "idle" : isDone ? "done" : "running";
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.scrollIntoView({ block: "nearest" }), [phase, used.length === 1]);

  const trouble = failure === null ? null : <p class="warn">{words.survey[failure]}</p>;
  if (fixes === null)
    return (
      <div class="rows" ref={box} data-survey={phase}>
        <p>{shape === "point" ? words.survey.about : words.survey.aboutCorner}</p>
        {trouble}
        <Button kind="go" icon="pin" wide big onPress={start}>
          {shape !== "point" && count > 0 ? words.survey.next : words.survey.start}
        </Button>
      </div>
    );
  return (
    <div class="rows" ref={box} data-survey={phase}>
      <ol class="fixes" aria-hidden="true">
        {Array.from({ length: fixesWanted }, (_, i) => (
          <li key={i} class={i < used.length ? "got" : ""}>
            {i < used.length ? "✓" : i + 1}
          </li>
        ))}
      </ol>
      <div role="status" class="fix-words">
        {isDone && survey !== null ? (
          <p class="large">{words.survey.done(lengthOf(words, survey.accuracyDm), lengthOf(words, survey.spreadDm))}</p>
        ) : (
          <p class="large">{last === undefined ? words.survey.waiting : words.survey.progress(used.length, fixesWanted)}</p>
        )}
        {isDone || last === undefined ? null : (
          <p>
            {isUsable(last)
              ? words.survey.accuracy(lengthOf(words, last.accuracyDm))
              : isNowhere(last)
                ? words.survey.badNowhere
                : words.survey.bad(lengthOf(words, last.accuracyDm))}
          </p>
        )}
        {!isDone && used.length > 1 && survey !== null ? <p>{words.survey.spread(lengthOf(words, survey.spreadDm))}</p> : null}
        {isDone && unused > 0 ? <p>{words.survey.unused(unused)}</p> : null}
        {isDone && survey !== null && survey.spreadDm > looseDm ? <p class="warn">{words.survey.loose}</p> : null}
        {!isDone && unused >= stillBadAfter ? <p class="warn">{words.survey.stillBad}</p> : null}
      </div>
      {trouble}
      {used.length === 0 ? null : (
        <Plan
          label={words.survey.picture}
          kind={kind}
          geometry={survey === null ? null : { type: "point", at: survey.at }}
          fixes={used.map(toCoordinate)}
          hasReach={false}
        />
      )}
      {isDone ? (
        <>
          <Button kind="go" icon="check" wide big onPress={use}>
            {shape === "point" ? words.survey.use : words.survey.useCorner}
          </Button>
          <Button wide icon="undo" onPress={start}>
            {words.survey.again}
          </Button>
        </>
      ) : (
        <Button wide icon="close" onPress={cancel}>
          {words.survey.stop}
        </Button>
      )}
    </div>
  );
}
