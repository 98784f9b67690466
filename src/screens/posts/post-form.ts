// What a form holds of a post until it is saved: the recorded values under the changes made here, and which fields differ. The heads it
// was begun in sight of stay its basis, whatever arrives meanwhile.

import { useState } from "preact/hooks";
import type { PostFields } from "../../actions/edit-post.ts";
import type { PostView } from "../../device/posts-view.ts";
import type { Geometry, PostKind, PostSide } from "../../domain/entity-fields.ts";
import type { Id } from "../../domain/event.ts";
import { startDrawing, toGeometry, usualShape } from "../../domain/post-shape.ts";
import type { Team } from "../../domain/roster.ts";
import type { Place } from "./place.tsx";

export interface PostForm {
  readonly title: string;
  readonly kind: PostKind;
  readonly team: Id | null;
  readonly place: Place;
  readonly side: PostSide | null;
  readonly from: string;
  readonly to: string;
}

/** What is recorded; `teams`: those a new post may belong to. */
export function recordedForm(view: PostView | null, teams: readonly Team[]): PostForm {
  if (view === null) {
    const squads = teams.filter((team) => team.tier === "squad");
    const only = teams.length === 1 ? teams[0] : squads.length === 1 ? squads[0] : undefined;
    const place: Place = { drawing: startDrawing("point", null), accuracyDm: null, sourceDatum: "wgs84" };
    return { title: "", kind: "crossing", team: only?.id ?? null, place, side: null, from: "", to: "" };
  }
  const { post } = view.line;
  const drawing = startDrawing(usualShape(post.kind), post.shape?.geometry ?? null);
  return {
    title: post.title,
    kind: post.kind,
    team: post.team,
    place: { drawing, accuracyDm: view.accuracyDm, sourceDatum: view.sourceDatum },
    side: post.side,
    from: post.from ?? "",
    to: post.to ?? "",
  };
}

const geometryOf = ({ place }: PostForm): Geometry | null => toGeometry(place.drawing.type, place.drawing.points);
const fieldsOf = (form: PostForm): PostFields => ({
  title: form.title.trim(),
  kind: form.kind,
  ...(form.team === null ? {} : { team: form.team }),
  side: form.side,
  from: form.from.trim() || null,
  to: form.to.trim() || null,
});
const placeOf = (form: PostForm): PostFields => ({
  geometry: geometryOf(form),
  accuracyDm: form.place.accuracyDm,
  sourceDatum: form.place.sourceDatum,
});
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

const notEmpty = (fields: PostFields): PostFields => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

export interface Changes {
  /** Empty: nothing to save. */
  readonly set: PostFields;
  readonly before: PostFields | null;
}

/** Place, accuracy and datum belong together: one never changes alone. */
export function changesOf(recorded: PostForm, form: PostForm, isNew: boolean): Changes {
  const isMoved = !isSame(geometryOf(recorded), geometryOf(form));
  if (isNew) return { set: notEmpty({ ...fieldsOf(form), ...(isMoved ? placeOf(form) : {}) }), before: null };
  const [was, is] = [fieldsOf(recorded), fieldsOf(form)];
  const changed = (Object.keys(is) as (keyof PostFields)[]).filter((field) => !isSame(was[field], is[field]));
  const only = (of: PostFields): PostFields => Object.fromEntries(changed.map((field) => [field, of[field] ?? null]));
  return {
    set: { ...only(is), ...(isMoved ? placeOf(form) : {}) },
    before: { ...only(was), ...(isMoved ? placeOf(recorded) : {}) },
  };
}

export type FormProblem = "needsTitle" | "needsTeam" | "incomplete";
export function problemOf(form: PostForm): FormProblem | null {
  if (form.title.trim() === "") return "needsTitle";
  if (form.team === null) return "needsTeam";
  return form.place.drawing.points.length > 0 && geometryOf(form) === null ? "incomplete" : null;
}

export interface Editing {
  readonly form: PostForm;
  readonly changes: Changes;
  /** `Entity.heads` when the first change was made. */
  readonly basis: readonly Id[];
  readonly change: (change: Partial<PostForm>) => void;
  readonly reset: () => void;
}

export function useEditing(view: PostView | null, teams: readonly Team[]): Editing {
  const [edits, setEdits] = useState<{ readonly basis: readonly Id[]; readonly change: Partial<PostForm> } | null>(null);
  const recorded = recordedForm(view, teams);
  const form: PostForm = { ...recorded, ...edits?.change };
  const heads = view?.entity.heads ?? [];
  return {
    form,
    changes: changesOf(recorded, form, view === null),
    basis: edits?.basis ?? heads,
    change: (change) => setEdits((known) => ({ basis: known?.basis ?? heads, change: { ...known?.change, ...change } })),
    reset: () => setEdits(null),
  };
}
