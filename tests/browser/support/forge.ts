// Changes what a page's journal holds of its own events, behind the app's back: as a thief of the phone would (the chain no longer
// fits), or as a faulty app would have recorded it (the chain fits, the event is wrong). No sync may run meanwhile.

import type { Page } from "playwright-core";
import type { Event, Hash } from "../../../src/domain/event.ts";
import type { PartName } from "../../../src/domain/facts.ts";
import { subjectsOf } from "../../../src/domain/subjects.ts";
import { type ChainedEvent, chainEvent, type Part } from "../../../src/protocol/chain.ts";

interface OwnRow {
  readonly id: string;
  readonly n: number;
  readonly event: Event;
  readonly link: Omit<ChainedEvent, "event"> | null;
  readonly subjects: readonly string[];
}
interface PartRow {
  readonly event: string;
  readonly name: PartName;
  readonly salt: string;
  readonly value: unknown;
}
interface HeadRow {
  readonly n: number;
  readonly hash: Hash;
}
interface Stores {
  readonly events: readonly OwnRow[];
  readonly parts: readonly PartRow[];
  /** Null leaves it as it is. */
  readonly head: HeadRow | null;
}

const read = (page: Page): Promise<Stores> =>
  page.evaluate(
    () =>
      new Promise<Stores>((resolve, reject) => {
        const opening = indexedDB.open("daogang");
        opening.onerror = () => reject(new Error("no journal"));
        opening.onsuccess = () => {
          const reading = opening.result.transaction(["events", "parts", "state"]);
          const [events, parts] = [reading.objectStore("events").getAll(), reading.objectStore("parts").getAll()];
          const head = reading.objectStore("state").get("head");
          reading.oncomplete = () => {
            opening.result.close();
            resolve({ events: events.result, parts: parts.result, head: head.result });
          };
        };
      }),
  );

const write = (page: Page, rows: Stores): Promise<void> =>
  page.evaluate(
    ({ events, parts, head }) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open("daogang");
        opening.onerror = () => reject(new Error("no journal"));
        opening.onsuccess = () => {
          const writing = opening.result.transaction(["events", "parts", "state"], "readwrite");
          for (const row of events) writing.objectStore("events").put(row);
          for (const row of parts) writing.objectStore("parts").put(row);
          if (head !== null) writing.objectStore("state").put(head);
          writing.onabort = () => reject(new Error("nothing was changed"));
          writing.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    rows,
  );

const withFacts = (row: OwnRow, facts: object): OwnRow => ({
  ...row,
  event: { ...row.event, facts: { ...row.event.facts, ...facts } } as unknown as Event,
});

/** X2: the stored event is altered, its link and the head stay. */
export async function tamper(page: Page, id: string, facts: object): Promise<void> {
  const { events } = await read(page);
  await write(page, { events: events.filter((row) => row.id === id).map((row) => withFacts(row, facts)), parts: [], head: null });
}

export interface Forgery {
  /** Take the place of the recorded ones of the same name. */
  readonly facts?: object;
  /** Beside the recorded ones. */
  readonly parts?: Readonly<Partial<Record<PartName, unknown>>>;
}

/** X3: the events by id are other ones from the start: the chain is made anew from the first of them on, and its head with it. */
export async function reforge(page: Page, forgeries: ReadonlyMap<string, Forgery>): Promise<void> {
  const { events, parts, head } = await read(page);
  if (head === null) throw new Error("this page has not joined");
  const own = events.filter((row) => row.link !== null).sort((a, b) => a.n - b.n);
  const first = own.findIndex((row) => forgeries.has(row.id));
  let previous = own[first]?.link?.previous;
  if (previous === undefined) throw new Error("none of these events is this device's");
  const changed: OwnRow[] = [];
  const added: PartRow[] = [];
  for (const row of own.slice(first)) {
    const forgery = forgeries.get(row.id);
    const extra = Object.entries(forgery?.parts ?? {}).map(
      ([name, value]): PartRow => ({ event: row.id, name: name as PartName, salt: "5a".repeat(16), value }),
    );
    const carried = [...parts.filter(({ event }) => event === row.id), ...extra];
    const byName: Partial<Record<PartName, Part>> = {};
    for (const { name, salt, value } of carried) byName[name] = { salt, value };
    const { event } = withFacts(row, forgery?.facts ?? {});
    const { event: _, ...link } = chainEvent(previous, event, byName);
    changed.push({ ...row, event, link, subjects: subjectsOf(event) });
    added.push(...extra);
    previous = link.hash;
  }
  await write(page, { events: changed, parts: added, head: { ...head, hash: previous } });
}
