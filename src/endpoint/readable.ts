// Whether this program can read an event at all: its size, its type, its facts and parts against their schemas. Knows no ledger, no right
// and nobody: what cannot be read today may be readable by a newer version (upgrade.ts).

import * as v from "valibot";
import type { Event } from "../domain/event.ts";
import { isTooBig } from "../protocol/bundle.ts";
import { isPart, type Parts } from "../protocol/chain.ts";
import { eventTable, factSchemas, partSchemas } from "../protocol/events.ts";
import { liftEvent } from "./records.ts";

/** Parts belong to the table's column and their values to their schemas; a bare hash says nothing that could be wrong. */
export const areParts = (event: Event, parts: Parts): boolean => {
  const allowed = eventTable[event.type].parts;
  return Object.entries(parts).every(
    ([name, part]) =>
      Object.hasOwn(allowed, name) && (!isPart(part) || v.safeParse(partSchemas[name as keyof typeof partSchemas], part.value).success),
  );
};

export type Read =
  | { readonly problem: null; readonly event: Event }
  /** `unknownType` waits for a newer version; the others are set aside. */
  | { readonly problem: "tooBig" | "unknownType" | "poison"; readonly event: null };

const not = (problem: "tooBig" | "unknownType" | "poison"): Read => ({ problem, event: null });

export function readEvent(raw: Event, parts: Parts): Read {
  if (isTooBig(raw, parts)) return not("tooBig");
  const event = liftEvent(raw);
  if (event === null) return not("unknownType");
  return v.safeParse(factSchemas[event.type], event.facts).success && areParts(event, parts) ? { problem: null, event } : not("poison");
}
