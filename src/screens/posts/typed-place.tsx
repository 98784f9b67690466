// Coordinates typed or pasted, with the map they were copied from: read, questioned where they are doubtful, and only then a point. Turning
// datums is protocol/datum.ts's.

import { useState } from "preact/hooks";
import { parseCoordinate } from "../../domain/coordinate-text.ts";
import { distanceDm } from "../../domain/distance.ts";
import type { Coordinate, Datum } from "../../domain/entity-fields.ts";
import { toWgs84 } from "../../protocol/datum.ts";
import { Button } from "../parts/button.tsx";
import { coordinateText, lengthOf, usePostWords } from "./saying.ts";

/** What a coordinate read off a map may honestly be taken for, and what is worth a warning. */
const leastAccuracyDm = 100;
const coarseDm = 200;
const datums: readonly Datum[] = ["gcj02", "bd09", "wgs84"];

export interface TypedPlaceProps {
  readonly onPoint: (at: Coordinate, accuracyDm: number, datum: Datum) => void;
}

export function TypedPlace({ onPoint }: TypedPlaceProps) {
  const words = usePostWords();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<Datum | null>(null);
  const [asksDatum, setAsks] = useState(false);
  const reading = parseCoordinate(text);
  const told = reading.type === "read" ? reading.datum : null;
  const datum = chosen ?? told;
  const place = reading.type === "read" && datum !== null ? toWgs84(reading.at, datum) : null;

  const use = (): void => {
    if (reading.type !== "read") return;
    if (place === null || datum === null) {
      setAsks(true);
      return;
    }
    onPoint(place, Math.max(reading.roundingDm, leastAccuracyDm), datum);
    setText("");
  };

  return (
    <form
      class="rows"
      data-typed={reading.type}
      onSubmit={(event) => {
        event.preventDefault();
        use();
      }}
    >
      <p>{words.typed.about}</p>
      <label class="field">
        <span>{words.typed.label}</span>
        <input
          type="text"
          autocomplete="off"
          spellcheck={false}
          placeholder={words.typed.hint}
          value={text}
          aria-invalid={text !== "" && reading.type !== "read"}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <div role="status" class="fix-words">
        {text === "" ? null : reading.type === "read" ? (
          <>
            <p class="large">{coordinateText(words, reading.at)}</p>
            {reading.isSwapped ? <p class="warn">{words.typed.swapped}</p> : null}
            {reading.roundingDm >= coarseDm ? <p class="warn">{words.typed.rounding(lengthOf(words, reading.roundingDm))}</p> : null}
            {told === null || chosen !== null ? null : <p>{words.typed.fromText(words.datums[told])}</p>}
            {place === null || datum === "wgs84" ? null : (
              <p>{words.typed.moved(lengthOf(words, distanceDm(place, { type: "point", at: reading.at })))}</p>
            )}
          </>
        ) : (
          <p class="bad">{words.typed.problems[reading.type]}</p>
        )}
      </div>
      <fieldset class="datums">
        <legend>{words.typed.datum}</legend>
        {datums.map((it) => (
          <Button
            key={it}
            wide
            pressed={it === datum}
            onPress={() => {
              setChosen(it);
              setAsks(false);
            }}
          >
            {words.datumAbout[it]}
          </Button>
        ))}
      </fieldset>
      {asksDatum && datum === null ? (
        <p class="warn" role="alert">
          {words.typed.chooseDatum}
        </p>
      ) : null}
      <button type="submit" class="button go wide" disabled={reading.type !== "read"}>
        <span>{reading.type === "read" && reading.isSwapped ? words.typed.useSwapped : words.typed.use}</span>
      </button>
    </form>
  );
}
