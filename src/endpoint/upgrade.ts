// X3 at every start: what an older version of this program could not judge is judged again. What waits as an unknown type always; what was
// set aside because it could not be read only after the program has changed. DESIGN.md says that a person alone changes what was set
// aside. These two problems are no judgement of anybody's: they say what this program could not read, and are kept whole for the day it can.

import { hashText } from "../protocol/chain.ts";
import { mostEventBytes } from "../protocol/limits.ts";
import type { ProblemCode } from "../protocol/problems.ts";
import { eventVersions } from "../protocol/versions.ts";
import { judgeAside } from "./append.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { recordByNumber } from "./records.ts";

const ofProgram: readonly ProblemCode[] = ["poison", "tooBig"];

/** The version alone does not change in a working copy; what it can read does. */
const programOf = (appVersion: string): string => hashText(JSON.stringify([appVersion, mostEventBytes, eventVersions]));

export function judgeAgain(ledger: Ledger, turn: Turn, appVersion: string): void {
  const { database, key } = ledger;
  const unknown = database.all<{ key: string }>(
    "SELECT DISTINCT key FROM waiting WHERE ledger = ? AND key >= 'type:' AND key < 'type;'",
    key,
  );
  ledger.parts.judgeWaiting(
    ledger,
    turn,
    unknown.map((row) => row.key),
  );
  const program = programOf(appVersion);
  if (database.get<{ judged_by: string }>("SELECT judged_by FROM ledgers WHERE ledger = ?", key)?.judged_by === program) return;
  const aside = database.all<{ number: number }>(
    `SELECT number FROM receipts INDEXED BY receipts_quarantined WHERE ledger = ? AND judgement = 'quarantined' AND problem IN (${ofProgram.map(() => "?").join(", ")})
     ORDER BY number`,
    key,
    ...ofProgram,
  );
  for (const { number } of aside) {
    const record = recordByNumber(database, key, number);
    if (record !== null) judgeAside(ledger, turn, record);
  }
  database.run("UPDATE ledgers SET judged_by = ? WHERE ledger = ?", program, key);
}
