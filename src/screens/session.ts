// What one run of the page remembers between its screens and loses when it closes: the message shown with its 撤销, and what
// GPS is doing about a tap. Nothing here is a record.

import { createContext } from "preact";
import { useContext, useLayoutEffect, useState } from "preact/hooks";
import type { FixOutcome } from "../actions/fix-position.ts";
import type { Id } from "../domain/event.ts";

export interface Toast {
  readonly text: string;
  readonly tone: "done" | "failed";
  readonly undo: (() => void) | null;
}
/** The phone is full, its emergency book is, or something else. */
export type RecordFailure = "full" | "book" | "other";
export type Fixing = { readonly type: "locating" } | FixOutcome;

export interface Session {
  toast(): Toast | null;
  /** Replaces the message before it. */
  show(text: string, undo?: () => void): void;
  fail(text: string): void;
  dismiss(): void;
  /** What GPS says about a tap of this run; null when nobody asked it. */
  fixing(tap: Id): Fixing | null;
  locate(tap: Id, run: () => Promise<FixOutcome>): void;
  /** Why nothing could be recorded; stays until the next success. */
  failure(): RecordFailure | null;
  setFailure(failure: RecordFailure | null): void;
  observe(call: () => void): () => void;
  /** 未上传 as the header last knew it: the next screen's does not begin at nothing. Null before it was read. */
  readonly lastUnsent: { current: number | null };
}

export function createSession(): Session {
  const calls = new Set<() => void>();
  const fixes = new Map<Id, Fixing>();
  let toast: Toast | null = null;
  let failure: RecordFailure | null = null;
  const tell = (): void => {
    for (const call of Array.from(calls)) call();
  };
  const put = (next: Toast | null): void => {
    toast = next;
    tell();
  };
  return {
    lastUnsent: { current: null },
    toast: () => toast,
    show: (text, undo) => put({ text, tone: "done", undo: undo ?? null }),
    fail: (text) => put({ text, tone: "failed", undo: null }),
    dismiss: () => put(null),
    fixing: (tap) => fixes.get(tap) ?? null,
    locate(tap, run) {
      const note = (fixing: Fixing): void => {
        fixes.set(tap, fixing);
        tell();
      };
      note({ type: "locating" });
      run().then(note, (error: unknown) => {
        console.error(error);
        note({ type: "silent" });
      });
    },
    failure: () => failure,
    setFailure(next) {
      failure = next;
      tell();
    },
    observe(call) {
      calls.add(call);
      return () => void calls.delete(call);
    },
  };
}

export const SessionContext = createContext<Session | null>(null);

/** Draws again whenever it changes. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("no session around this screen");
  const [, redraw] = useState(0);
  useLayoutEffect(() => session.observe(() => redraw((n) => n + 1)), [session]);
  return session;
}
