// As many worker processes as there are cores, and a queue of tasks for them. One that dies of a defect says so and takes everything with it.

import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import type { Outcome } from "./simulate.ts";
import type { Task } from "./worker.ts";

export interface Workers {
  run(task: Task): Promise<Outcome>;
  stop(): void;
}

export function startWorkers(script: string, most = availableParallelism()): Workers {
  const idle: ChildProcess[] = [];
  const all: ChildProcess[] = [];
  const waiting: ((child: ChildProcess) => void)[] = [];
  let isStopped = false;

  const release = (child: ChildProcess): void => {
    const next = waiting.shift();
    if (next === undefined) idle.push(child);
    else next(child);
  };
  const take = async (): Promise<ChildProcess> => {
    const free = idle.pop();
    if (free !== undefined) return free;
    if (all.length < most) {
      const child = fork(script, [], { execArgv: [] });
      all.push(child);
      return child;
    }
    return new Promise((resolve) => waiting.push(resolve));
  };

  return {
    run: async (task) => {
      const child = await take();
      return new Promise((resolve, reject) => {
        const onExit = (code: number | null): void => {
          if (!isStopped) reject(new Error(`the worker with seed ${task.seed} ended with ${code}`));
        };
        child.once("exit", onExit);
        child.once("message", (outcome: Outcome) => {
          child.off("exit", onExit);
          release(child);
          resolve(outcome);
        });
        child.send(task);
      });
    },
    stop: () => {
      isStopped = true;
      for (const child of all) child.disconnect();
    },
  };
}
