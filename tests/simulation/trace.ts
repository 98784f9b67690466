// What happened, as lines that are hashed while they come: two runs of one seed are the same run if and only if their hashes are equal.
// The last lines are kept for whoever looks into a failure.

import { createHash } from "node:crypto";

export interface Trace {
  note(time: number, who: string, what: string): void;
  hash(): string;
  last(): readonly string[];
  length(): number;
}

export function createTrace(keeps: number): Trace {
  const hash = createHash("sha256");
  const kept: string[] = [];
  let count = 0;
  return {
    note: (time, who, what) => {
      const line = `${time} ${who} ${what}`;
      hash.update(line).update("\n");
      count += 1;
      if (keeps === 0) return;
      kept.push(line);
      if (kept.length > keeps) kept.shift();
    },
    hash: () => hash.copy().digest("hex").slice(0, 16),
    last: () => kept,
    length: () => count,
  };
}
