// An event somebody recorded, and whether another device reads the very same one.

import { expect } from "vitest";
import type { Event } from "../../src/domain/event.ts";
import type { EventType } from "../../src/domain/facts.ts";
import { isPart, partHash } from "../../src/protocol/chain.ts";
import type { Draft, TestDevice } from "../fixtures/test-device.ts";

/** An event as its own device has it, who sent it and who must be able to read it. */
export interface Told {
  readonly event: Event;
  readonly sender: TestDevice | null;
  readonly readers: () => readonly TestDevice[];
}
export type Tell = <T extends EventType>(sender: TestDevice, draft: Draft<T>, readers: () => readonly TestDevice[]) => Promise<Told>;

/** What several cases need, once. */
export const once = <V>(make: () => Promise<V>): (() => Promise<V>) => {
  let made: Promise<V> | null = null;
  return () => {
    made ??= make();
    return made;
  };
};
/** The same event, judged the same; its parts in the clear or as the very hash they had. */
export function expectSame(reader: TestDevice, { event, sender }: Told): void {
  const read = reader.held.get(event.id);
  expect(read?.entry.event).toEqual(event);
  expect(read?.entry.receipt?.judgement).toBe("stored");
  if (sender === null) return;
  expect(read?.entry.receipt).toEqual(sender.receipts.get(event.id));
  const parts = sender.recorded.find((it) => it.event.id === event.id)?.parts ?? {};
  expect(Object.keys(read?.parts ?? {})).toEqual(Object.keys(parts));
  for (const [name, part] of Object.entries(read?.parts ?? {})) {
    const sent = parts[name as keyof typeof parts];
    if (sent === undefined || !isPart(sent)) throw new Error("sent without its value");
    expect(isPart(part) ? part : { hash: part }).toEqual(isPart(part) ? sent : { hash: partHash(name, sent) });
  }
}
