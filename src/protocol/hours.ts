// GET /api/reports/hours: counted minutes of a period, by the rules the devices themselves count with (domain/hours.ts). Sums for whoever may
// see sums, people and their lines for whoever may see names (R25).

import * as v from "valibot";
import { envelope } from "./exchange.ts";
import { count, id, moment } from "./schemas.ts";

/** A day of the rule set's zone as yyyymmdd. */
const day = v.pipe(v.number(), v.safeInteger(), v.minValue(19_700_101), v.maxValue(99_991_231));
const sums = { minutes: count, verified: count, attested: count };

const line = v.object({
  shift: id,
  /** The planned start, ms. */
  at: moment,
  /** Of its days those of the period; a shift over midnight may lie half in it (R7). */
  day,
  /** Whose shift it was (R23) and the person's own team on that day (R24). */
  host: id,
  home: v.nullable(id),
  title: v.nullable(v.string()),
  /** Where the person was placed. */
  postTitle: v.nullable(v.string()),
  postKind: v.nullable(v.picklist(["crossing", "parking", "window", "segment", "lane", "compound"])),
  start: v.nullable(moment),
  end: v.nullable(moment),
  /** Before overlaps and the most of a day were taken off. */
  minutesBefore: count,
  cuts: v.array(v.object({ reason: v.picklist(["overlap", "dailyCap"]), minutes: count, day })),
  minutes: count,
  class: v.nullable(v.picklist(["verified", "attested"])),
  /** Who noted it, where not the person; who settled it, when; and what the branch said when it corrected it. Only where lines are asked for. */
  notedBy: v.nullable(v.string()),
  settledBy: v.nullable(v.string()),
  settledAt: v.nullable(moment),
  correction: v.nullable(v.string()),
});

export const hoursReportSchema = v.object({
  type: v.literal("hours"),
  ...envelope,
  /** Null: from the beginning, and until now. */
  from: v.nullable(day),
  to: v.nullable(day),
  /** People with a counted minute, and how many attendances those are. */
  people: count,
  shifts: count,
  ...sums,
  /** By the team each person belonged to on the day, and by the team whose shift it was. */
  byHome: v.array(v.object({ team: id, people: count, shifts: count, ...sums })),
  byHost: v.array(v.object({ team: id, people: count, shifts: count, ...sums })),
  /** Null where only sums may be seen. */
  named: v.nullable(
    v.array(
      v.object({
        person: id,
        name: v.nullable(v.string()),
        volunteerNumber: v.nullable(v.string()),
        team: v.nullable(id),
        shifts: count,
        ...sums,
        /** Empty unless `lines=1`. */
        lines: v.array(line),
      }),
    ),
  ),
});
export type HoursReport = v.InferOutput<typeof hoursReportSchema>;
export type HoursPerson = NonNullable<HoursReport["named"]>[number];
export type HoursReportLine = HoursPerson["lines"][number];
