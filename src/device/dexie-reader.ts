// Reading through Dexie, so that a live query knows what to follow.

import { Dexie, type PromiseExtended } from "dexie";
import type { Id } from "../domain/event.ts";
import type { PartName } from "../domain/facts.ts";
import type { Database, EventRow, PartRow, StateRow } from "./database.ts";
import { eachOnce, type Reader } from "./reading.ts";

/** For one run of one view, through Dexie: a live query knows by it what to follow. */
export function createReader(database: Database): Reader {
  const asked = new Map<string, PromiseLike<unknown>>();
  // Dexie's own promises are kept, never wrapped ones: awaited again, a wrapped one loses Dexie's place in the transaction, which
  // then commits under the view ("committed too early").
  const once = <V>(key: string, ask: () => PromiseExtended<V>): Promise<V> => {
    const known = asked.get(key) ?? ask();
    asked.set(key, known);
    return known as Promise<V>;
  };
  // One request a key, all under way together: `anyOf` and `distinct` would walk a cursor, which asks again for every row.
  const underOne = (subject: string): Promise<readonly EventRow[]> =>
    once(`under ${subject}`, () => database.events.where("subjects").equals(subject).toArray());
  const part = (event: Id, name: PartName): Promise<PartRow | undefined> =>
    once(`text ${event} ${name}`, () => database.parts.get([event, name]));
  return {
    under: async (...subjects) => {
      const found = await Promise.all(subjects.map(underOne));
      return found.length === 1 ? (found[0] ?? []) : eachOnce(found.flat());
    },
    within: async (prefix) =>
      eachOnce(await once(`within ${prefix}`, () => database.events.where("subjects").startsWith(prefix).toArray())),
    unsent: () => once("unsent", () => database.events.where("[unsent+n]").between([1, Dexie.minKey], [1, Dexie.maxKey]).toArray()),
    text: async (event, name) => {
      if (typeof event !== "string") return null;
      const value = (await part(event, name))?.value;
      return typeof value === "string" ? value : null;
    },
    value: async (event, name) => (await part(event, name))?.value,
    state: <K extends StateRow["key"]>(key: K) =>
      once(`state ${key}`, () => database.state.get(key) as PromiseExtended<Extract<StateRow, { readonly key: K }> | undefined>),
  };
}
