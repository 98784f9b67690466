// A commit that fails for want of space is answered like one that did not: it will surely succeed with the next group.

import { createGroup } from "../../../src/endpoint/group.ts";
import { isRefusedWrite } from "../../../src/endpoint/refused-write.ts";
import type { Sabotage } from "../sabotage.ts";

export const failedCommitIsSuccess: Sabotage = {
  name: "a failed commit answered as success",
  breaks: "X1, X4: a receipt is a promise",
  endpoint: {
    createGroup: (ports) => {
      const group = createGroup(ports);
      return {
        ...group,
        submit: async <V>(size: number, work: (turn: Parameters<Parameters<typeof group.submit>[1]>[0]) => V): Promise<V> => {
          const done: V[] = [];
          try {
            return await group.submit(size, (turn) => {
              const value = work(turn);
              done.push(value);
              return value;
            });
          } catch (error) {
            if (isRefusedWrite(error) && done.length > 0) return done[0] as V;
            throw error;
          }
        },
      };
    },
  },
};
