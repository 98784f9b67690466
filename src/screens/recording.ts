// What happens around every tap that records something: it is heard and felt, and when it could not be recorded nobody is
// told that it was.

import { type App, useApp } from "./app.ts";
import { type RecordFailure, type Session, useSession } from "./session.ts";

/** Dexie names the cause in the error or in the one inside. */
function failureOf(error: unknown): RecordFailure {
  const inner = error instanceof Error && "inner" in error ? error.inner : null;
  if (error instanceof Error && error.name === "EmergencyFullError") return "book";
  return /quota/i.test(`${String(error)} ${String(inner)}`) ? "full" : "other";
}

export type Recording = <V>(act: () => Promise<V>) => Promise<V | null>;

export const createRecording =
  (app: App, session: Session): Recording =>
  async (act) => {
    try {
      const done = await act();
      app.feedback.success();
      session.setFailure(null);
      return done;
    } catch (error) {
      console.error(error);
      app.feedback.failure();
      session.setFailure(failureOf(error));
      return null;
    }
  };

/** Runs an action; null when it was not recorded, which the screen then says by `session.failure()`. */
export function useRecording(): Recording {
  return createRecording(useApp(), useSession());
}
