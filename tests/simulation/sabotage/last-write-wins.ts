// Two leaders mark one person apart from each other, and the mark that was heard last counts: nobody ever learns that they disagreed.

import { foldAttendance } from "../../../src/domain/attendance.ts";
import type { Entry } from "../../../src/domain/event.ts";
import { rules } from "../../../src/domain/rules.ts";
import { dutyEntriesOf } from "../../../src/endpoint/duty-entries.ts";
import type { Sabotage } from "../sabotage.ts";

const newestOf = (marks: readonly Entry[]): Entry | undefined =>
  marks.reduce<Entry | undefined>(
    (newest, mark) => ((mark.receipt?.number ?? 0) > (newest?.receipt?.number ?? 0) ? mark : newest),
    undefined,
  );

export const lastWriteWins: Sabotage = {
  name: "last write wins between leaders",
  breaks: "R8–R10: marks made apart from each other are a dispute, not a race",
  endpoint: {
    foldDuty: (ledger, shift, person, asOf) => {
      const duty = dutyEntriesOf(ledger, shift, person);
      const isOwnMark = ({ event }: Entry): boolean => event.type === "marked" && event.facts.person === person;
      const last = newestOf(duty.entries.filter(isOwnMark));
      const entries = duty.entries.filter((entry) => !isOwnMark(entry) || entry === last);
      return foldAttendance({ shift, person, ...duty, entries, asOf, rules });
    },
  },
};
