// What only the endpoint can put on paper: the codes of signs and badges. Names and titles a desk has from its own journal, except the
// corps, which holds no posts of its squads and is sent their titles (they are facts, not people).

import * as v from "valibot";
import type { Id } from "../domain/event.ts";
import { hashText } from "./chain.ts";
import { typedCode } from "./codes.ts";
import { envelope } from "./exchange.ts";
import { id, moment, title } from "./schemas.ts";

/** GET /api/reports/signs: of every open post the asking persons lead. */
export const signsSchema = v.object({
  type: v.literal("signs"),
  ...envelope,
  /** Goes into the QR codes. */
  publicUrl: v.string(),
  signs: v.array(v.object({ post: id, mac: id, title, team: v.nullable(id), teamTitle: v.nullable(v.string()) })),
});
export type Signs = v.InferOutput<typeof signsSchema>;

/** GET /api/reports/badges?team=: of the team's people. */
export const badgesSchema = v.object({
  type: v.literal("badges"),
  ...envelope,
  expires: moment,
  badges: v.array(v.object({ person: id, text: v.pipe(v.string(), v.maxLength(200)) })),
});
export type Badges = v.InferOutput<typeof badgesSchema>;

/** GET /api/badge: 我的码 of whoever the device speaks for. */
export const ownBadgesSchema = v.object({
  type: v.literal("ownBadges"),
  ...envelope,
  badges: v.array(v.object({ person: id, expires: moment, text: v.pipe(v.string(), v.maxLength(200)) })),
});
export type OwnBadges = v.InferOutput<typeof ownBadgesSchema>;

/**
 * Number of a printed 签到表, so that a sheet entered later can name it: the day, then six digits of shift and post, the last a check
 * digit. The same sheet printed twice has the same number. `day` as yyyymmdd.
 */
export const sheetNumber = (day: number, shift: Id, post: Id | null): string =>
  `${day}-${typedCode(hashText(`daogang sheet 1\n${shift}\n${post ?? ""}`))}`;
