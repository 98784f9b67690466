// Schemas shared by everything on the wire. They judge a copy: what is hashed and stored is the raw parsed JSON, so unknown
// fields survive.

import * as v from "valibot";

export type Schema<T> = v.GenericSchema<unknown, T>;

/**
 * The raw value itself if the schema holds of it, else null. A schema's own output is a copy that lacks unknown fields, and with
 * them the hash that was signed.
 */
export const judged = <S extends v.GenericSchema>(schema: S, raw: unknown): v.InferOutput<S> | null =>
  v.is(schema, raw) ? (raw as v.InferOutput<S>) : null;

export const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
export const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** r ‖ s of a P-256 signature. */
export const signature = v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/));
/** Uncompressed P-256 point. */
export const publicKey = v.pipe(v.string(), v.regex(/^04[0-9a-f]{128}$/));
export const integer = v.pipe(v.number(), v.safeInteger());
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** What a device's wall clock said, however wrong it is, also before 1970. Never a reason to refuse (R20, X3). */
export const wallTime = v.pipe(v.number(), v.safeInteger(), v.minValue(-253_402_300_799_999), v.maxValue(253_402_300_799_999));
/** ms since 1970, up to the year 9999. */
export const moment = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(253_402_300_799_999));
export const title = v.pipe(v.string(), v.minLength(1), v.maxLength(120));
export const ids = v.pipe(v.array(id), v.maxLength(200));
export const longitudeE7 = v.pipe(integer, v.minValue(-1_800_000_000), v.maxValue(1_800_000_000));
export const latitudeE7 = v.pipe(integer, v.minValue(-900_000_000), v.maxValue(900_000_000));

export const anchor = v.object({
  serverTime: moment,
  wallTimeThen: wallTime,
  roundTripMs: count,
  run: id,
  elapsedMs: v.nullable(count),
});

export const band = v.picklist(["inside", "uncertain", "outside"]);
const suspicionFlag = v.picklist(["sharedPhone", "tooFast", "repeatedFix", "zeroAccuracy", "zeroPosition", "signElsewhere", "clockMoved"]);
export const verdict = v.object({
  strength: v.picklist(["strong", "contrary", "weak", "none"]),
  band: v.nullable(band),
  distanceDm: v.nullable(count),
  postVersion: v.nullable(id),
  freshness: v.nullable(v.picklist(["fresh", "stale", "static", "invalid"])),
  flags: v.exactOptional(v.array(suspicionFlag)),
});

/** Endpoint-signed (signing.ts): these persons may author on the device of this key. */
export const credential = v.object({
  ledger: id,
  device: hash,
  publicKey,
  persons: v.array(id),
  roles: v.array(v.object({ person: id, role: v.picklist(["corpsStaff", "branchStaff", "squadLeader", "postLead"]), team: id })),
  issuedAt: moment,
  expiresAt: moment,
  signature,
});
