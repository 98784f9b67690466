// Changes a desk records: at once, also without a network, each with its 撤销 for as long as its message stands there.

import { type Patch, patchEntities } from "../../actions/patch.ts";
import type { EntityKind } from "../../domain/entity-fields.ts";
import type { Id } from "../../domain/event.ts";
import { useApp } from "../app.ts";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";

export interface Change {
  readonly patches: readonly Patch<EntityKind>[];
  /** What the message says. */
  readonly done: string;
  /** The patches that take it back, made from the ids of those recorded; without it there is no 撤销. */
  readonly undo?: (ids: readonly Id[]) => readonly Patch<EntityKind>[];
  readonly undone?: string;
}

/** Answers whether it was recorded; a failure is shown by `NotRecorded`. */
export function useChanging(me: Id | null): (change: Change) => Promise<boolean> {
  const app = useApp();
  const session = useSession();
  const recording = useRecording();
  return async ({ patches, done, undo, undone }) => {
    if (me === null) return false;
    const ids = await recording(() => patchEntities(app.ports, me, patches));
    if (ids === null) return false;
    const takeBack = async (): Promise<void> => {
      if (undo === undefined) return;
      if ((await recording(() => patchEntities(app.ports, me, undo(ids)))) !== null && undone !== undefined) session.show(undone);
    };
    if (undo === undefined) session.show(done);
    else session.show(done, () => void takeBack());
    return true;
  };
}
