// Two leaders mark one person apart from each other, and the mark that was heard last counts: nobody ever learns that they disagreed.

import { foldAttendance } from "../../../src/domain/attendance.ts";
import type { Entry } from "../../../src/domain/event.ts";
import { entriesByPerson } from "../../../src/domain/owners.ts";
import { rules } from "../../../src/domain/rules.ts";
import { subject } from "../../../src/domain/subjects.ts";
import { keptEntriesUnder } from "../../../src/endpoint/records.ts";
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
      const duty = keptEntriesUnder(ledger, [subject.duty(shift.id), subject.dutyOf(shift.id, person)]);
      const about = keptEntriesUnder(
        ledger,
        duty.map(({ event }) => subject.about(event.id)),
      );
      const all = entriesByPerson([...duty, ...about])(person);
      const last = newestOf(all.filter(({ event }) => event.type === "marked"));
      const entries = all.filter((entry) => entry.event.type !== "marked" || entry === last);
      const post = ledger.world.placements(shift.id).get(person)?.post ?? null;
      return foldAttendance({ shift, person, post, entries, asOf, rules });
    },
  },
};
