// A small true picture of a place: the post with its reach (R15), fixes, another drawing to compare with, on a grid of round metres with
// north on top. Needs no map and no network; read out by its label.

import type { Coordinate, Geometry, PostKind } from "../../domain/entity-fields.ts";
import { middleOf, offsetDm, pointsOf, roundMetres } from "../../domain/post-shape.ts";
import { rules } from "../../domain/rules.ts";
import { usePostWords } from "./saying.ts";

interface PlanProps {
  readonly label: string;
  readonly kind: PostKind;
  readonly geometry: Geometry | null;
  /** Single fixes. */
  readonly fixes?: readonly Coordinate[];
  /** Drawn beside it, dashed: what is suggested. */
  readonly other?: Geometry | null;
  /** Draws how far the post reaches. */
  readonly hasReach?: boolean;
}

/** Metres: nothing is drawn closer than a room, where every fix would fly apart. */
const leastHalf = 3;
const [width, height] = [4, 2.4] as const;

export function Plan({ label, kind, geometry, fixes = [], other = null, hasReach = true }: PlanProps) {
  const words = usePostWords();
  const middle = middleOf([...pointsOf(geometry), ...pointsOf(other), ...fixes]);
  if (middle === null) return null;
  const reach = hasReach && geometry !== null ? rules.radiusDm[kind] / 10 : 0;
  const place = (at: Coordinate): readonly [number, number] => {
    const [east, north] = offsetDm(middle, at);
    return [east / 10, -north / 10];
  };
  const all = [...pointsOf(geometry), ...pointsOf(other), ...fixes].map(place);
  // Whole in the picture whichever way it stretches, with a margin of a tenth.
  const half = Math.max(leastHalf, ...all.map(([x, y]) => Math.max((Math.abs(x) + reach) / width, (Math.abs(y) + reach) / height))) * 1.1;
  const [w, h] = [half * width, half * height];
  const cell = roundMetres(half);
  const lines = (most: number): readonly number[] => {
    const count = Math.floor(most / cell);
    return Array.from({ length: 2 * count + 1 }, (_, i) => (i - count) * cell);
  };
  return (
    <figure class="plan">
      <svg viewBox={`${-w} ${-h} ${2 * w} ${2 * h}`} role="img" aria-label={label}>
        <g class="plan-grid">
          {lines(w).map((x) => (
            <path key={`x${x}`} d={`M${x} ${-h}V${h}`} />
          ))}
          {lines(h).map((y) => (
            <path key={`y${y}`} d={`M${-w} ${y}H${w}`} />
          ))}
        </g>
        {geometry === null ? null : <Shape geometry={geometry} place={place} reach={reach} dot={half * 0.16} />}
        {other === null ? null : (
          <g class="plan-other">
            <Shape geometry={other} place={place} reach={0} dot={half * 0.16} />
          </g>
        )}
        {fixes.map((fix, i) => {
          const [x, y] = place(fix);
          return <circle key={i} class="plan-fix" cx={x} cy={y} r={half * 0.13} />;
        })}
      </svg>
      <figcaption>
        {words.map.north} ↑ · {words.map.cell(words.metres(cell))}
      </figcaption>
    </figure>
  );
}

interface ShapeProps {
  readonly geometry: Geometry;
  readonly place: (at: Coordinate) => readonly [number, number];
  /** Metres. */
  readonly reach: number;
  readonly dot: number;
}

function Shape({ geometry, place, reach, dot }: ShapeProps) {
  const points = pointsOf(geometry).map(place);
  const path = `M${points.map(([x, y]) => `${x} ${y}`).join("L")}${geometry.type === "polygon" ? "Z" : ""}`;
  if (geometry.type === "point") {
    const [x = 0, y = 0] = points[0] ?? [];
    return (
      <>
        {reach > 0 ? <circle class="plan-reach" cx={x} cy={y} r={reach} stroke-width={2} /> : null}
        <path class="plan-point" d={`M${x - dot} ${y}H${x + dot}M${x} ${y - dot}V${y + dot}`} />
        <circle class="plan-point" cx={x} cy={y} r={dot} />
      </>
    );
  }
  return (
    <>
      {reach > 0 ? <path class={`plan-reach ${geometry.type}`} d={path} stroke-width={2 * reach} /> : null}
      <path class={`plan-line ${geometry.type}`} d={path} />
    </>
  );
}
