// PUT /api/photos/{sha256}?offset=…&bytes=… and GET /api/photos/{sha256}/received: photos travel after the event that names them, by their
// SHA-256, in pieces that may be repeated (X11). A piece is raw bytes; every answer says from where to go on.

import * as v from "valibot";
import { envelope } from "./exchange.ts";
import { count, hash } from "./schemas.ts";

export const photoLimits = {
  /** A whole photo; a device shrinks it to less. */
  mostBytes: 256 * 1024,
  /** What a device sends at a time. */
  pieceBytes: 64 * 1024,
} as const;

/** Of the query: where this piece begins, and how long the whole photo is. */
export const pieceSchema = v.pipe(
  v.object({ offset: count, bytes: v.pipe(count, v.minValue(1)) }),
  v.check(({ offset, bytes }) => offset <= bytes),
);

export const photoReplySchema = v.object({
  type: v.literal("photo"),
  ...envelope,
  photo: hash,
  /** The first bytes the endpoint has, durable; the next piece begins here. More than the photo has: begin again at 0. */
  receivedBytes: count,
  /** Whole, its hash checked: the device may forget its copy. */
  isStored: v.boolean(),
});
export type PhotoReply = v.InferOutput<typeof photoReplySchema>;
