// POST /api/invites: what a leader asks for to bring people in. The other half of joining, what a device without membership may ask, stands
// with the enrolment in exchange.ts.

import * as v from "valibot";
import { envelope } from "./exchange.ts";
import { count, id, moment } from "./schemas.ts";

/** POST /api/invites: one link for a team, or one person's; with `code` also six digits. */
export const inviteRequestSchema = v.variant("for", [
  v.object({ for: v.literal("team"), team: id, code: v.exactOptional(v.boolean()) }),
  v.object({ for: v.literal("person"), person: id, code: v.exactOptional(v.boolean()) }),
]);
export type InviteRequest = v.InferOutput<typeof inviteRequestSchema>;

export const inviteReplySchema = v.object({
  type: v.literal("invited"),
  ...envelope,
  link: v.pipe(v.string(), v.maxLength(500)),
  expires: moment,
  /** Devices that have joined with earlier links of this person; of a team: 0. */
  devices: count,
  code: v.exactOptional(v.object({ digits: v.pipe(v.string(), v.regex(/^[0-9]{6}$/)), expires: moment })),
});
export type InviteReply = v.InferOutput<typeof inviteReplySchema>;
