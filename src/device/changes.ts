// When anything in the store has changed, in this tab or another: for whoever reads a lot and decides by itself when to read again. Says
// nothing of what changed.

import { Dexie } from "dexie";

/** Called within the writer's turn: do nothing slow in it. Returns how to stop. */
export function observeChanges(call: () => void): () => void {
  Dexie.on.storagemutated.subscribe(call);
  return () => Dexie.on.storagemutated.unsubscribe(call);
}
