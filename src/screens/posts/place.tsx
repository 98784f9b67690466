// Where a post is, while somebody says it: surveyed, typed or drawn, corner by corner, with every step back. Holds no record: what is
// drawn here is saved by the page around it.

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Coordinate, Datum, PostKind } from "../../domain/entity-fields.ts";
import {
  addPoint,
  advancePoint,
  type Drawing,
  leastPoints,
  redoPoint,
  removePoint,
  reshape,
  type ShapeType,
  toGeometry,
  undoPoint,
} from "../../domain/post-shape.ts";
import type { Post } from "../../domain/roster.ts";
import { rules } from "../../domain/rules.ts";
import { Button } from "../parts/button.tsx";
import type { MapProps } from "./map.tsx";
import { Plan } from "./plan.tsx";
import { lengthOf, placeText, usePostWords } from "./saying.ts";
import { SurveyPanel } from "./survey.tsx";
import { TypedPlace } from "./typed-place.tsx";

export interface Place {
  readonly drawing: Drawing;
  /** Null: nobody knows. */
  readonly accuracyDm: number | null;
  readonly sourceDatum: Datum;
}

type Way = "survey" | "typed" | "map";
const shapes: readonly ShapeType[] = ["point", "line", "polygon"];

type LoadedMap = ComponentType<MapProps> | "missing" | null;

// A function of its own: a handler chained to the import itself is bundled into what fails, and hears nothing of it.
const loadMap = async (): Promise<ComponentType<MapProps>> => (await import("./map.tsx")).MapEditor;

/** The map is not in the precache: without a network it may not be there, and the other two ways are. Asked for when it is wanted. */
function useMap(isWanted: boolean): LoadedMap {
  const [map, setMap] = useState<LoadedMap>(null);
  useEffect(() => {
    if (!isWanted) return;
    loadMap().then(
      (loaded) => setMap(() => loaded),
      (error: unknown) => {
        console.error(error);
        setMap("missing");
      },
    );
  }, [isWanted]);
  return map;
}

interface PlaceEditorProps {
  readonly kind: PostKind;
  readonly place: Place;
  readonly neighbours: readonly Post[];
  readonly onChange: (place: Place) => void;
}

export function PlaceEditor({ kind, place, neighbours, onChange }: PlaceEditorProps) {
  const words = usePostWords();
  const [way, setWay] = useState<Way | null>(null);
  const MapEditor = useMap(way === "map");
  const { drawing, accuracyDm, sourceDatum } = place;
  const { type, points } = drawing;
  const geometry = toGeometry(type, points);
  const missing = leastPoints[type] - points.length;

  const draw = (next: Drawing, known: Partial<Place> = {}): void => onChange({ ...place, drawing: next, ...known });
  /** A line is known no better than its worst corner. */
  const add = (at: Coordinate, dm: number, datum: Datum): void =>
    draw(addPoint(drawing, at), {
      accuracyDm: type === "point" || points.length === 0 ? dm : Math.max(dm, accuracyDm ?? 0),
      sourceDatum: datum,
    });
  const onPoint = (at: Coordinate, dm: number, datum: Datum = "wgs84"): void => {
    add(at, dm, datum);
    // A point is done with; a line goes on with the next corner.
    if (type === "point") setWay(null);
  };
  const ways: readonly (readonly [Way, string])[] = [
    ["survey", words.one.survey],
    ["typed", words.one.type],
    ["map", words.one.draw],
  ];

  return (
    <section class="card place" data-points={points.length} data-shape={type} data-way={way ?? undefined}>
      <h2>{words.one.place}</h2>
      {geometry === null ? (
        <p role="status">{points.length === 0 ? words.one.noPlace : words.one.missing(missing)}</p>
      ) : (
        <>
          <p role="status">{placeText(words, geometry, accuracyDm)}</p>
          <p class="muted">
            {words.one.fromDatum(words.datums[sourceDatum])} · {words.one.reach(lengthOf(words, rules.radiusDm[kind]))}
          </p>
        </>
      )}
      {way === "map" || points.length === 0 ? null : (
        <Plan label={words.one.place} kind={kind} geometry={geometry ?? toGeometry("line", points) ?? toGeometry("point", points)} />
      )}
      <fieldset>
        <legend>{words.one.shape}</legend>
        <div class="choice">
          {shapes.map((it) => (
            <Button key={it} pressed={it === type} onPress={() => draw(reshape(drawing, it))}>
              {words.shapes[it]}
            </Button>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>{words.one.how}</legend>
        <div class="choice">
          {ways.map(([it, word]) => (
            <Button key={it} pressed={it === way} onPress={() => setWay(it === way ? null : it)}>
              {word}
            </Button>
          ))}
        </div>
      </fieldset>
      {way === "survey" ? <SurveyPanel kind={kind} shape={type} count={points.length} onPoint={onPoint} /> : null}
      {way === "typed" ? <TypedPlace onPoint={onPoint} /> : null}
      {way === "map" && MapEditor === null ? <p role="status">{words.map.asking}</p> : null}
      {way === "map" && MapEditor === "missing" ? (
        <p class="warn" role="status">
          {words.map.notHere}
        </p>
      ) : null}
      {way === "map" && MapEditor !== null && MapEditor !== "missing" ? (
        <MapEditor
          kind={kind}
          drawing={drawing}
          accuracyDm={accuracyDm}
          neighbours={neighbours}
          onDraw={draw}
          onDone={() => setWay(null)}
        />
      ) : null}
      {type === "point" ? null : <Corners drawing={drawing} onDraw={draw} />}
      <div class="choice">
        <Button disabled={drawing.before.length === 0} onPress={() => draw(undoPoint(drawing))}>
          {words.one.undo}
        </Button>
        <Button disabled={drawing.after.length === 0} onPress={() => draw(redoPoint(drawing))}>
          {words.one.redo}
        </Button>
        <Button
          disabled={points.length === 0}
          onPress={() => draw({ ...drawing, points: [], before: [...drawing.before, { type, points }], after: [] })}
        >
          {words.one.clear}
        </Button>
      </div>
    </section>
  );
}

function Corners({ drawing, onDraw }: { readonly drawing: Drawing; readonly onDraw: (drawing: Drawing) => void }) {
  const words = usePostWords();
  const { points } = drawing;
  if (points.length === 0) return null;
  return (
    <details class="corners">
      <summary>{words.one.points(points.length)}</summary>
      <ol>
        {points.map(([lng, lat], i) => (
          <li key={`${i} ${lng} ${lat}`}>
            <span>{words.one.corner(i + 1)}</span>
            <Button icon="up" label={words.one.earlier(i + 1)} disabled={i === 0} onPress={() => onDraw(advancePoint(drawing, i))}>
              {""}
            </Button>
            <Button icon="close" label={words.one.remove(i + 1)} onPress={() => onDraw(removePoint(drawing, i))}>
              {""}
            </Button>
          </li>
        ))}
      </ol>
    </details>
  );
}
