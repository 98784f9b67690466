// The counter is written after the commit, in a statement of its own, so that groups do not wait for each other's row: an endpoint that dies
// between the two gives the same numbers once more.

import { createGroup } from "../../../src/endpoint/group.ts";
import type { Sabotage } from "../sabotage.ts";

export const numbersOutside: Sabotage = {
  name: "numbers given outside the transaction",
  breaks: "X4: one sequence, written with what it numbers",
  endpoint: {
    createGroup: (ports) => {
      const { database, probes } = ports;
      let owed: (() => void) | null = null;
      return createGroup({
        ...ports,
        database: {
          ...database,
          run: (statement, ...values) => {
            if (!statement.startsWith("UPDATE ledgers SET counter")) return database.run(statement, ...values);
            owed = () => void database.run(statement, ...values);
            return 1;
          },
        },
        probes: {
          ...probes,
          afterCommit: () => {
            probes.afterCommit?.();
            owed?.();
            owed = null;
          },
        },
      });
    },
  },
};
