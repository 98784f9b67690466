// What is wrong with a post, above everything else: its place contradicted by its people, or one field changed by two. Each with the one
// tap that settles it.

import type { Contender, PostDoubt, PostField, PostView } from "../../device/posts-view.ts";
import { distanceDm } from "../../domain/distance.ts";
import type { Geometry } from "../../domain/entity-fields.ts";
import { pointsOf } from "../../domain/post-shape.ts";
import type { Team } from "../../domain/roster.ts";
import type { PostWords } from "../../words/posts.ts";
import { Button } from "../parts/button.tsx";
import { useNow } from "../reading.ts";
import { momentOf, useWords } from "../saying.tsx";
import { Plan } from "./plan.tsx";
import { lengthOf, placeText, usePostWords } from "./saying.ts";

interface DoubtProps {
  readonly view: PostView;
  readonly doubt: PostDoubt;
  /** Null for who may only look. */
  readonly onApply: (() => void) | null;
  readonly onKeep: () => void;
}

export function DoubtNotice({ view, doubt, onApply, onKeep }: DoubtProps) {
  const words = usePostWords();
  const { post } = view.line;
  const why =
    doubt.datum !== null
      ? words.doubt.datum(words.datums[doubt.datum])
      : doubt.suggested !== null
        ? words.doubt.people
        : words.doubt.nothing;
  return (
    <section class="box warn" data-doubt={doubt.datum ?? "none"}>
      <h2>{words.doubt.title}</h2>
      <p>
        {words.doubt.far(lengthOf(words, doubt.distanceDm))}
        {why}
      </p>
      {doubt.suggested === null ? null : (
        <>
          <Plan
            label={`${words.doubt.now}${words.and}${words.doubt.suggested}`}
            kind={post.kind}
            geometry={post.shape?.geometry ?? null}
            other={doubt.suggested}
          />
          <p class="legend">
            <b class="solid">{words.doubt.now}</b> <b class="dashed">{words.doubt.suggested}</b>
          </p>
        </>
      )}
      {onApply === null ? null : (
        <div class="pair">
          {doubt.suggested === null ? null : (
            <Button kind="go" icon="check" onPress={onApply}>
              {words.doubt.apply}
            </Button>
          )}
          <Button icon="pin" onPress={onKeep}>
            {words.doubt.keep}
          </Button>
        </div>
      )}
    </section>
  );
}

function valueText(words: PostWords, field: PostField, value: unknown, teams: readonly Team[]): string {
  if (value === null || value === undefined || value === "") return words.contested.empty;
  switch (field) {
    case "kind":
      return words.kinds[value as keyof PostWords["kinds"]] ?? String(value);
    case "side":
      return words.sides[value as keyof PostWords["sides"]] ?? String(value);
    case "sourceDatum":
      return words.datums[value as keyof PostWords["datums"]] ?? String(value);
    case "team":
      return teams.find((team) => team.id === value)?.title ?? words.list.noTeam;
    case "geometry":
      return placeText(words, value as Geometry, null);
    case "accuracyDm":
      return lengthOf(words, Number(value));
    case "closed":
      return value === true ? words.contested.yes : words.contested.no;
    default:
      return String(value);
  }
}

interface ContestedProps {
  readonly field: PostField;
  readonly heads: readonly Contender[];
  readonly view: PostView;
  readonly teams: readonly Team[];
  readonly onChoose: ((value: unknown) => void) | null;
}

/** Both values with who and when: a choice, never a silent winner. */
export function ContestedNotice({ field, heads, view, teams, onChoose }: ContestedProps) {
  const words = usePostWords();
  const all = useWords();
  const now = useNow();
  const shown = heads[0]?.value as Geometry | undefined;
  return (
    <section class="box warn" data-contested={field}>
      <h2>
        {words.contested.title} · {words.contested.fields[field] ?? field}
      </h2>
      <p>{words.contested.about}</p>
      <ul class="rows">
        {heads.map((head, i) => (
          <li key={head.event} class="row">
            <p>
              <b>{valueText(words, field, head.value, teams)}</b>
              {i === 0 ? ` · ${words.contested.first}` : ""}
              {i > 0 && field === "geometry" && shown != null && head.value !== null
                ? ` · ${words.contested.drawn(lengthOf(words, apart(shown, head.value as Geometry)))}`
                : ""}
            </p>
            <p>{words.contested.by(head.name, momentOf(all, head.at, now))}</p>
            {field === "geometry" && head.value !== null ? (
              <Plan label={valueText(words, field, head.value, teams)} kind={view.line.post.kind} geometry={head.value as Geometry} />
            ) : null}
            {onChoose === null ? null : (
              <Button wide onPress={() => onChoose(head.value)}>
                {words.contested.keep}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Between their nearest corners and lines. */
const apart = (a: Geometry, b: Geometry): number => Math.min(...pointsOf(b).map((point) => distanceDm(point, a)));
