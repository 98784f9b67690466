// What the endpoint keeps in memory of its tables outlives a transaction that was rolled back: the same event again is taken for known, and is
// answered from memory without ever being written.

import { createGroup } from "../../../src/endpoint/group.ts";
import type { Sabotage } from "../sabotage.ts";

export const rollbackRemembered: Sabotage = {
  name: "memory outlives a rollback",
  breaks: "X1: what is not in the file was never said",
  endpoint: { createGroup: (ports) => createGroup({ ...ports, onRollback: () => undefined }) },
};
