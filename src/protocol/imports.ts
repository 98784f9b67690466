// POST /api/imports: a slice of a register, read and judged on the sender's side, and what became of each of its lines. The same slice
// again changes nothing.

import * as v from "valibot";
import { partSchemas } from "./events.ts";
import { envelope } from "./exchange.ts";
import { count, id } from "./schemas.ts";

/** X11 keeps a body small; a slice is one transaction, and a tap on a street corner waits no longer than it takes (about 2 ms a line). */
export const mostImportRows = 100;
/** Of one person's further columns, as JSON: the event around them must stay below its own limit. */
export const mostRegisterBytes = 6_000;

const natural = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

export const importRowSchema = v.object({
  /** As the spreadsheet numbers it; comes back with the answer. */
  line: natural,
  team: id,
  name: partSchemas.name,
  phone: v.nullable(partSchemas.phone),
  idNumber: v.nullable(partSchemas.idNumber),
  volunteerNumber: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(40))),
  /** The other columns by their header. */
  register: partSchemas.register,
  /** Of namesakes in one team that nothing else tells apart: the how manieth of the file. */
  nth: natural,
  /** No other line of the file has this name in this team. */
  isAlone: v.boolean(),
});
export type ImportRow = v.InferOutput<typeof importRowSchema>;

export const importRequestSchema = v.object({
  kind: v.literal("register"),
  isDryRun: v.boolean(),
  /** Also what somebody changed by hand is set to what the file says. */
  isOverwriting: v.boolean(),
  rows: v.pipe(v.array(importRowSchema), v.minLength(1), v.maxLength(mostImportRows)),
});
export type ImportRequest = v.InferOutput<typeof importRequestSchema>;

export const importFieldSchema = v.picklist(["name", "phone", "idNumber", "volunteerNumber", "register", "team"]);
export type ImportField = v.InferOutput<typeof importFieldSchema>;

/**
 * forbidden: the team is not the sender's to fill · teamUnknown · elsewhere: known already, in a team that is not the sender's ·
 * ambiguous: more than one person goes by these keys · left: the person has left, and is taken back by hand · tooLong: more columns
 * than one record holds
 */
export const importProblemSchema = v.picklist(["forbidden", "teamUnknown", "elsewhere", "ambiguous", "left", "tooLong"]);
export type ImportProblem = v.InferOutput<typeof importProblemSchema>;

export const importOutcomeSchema = v.object({
  line: natural,
  outcome: v.picklist(["created", "updated", "unchanged", "problem"]),
  problem: v.nullable(importProblemSchema),
  person: v.nullable(id),
  /** Fields the file changes. */
  changed: v.array(importFieldSchema),
  /** Fields that differ and stay: somebody set them by hand. */
  kept: v.array(importFieldSchema),
});
export type ImportOutcome = v.InferOutput<typeof importOutcomeSchema>;

export const importReplySchema = v.object({
  type: v.literal("imported"),
  ...envelope,
  isDryRun: v.boolean(),
  rows: v.array(importOutcomeSchema),
  created: count,
  updated: count,
});
