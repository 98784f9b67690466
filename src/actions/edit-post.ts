// A post made, changed, closed, and changed back. Undoing is a change like any other: what was there before is said again, in sight of
// what it takes back.

import type { EntityFields } from "../domain/entity-fields.ts";
import type { Id } from "../domain/event.ts";
import { createEntityId, patchEntities, patchEntity } from "./patch.ts";
import type { ActionPorts } from "./record.ts";

export type PostFields = EntityFields["post"];

export interface PostEdit {
  readonly id: Id;
  /** `Entity.heads` as they were when the editing began. */
  readonly basis: readonly Id[];
  /** The changed fields only. */
  readonly set: PostFields;
  /** What those fields were; null: the post was not there. */
  readonly before: PostFields | null;
}

/** What a field is when nobody ever set it, so that a first setting can be taken back too. */
const unset: PostFields = { geometry: null, accuracyDm: null, side: null, from: null, to: null, closed: false, sourceDatum: "wgs84" };

/** The edit that takes another back. A post that was not there before is closed: nothing is deleted. */
const reverse = ({ id, basis, set, before }: PostEdit, made: Id): PostEdit => {
  const fields = Object.keys(set) as (keyof PostFields)[];
  const values = { ...unset, ...before };
  return {
    id,
    basis: [made, ...basis],
    set:
      before === null ? { closed: true } : Object.fromEntries(fields.flatMap((field) => (field in values ? [[field, values[field]]] : []))),
    before: set,
  };
};

export interface Edited {
  readonly made: Id;
  /** Takes it back, recorded as an edit of its own. */
  readonly undo: () => Promise<Id>;
}

export async function editPost(ports: ActionPorts, author: Id, edit: PostEdit): Promise<Edited> {
  const { id, basis, set } = edit;
  const made = await patchEntity(ports, author, { entity: "post", id, basis, set });
  return { made, undo: async () => (await editPost(ports, author, reverse(edit, made))).made };
}

/** Of an import: all of a slice or none. The ids of the posts are the caller's, so that nothing is made twice. */
export const recordPosts = (ports: ActionPorts, author: Id, edits: readonly Omit<PostEdit, "before">[]): Promise<readonly Id[]> =>
  patchEntities(
    ports,
    author,
    edits.map(({ id, basis, set }) => ({ entity: "post", id, basis, set })),
  );

export const createPostId = createEntityId;
