// What of an event is stored beside it: the keys it is found under, and its parts as rows of their own. Knows no store.

import type { Event, Id } from "../domain/event.ts";
import type { PartName } from "../domain/facts.ts";
import { subjectsOf } from "../domain/subjects.ts";
import { isPart, type Parts } from "../protocol/chain.ts";
import { isEventType } from "../protocol/versions.ts";
import type { PartRow } from "./database.ts";

export const subjectsOfAny = (event: Event): readonly string[] => (isEventType(event.type) ? subjectsOf(event) : []);

export const partRowsOf = (event: Id, parts: Parts): readonly PartRow[] =>
  Object.entries(parts).flatMap(([name, part]) =>
    isPart(part) ? [{ event, name: name as PartName, salt: part.salt, value: part.value }] : [],
  );
