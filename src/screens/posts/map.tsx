// placeholder
import type { Datum, PostKind } from "../../domain/facts.ts";
import type { Drawing } from "../../domain/post-shape.ts";
import type { Post } from "../../domain/roster.ts";
export interface MapProps {
  readonly kind: PostKind;
  readonly drawing: Drawing;
  readonly accuracyDm: number | null;
  readonly neighbours: readonly Post[];
  readonly onDraw: (drawing: Drawing, known: { readonly accuracyDm?: number | null; readonly sourceDatum?: Datum }) => void;
  readonly onDone: () => void;
}
export function MapEditor(_: MapProps) {
  return null;
}
