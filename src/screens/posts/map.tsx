// Drawing a post on a map, or on a plain grid where none is set or reached: by finger, mouse or keyboard. The map is map-canvas.ts's; this is
// what stands around it.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Coordinate, Datum, PostKind } from "../../domain/entity-fields.ts";
import { addPoint, type Drawing, movePoint } from "../../domain/post-shape.ts";
import type { Post } from "../../domain/roster.ts";
import { rules } from "../../domain/rules.ts";
import { type MapReply, mapSchema } from "../../protocol/map.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { createMapCanvas, type MapCanvas } from "./map-canvas.ts";
import { lengthOf, usePostWords } from "./saying.ts";

export interface MapProps {
  readonly kind: PostKind;
  readonly drawing: Drawing;
  readonly accuracyDm: number | null;
  readonly neighbours: readonly Post[];
  readonly onDraw: (drawing: Drawing, known: { readonly accuracyDm?: number | null; readonly sourceDatum?: Datum }) => void;
  readonly onDone: () => void;
}

type Ground = { readonly type: "asking" | "grid" | "offline" } | { readonly type: "tiles"; readonly tiles: NonNullable<MapReply["tiles"]> };
const locateMs = 30_000;

function useGround(): readonly [Ground, (ground: Ground) => void] {
  const { desk } = useApp();
  const [ground, setGround] = useState<Ground>({ type: "asking" });
  useEffect(() => {
    let isOver = false;
    const tell = (next: Ground): void => {
      if (!isOver) setGround(next);
    };
    desk.ask({ method: "GET", path: "/api/reports/map" }, mapSchema).then(
      (answer) => {
        if (!answer.ok) tell({ type: "offline" });
        else tell(answer.value.tiles === null ? { type: "grid" } : { type: "tiles", tiles: answer.value.tiles });
      },
      (error: unknown) => {
        console.error(error);
        tell({ type: "offline" });
      },
    );
    return () => {
      isOver = true;
    };
  }, [desk]);
  return [ground, setGround];
}

export function MapEditor(props: MapProps) {
  const { kind, drawing, accuracyDm, neighbours, onDraw, onDone } = props;
  const app = useApp();
  const words = usePostWords();
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<MapCanvas | null>(null);
  const [cell, setCell] = useState(0);
  const [here, setHere] = useState<Coordinate | null>(null);
  const [isLocating, setLocating] = useState(false);
  const [ground, setGround] = useGround();
  const datum: Datum = ground.type === "tiles" ? ground.tiles.datum : "wgs84";

  // The map calls back long after it was made: it must find the drawing of now.
  const latest = useRef({ drawing, accuracyDm, datum, onDraw });
  latest.current = { drawing, accuracyDm, datum, onDraw };
  const draw = (change: (drawing: Drawing) => Drawing, dm: number): void => {
    const now = latest.current;
    const worst = now.drawing.type === "point" || now.drawing.points.length === 0 ? dm : Math.max(dm, now.accuracyDm ?? 0);
    now.onDraw(change(now.drawing), { accuracyDm: worst, sourceDatum: now.datum });
  };

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const made = createMapCanvas(
      element,
      neighbours,
      { kind, drawing, here },
      {
        onPut: (at, dm) => draw((it) => addPoint(it, at), dm),
        onMove: (index, at, dm) => draw((it) => movePoint(it, index, at), dm),
        onScale: setCell,
        onTrouble: () => setGround({ type: "offline" }),
        cornerName: words.map.point,
      },
    );
    canvas.current = made;
    return () => {
      canvas.current = null;
      made.close();
    };
    // Made once: what changes is shown below.
  }, []);
  useEffect(() => canvas.current?.show({ kind, drawing, here }), [kind, drawing, here]);
  useEffect(() => {
    if (ground.type === "tiles" || ground.type === "grid") canvas.current?.setTiles(ground.type === "tiles" ? ground.tiles : null);
  }, [ground]);

  const locate = (): void => {
    setLocating(true);
    app.ports.position.locate(locateMs).then(
      (answer) => {
        setLocating(false);
        if (answer.type !== "fixed") return;
        const at: Coordinate = [answer.fix.lngE7, answer.fix.latE7];
        setHere(at);
        canvas.current?.goTo(at);
      },
      (error: unknown) => {
        setLocating(false);
        console.error(error);
      },
    );
  };

  return (
    <div class="rows map-editor" data-map={ground.type}>
      <p>{drawing.type === "point" ? words.map.helpPoint : words.map.help}</p>
      <div class="map-frame">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the map and Enter sets a point */}
        <div ref={host} class="map-host" role="application" aria-label={words.map.label} tabIndex={0} />
        <span class="map-cross" aria-hidden="true" />
        <span class="map-north" aria-hidden="true">
          {words.map.north} ↑
        </span>
      </div>
      <p role="status" class="muted">
        {ground.type === "asking" ? words.map.asking : null}
        {ground.type === "offline" ? `${words.map.offline} · ${words.map.cell(words.metres(cell))}` : null}
        {ground.type === "grid" ? words.map.grid(words.metres(cell)) : null}
        {ground.type === "tiles" ? `${ground.tiles.name} · ${words.map.cell(words.metres(cell))}` : null}
        {" · "}
        {words.map.band(lengthOf(words, rules.radiusDm[kind]))}
        {neighbours.length > 0 ? ` · ${words.map.neighbours(neighbours.length)}` : ""}
      </p>
      <div class="map-tools">
        <Button kind="go" icon="plus" onPress={() => canvas.current?.putAtCross()}>
          {drawing.type === "point" ? words.map.put : words.map.add}
        </Button>
        <Button onPress={() => canvas.current?.zoom(1)}>{words.map.in}</Button>
        <Button onPress={() => canvas.current?.zoom(-1)}>{words.map.out}</Button>
        <Button onPress={() => canvas.current?.fit()}>{words.map.fit}</Button>
        <Button icon="pin" disabled={isLocating} onPress={locate}>
          {isLocating ? words.survey.waiting : words.map.here}
        </Button>
        <Button icon="check" onPress={onDone}>
          {words.map.done}
        </Button>
      </div>
    </div>
  );
}
