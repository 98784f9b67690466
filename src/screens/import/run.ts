// The dry run and the import as one running thing: slices through the endpoint, progress, stopping, and going on by itself after a lost
// connection. The outcomes of the last run by line.

import { useEffect, useRef, useState } from "preact/hooks";
import { importRegister } from "../../actions/import-register.ts";
import type { AssignedRow } from "../../domain/register-rows.ts";
import type { ImportOutcome } from "../../protocol/imports.ts";
import { useApp } from "../app.ts";

export type RunState =
  | { readonly type: "idle" }
  | { readonly type: "running"; readonly isDryRun: boolean; readonly done: number }
  | { readonly type: "stopped" | "done"; readonly isDryRun: boolean; readonly done: number }
  | { readonly type: "failed"; readonly isDryRun: boolean; readonly done: number; readonly problem: string };

export interface Run {
  readonly state: RunState;
  /** By line; of the dry run, overwritten by the import as it goes. */
  readonly outcomes: ReadonlyMap<number, ImportOutcome>;
  readonly created: number;
  readonly updated: number;
  readonly start: (rows: readonly AssignedRow[], isDryRun: boolean, isOverwriting: boolean) => void;
  readonly goOn: () => void;
  readonly stop: () => void;
  readonly reset: () => void;
}

const againMs = 5_000;

interface Job {
  readonly rows: readonly AssignedRow[];
  readonly isDryRun: boolean;
  readonly isOverwriting: boolean;
  readonly outcomes: Map<number, ImportOutcome>;
  next: number;
  isStopped: boolean;
  created: number;
  updated: number;
}

export function useRun(): Run {
  const { desk } = useApp();
  const job = useRef<Job | null>(null);
  const [state, setState] = useState<RunState>({ type: "idle" });

  const go = (own: Job): void => {
    const { isDryRun, isOverwriting } = own;
    const told = (): { readonly isDryRun: boolean; readonly done: number } => ({ isDryRun, done: own.next });
    own.isStopped = false;
    setState({ type: "running", ...told() });
    importRegister(desk, own.rows, {
      isDryRun,
      isOverwriting,
      from: own.next,
      isStopped: () => own.isStopped || job.current !== own,
      onSlice: (outcomes, next) => {
        for (const outcome of outcomes) {
          own.outcomes.set(outcome.line, outcome);
          if (outcome.outcome === "created") own.created += 1;
          if (outcome.outcome === "updated") own.updated += 1;
        }
        own.next = next;
        if (job.current === own) setState({ type: "running", ...told() });
      },
    }).then(
      (end) => {
        if (job.current !== own) return;
        setState(end.type === "failed" ? { type: "failed", problem: end.problem, ...told() } : { type: end.type, ...told() });
      },
      (error: unknown) => {
        console.error(error);
        if (job.current === own) setState({ type: "failed", problem: "internal", ...told() });
      },
    );
  };
  const goOn = (): void => {
    if (job.current !== null) go(job.current);
  };

  // A cut line comes back: what was sent already is simply unchanged.
  const isCut = state.type === "failed" && (state.problem === "offline" || state.problem === "busy" || state.problem === "tooMany");
  useEffect(() => {
    if (!isCut) return;
    const timer = setTimeout(goOn, againMs);
    return () => clearTimeout(timer);
  }, [isCut, state]);
  // Leaving the page stops it; what was imported stays.
  useEffect(
    () => () => {
      job.current = null;
    },
    [],
  );

  return {
    state,
    outcomes: job.current?.outcomes ?? new Map(),
    created: job.current?.created ?? 0,
    updated: job.current?.updated ?? 0,
    start: (rows, isDryRun, isOverwriting) => {
      // Lines not sent yet go on saying what the check said of them.
      job.current = {
        rows,
        isDryRun,
        isOverwriting,
        outcomes: new Map(isDryRun ? [] : job.current?.outcomes),
        next: 0,
        isStopped: false,
        created: 0,
        updated: 0,
      };
      go(job.current);
    },
    goOn,
    stop: () => {
      if (job.current !== null) job.current.isStopped = true;
    },
    reset: () => {
      job.current = null;
      setState({ type: "idle" });
    },
  };
}
