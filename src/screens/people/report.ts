// A report asked of the endpoint by name, again whenever what it depends on changes: the newest question wins, and what cannot be asked
// just now is said.

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Schema } from "../../protocol/schemas.ts";
import { useApp } from "../app.ts";
import { useView } from "../reading.ts";

export interface Report<V> {
  /** The last answer; kept while the next is on its way. */
  readonly value: V | undefined;
  readonly isAsking: boolean;
  /** A problem code, or `offline`; null after an answer. */
  readonly problem: string | null;
  readonly ask: () => void;
}

/** `path` null: nothing is asked. */
export function useReport<V>(path: string | null, schema: Schema<V>): Report<V> {
  const { desk } = useApp();
  const [state, setState] = useState<Omit<Report<V>, "ask"> & { readonly path: string | null }>({
    value: undefined,
    isAsking: false,
    problem: null,
    path: null,
  });
  const question = useRef(0);
  const ask = useCallback(() => {
    if (path === null) return;
    question.current += 1;
    const own = question.current;
    setState((before) => ({ ...before, isAsking: true, path }));
    desk.ask({ method: "GET", path }, schema).then(
      (answer) => {
        if (own !== question.current) return;
        setState((before) =>
          answer.ok
            ? { value: answer.value, isAsking: false, problem: null, path }
            : { value: before.value, isAsking: false, problem: answer.problem, path },
        );
      },
      (error: unknown) => {
        console.error(error);
        if (own === question.current) setState((before) => ({ ...before, isAsking: false, problem: "internal" }));
      },
    );
  }, [desk, path, schema]);
  useEffect(ask, [ask]);
  // Drawn once before the effect asks: what has just become the question is not answered yet.
  const isAsking = path !== null && (state.isAsking || state.path !== path);
  return { value: state.value, isAsking, problem: isAsking ? null : state.problem, ask };
}

/** Asks again once everything recorded here has been uploaded: only then does the endpoint know it. */
export function useFreshAfterUpload(report: Report<unknown>): void {
  const app = useApp();
  const unsent = useView(() => app.views.outbox(), []).value?.unsentCount ?? 0;
  const before = useRef(unsent);
  useEffect(() => {
    if (before.current > 0 && unsent === 0) report.ask();
    before.current = unsent;
  }, [unsent, report.ask]);
}
