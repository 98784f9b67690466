// What staff read of the records that were set aside (R25): how many, which and why, and one of them whole. Named records: every look but
// at the number is logged.

import * as v from "valibot";
import { envelope } from "./exchange.ts";
import { count, hash, id, integer, moment } from "./schemas.ts";

const natural = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

export const quarantinePageSize = 50;

const line = v.object({
  id,
  /** Two records may claim one id. */
  hash,
  receivedAt: moment,
  /** By its corrected clock, and that may be any. */
  at: integer,
  /** Of the event table, or what it says it is. */
  eventType: v.string(),
  judgement: v.picklist(["stored", "pending", "quarantined"]),
  /** A problem code; null once it counts. */
  problem: v.nullable(v.string()),
  author: v.nullable(id),
  authorName: v.nullable(v.string()),
  /** Whom the asking persons answer for: the author's, else that of the device. */
  team: v.nullable(id),
  /** The shift it names, where there is one. */
  shift: v.nullable(v.object({ id, start: moment, end: moment })),
  /** What the asking persons may say of it now. */
  mayRelease: v.boolean(),
  mayExplain: v.boolean(),
  /** Oldest first. */
  decisions: v.array(
    v.object({
      id,
      decision: v.picklist(["released", "explained"]),
      at: integer,
      byName: v.nullable(v.string()),
      note: v.nullable(v.string()),
    }),
  ),
});
export type QuarantineLine = v.InferOutput<typeof line>;

/** GET /api/reports/quarantine?decided=&page= : newest first. */
export const quarantinePageSchema = v.object({
  type: v.literal("quarantinePage"),
  ...envelope,
  total: count,
  /** From 1. */
  page: natural,
  records: v.array(line),
});
export type QuarantinePage = v.InferOutput<typeof quarantinePageSchema>;

/** GET /api/reports/quarantine/:id/:hash */
export const quarantineRecordSchema = v.object({
  type: v.literal("quarantineRecord"),
  ...envelope,
  record: line,
  /** Header and facts as they were hashed, unknown fields and all, indented. */
  text: v.string(),
  /** Null: not for staff to read (R25), or erased. */
  parts: v.array(v.object({ name: v.string(), value: v.nullable(v.string()) })),
});
export type QuarantineRecord = v.InferOutput<typeof quarantineRecordSchema>;
