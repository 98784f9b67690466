// The bundle as a schema (bundle.ts packs and unpacks it): apart, because the first screen unpacks news but needs no schema library.

import * as v from "valibot";
import { anchor, credential, hash, id, signature, wallTime } from "./schemas.ts";

/** What most events of a bundle share. A field of a wire event is left out when it equals the one here. */
export const commonSchema = v.object({
  type: v.string(),
  author: v.nullable(id),
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  zoneOffset: v.pipe(v.number(), v.safeInteger(), v.minValue(-1080), v.maxValue(1080)),
  /** With `elapsedMs` null: that differs from event to event and travels as a field of its own. */
  anchor: v.nullable(anchor),
});
export type Common = v.InferOutput<typeof commonSchema>;

const part = v.object({ salt: id, value: v.unknown() });
const partsSchema = v.record(v.pipe(v.string(), v.regex(/^[a-zA-Z]{1,24}$/)), v.union([hash, part]));

export const wireEventSchema = v.object({
  id,
  type: v.exactOptional(v.pipe(v.string(), v.regex(/^[a-zA-Z]{1,40}$/))),
  author: v.exactOptional(v.nullable(id)),
  version: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  zoneOffset: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(-1080), v.maxValue(1080))),
  /** Only where it is not the time in the id. */
  wallTime: v.exactOptional(wallTime),
  anchor: v.exactOptional(v.nullable(anchor)),
  elapsedMs: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  facts: v.record(v.string(), v.unknown()),
  parts: v.exactOptional(partsSchema),
});
export type WireEvent = v.InferOutput<typeof wireEventSchema>;

export const bundleSchema = v.object({
  device: hash,
  /** `n` of the first event, and the hash of the one before it. */
  first: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  previous: hash,
  common: commonSchema,
  events: v.pipe(v.array(wireEventSchema), v.minLength(1), v.maxLength(500)),
  head: v.object({ hash, signature }),
  /** Says whose key signed, to whoever does not know the device: a relaying tablet, a restored ledger. Left out otherwise. */
  credential: v.exactOptional(credential),
});
export type Bundle = v.InferOutput<typeof bundleSchema>;
