// Unsent records on their way without a network: what 代传 shows as QR codes and what a records file holds, one format for both. Bundles as
// the endpoint takes them, each with the credential that says whose key signed. Pure; verifies nothing (device/records-open.ts).
//
// {"daogang":"records","version":1,"ledger":…,"madeAt":…,"bundles":[…]}      JSON; a later version is refused by name, never guessed at.
// In QR codes each detail part travels as its hash; in a file in the clear, since the file is the one copy that may be left.

import * as v from "valibot";
import { type Bundle, bundleSchema } from "./bundle-schema.ts";
import { isPart, partHash } from "./chain.ts";
import { credential, id, judged, moment } from "./schemas.ts";

export const recordsVersion = 1;
/** A set-aside event is a bundle of its own, so that it keeps none of the others from being read. */
const mostBundles = 200;

export const recordsSchema = v.object({
  daogang: v.literal("records"),
  version: v.literal(recordsVersion),
  ledger: id,
  /** The device's wall clock; only ever shown. */
  madeAt: moment,
  bundles: v.pipe(v.array(v.object({ ...bundleSchema.entries, credential })), v.minLength(1), v.maxLength(mostBundles)),
});
export type Records = v.InferOutput<typeof recordsSchema>;
export type CarriedBundle = Records["bundles"][number];

const named = v.object({ daogang: v.literal("records"), version: v.number() });

export type ReadRecords =
  | { readonly type: "records"; readonly records: Records }
  /** Somebody else's text, cut off or changed. */
  | { readonly type: "broken" }
  /** Written by a later version of this app. */
  | { readonly type: "newer" };

/** The raw parsed JSON, so that unknown fields keep their place in the hashes. */
export function parseRecords(text: string): ReadRecords {
  let raw: unknown;
  try {
    // What writes text files puts a mark before it.
    raw = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return { type: "broken" };
  }
  const records = judged(recordsSchema, raw);
  if (records !== null) return { type: "records", records };
  return (judged(named, raw)?.version ?? 0) > recordsVersion ? { type: "newer" } : { type: "broken" };
}

/** The same bundle with every detail part as its hash: the head it signs does not change. */
export const withoutDetails = <B extends Bundle>(bundle: B): B => ({
  ...bundle,
  events: bundle.events.map((event) =>
    event.parts === undefined
      ? event
      : {
          ...event,
          parts: Object.fromEntries(Object.entries(event.parts).map(([name, part]) => [name, isPart(part) ? partHash(name, part) : part])),
        },
  ),
});

export const recordsText = (records: Records): string => JSON.stringify(records);
