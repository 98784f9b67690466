// A process of a bench: a bundled root that says when it is ready, answers one order at a time and ends when told to or when we end.

import { fork } from "node:child_process";
import { buildRoot } from "../fixtures/build-root.ts";

export interface BenchProcess {
  readonly port: number;
  /** Rejects when the process says that it broke, or ends. */
  readonly ask: <R>(order: object) => Promise<R>;
  readonly stop: () => Promise<void>;
  /** SIGKILL */
  readonly kill: () => Promise<void>;
}

/** Bundled once a run: a start that is timed must not wait for it. */
const built = new Map<string, Promise<string>>();
const rootOf = (root: string): Promise<string> => {
  const path = built.get(root) ?? buildRoot(`tests/bench/roots/${root}.ts`);
  built.set(root, path);
  return path;
};

/** `root`: of tests/bench/roots. */
export async function startBenchProcess(
  root: string,
  env: Readonly<Record<string, string>> = {},
  execArgv: readonly string[] = [],
): Promise<BenchProcess> {
  const child = fork(await rootOf(root), [], { env: { ...process.env, ...env }, execArgv: [...execArgv] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const heard = (): Promise<{ readonly type: string }> =>
    new Promise((resolve, reject) => {
      const onMessage = (message: { readonly type: string; readonly problem?: string }): void => {
        child.off("message", onMessage);
        if (message.type === "broke") reject(new Error(message.problem));
        else resolve(message);
      };
      child.on("message", onMessage);
      void ended.then(() => reject(new Error(`${root} ended before it answered`)));
    });
  const { port } = (await heard()) as unknown as { readonly port: number };
  return {
    port,
    ask: async <R>(order: object) => {
      const answer = heard();
      child.send(order);
      return (await answer) as R;
    },
    stop: async () => {
      if (child.connected) child.send({ type: "stop" });
      await ended;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
