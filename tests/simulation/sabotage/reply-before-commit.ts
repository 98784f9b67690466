// Everybody is answered at once and the transaction stays open for 20 ms more, so that a commit serves many: quick, and what was promised dies
// with the process.

import type { createGroup, Group } from "../../../src/endpoint/group.ts";
import type { Sabotage } from "../sabotage.ts";

const commitMs = 20;

const createHastyGroup: typeof createGroup = ({ database, ledger, clock, timer, probes, onCommit, onRollback }) => {
  let isOpen = false;
  let counter = 0;

  function commit(): void {
    if (!isOpen) return;
    isOpen = false;
    let isCommitted = false;
    try {
      database.run("UPDATE ledgers SET counter = ? WHERE ledger = ?", counter, ledger);
      probes.beforeCommit?.();
      database.exec("COMMIT");
      isCommitted = true;
      probes.afterCommit?.();
    } catch {
      // Nobody is waiting any more who could be told.
      if (!isCommitted) database.exec("ROLLBACK");
      onRollback();
    }
  }
  function begin(): void {
    if (isOpen) return;
    database.exec("BEGIN");
    isOpen = true;
    counter = database.get<{ counter: number }>("SELECT counter FROM ledgers WHERE ledger = ?", ledger)?.counter ?? 0;
    timer.after(commitMs, commit);
  }
  const submit: Group["submit"] = async (_, work) => {
    begin();
    const turn = {
      now: clock.now(),
      next: () => {
        counter += 1;
        return counter;
      },
      last: () => counter,
      touched: new Map(),
      closed: new Set<string>(),
      decided: new Set<string>(),
      dated: new Set<string>(),
      located: new Set<string>(),
      watched: new Set<string>(),
      relocated: new Set<string>(),
      codes: new Set<string>(),
      woken: new Map(),
    };
    const value = work(turn);
    // Whoever reads the counter in the meantime shall see it.
    database.run("UPDATE ledgers SET counter = ? WHERE ledger = ?", counter, ledger);
    onCommit(turn.woken);
    return value;
  };
  return { submit, close: commit };
};

export const replyBeforeCommit: Sabotage = {
  name: "reply before commit",
  breaks: "X4: nobody is answered before COMMIT",
  endpoint: { createGroup: createHastyGroup },
};
