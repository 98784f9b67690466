// What staff read by name from the endpoint (R25): teams in numbers, people page by page, one person. Phones and identity numbers come
// masked where the table of rights says so.

import * as v from "valibot";
import { envelope } from "./exchange.ts";
import { count, id, moment } from "./schemas.ts";

const roleName = v.picklist(["corpsStaff", "branchStaff", "squadLeader", "postLead"]);
const natural = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** GET /api/reports/overview: each team by itself, without those below it. Aggregates only. */
export const overviewSchema = v.object({
  type: v.literal("overview"),
  ...envelope,
  teams: v.array(
    v.object({
      team: id,
      people: count,
      /** Of them: with a device. */
      joined: count,
      posts: count,
      /** Of them: with a place on the map. */
      drawn: count,
      /** Of the next seven days. */
      shifts: count,
      /** 支队工作人员 and 分队长 named for the team. */
      staff: count,
    }),
  ),
});
export type Overview = v.InferOutput<typeof overviewSchema>;
export type TeamCounts = Overview["teams"][number];

/** GET /api/reports/quarantine/count: those nobody has said anything about. */
export const quarantineCountSchema = v.object({ type: v.literal("quarantineCount"), ...envelope, open: count });
export type QuarantineCount = v.InferOutput<typeof quarantineCountSchema>;

export const peoplePageSize = 50;

/** GET /api/reports/people?team=&search=&page=&left= : every look is logged. */
export const peoplePageSchema = v.object({
  type: v.literal("people"),
  ...envelope,
  total: count,
  /** From 1. */
  page: natural,
  people: v.array(
    v.object({
      person: id,
      team: v.nullable(id),
      name: v.nullable(v.string()),
      phoneTail: v.nullable(v.string()),
      volunteerNumber: v.nullable(v.string()),
      roles: v.array(roleName),
      hasJoined: v.boolean(),
    }),
  ),
});
export type PeoplePage = v.InferOutput<typeof peoplePageSchema>;

/** GET /api/reports/people/:person, logged. */
export const personReportSchema = v.object({
  type: v.literal("person"),
  ...envelope,
  person: id,
  name: v.nullable(v.string()),
  phone: v.nullable(v.string()),
  /** R25: never more than the last four. */
  idTail: v.nullable(v.string()),
  volunteerNumber: v.nullable(v.string()),
  team: v.nullable(id),
  closed: v.boolean(),
  mergedInto: v.nullable(id),
  /** What a patch of the person names as its basis. */
  heads: v.array(id),
  register: v.array(v.object({ header: v.string(), value: v.string() })),
  roles: v.array(
    v.object({ id, role: roleName, team: id, from: moment, until: v.nullable(moment), shift: v.nullable(id), post: v.nullable(id) }),
  ),
  history: v.array(v.object({ team: v.nullable(id), since: v.number() })),
  devices: count,
  /** Last heard of a device of theirs. */
  lastSeenAt: v.nullable(moment),
});
export type PersonReport = v.InferOutput<typeof personReportSchema>;

export const recordsPageSize = 20;
const answer = v.picklist(["waiting", "accepted", "declined"]);

/** GET /api/reports/people/:person/records?before= : shifts that began before that, at most until 35 days ago, newest first; logged. */
export const personRecordsSchema = v.object({
  type: v.literal("personRecords"),
  ...envelope,
  person: id,
  /** Older ones are asked for with the last one's `from`. */
  more: v.boolean(),
  records: v.array(
    v.object({
      shift: id,
      team: id,
      /** The plan, ms. */
      from: moment,
      until: moment,
      title: v.nullable(v.string()),
      post: v.nullable(v.string()),
      state: v.picklist(["present", "late", "leftEarly", "unconfirmed", "unheard", "absent", "onLeave", "open", "disputed"]),
      start: v.nullable(moment),
      end: v.nullable(moment),
      minutes: count,
      /** What was settled; null while nothing is. */
      settledMinutes: v.nullable(count),
      checkedInAt: v.nullable(v.number()),
      checkedOutAt: v.nullable(v.number()),
      isCorrected: v.boolean(),
      /** What a decision answers too. */
      makeup: v.nullable(v.object({ event: id, start: moment, end: moment, answer })),
      appeal: v.nullable(v.object({ event: id, answer })),
      /** What a correction names as its basis. */
      basis: v.array(id),
    }),
  ),
});
export type PersonRecords = v.InferOutput<typeof personRecordsSchema>;
export type PersonRecord = PersonRecords["records"][number];
