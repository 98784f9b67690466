// Which records of another device's bundle a board may show before the endpoint has judged them. Pure; decides no right, which is the
// endpoint's alone, and keeps nothing.

import type { Id } from "../domain/event.ts";
import type { CarriedEvent } from "../protocol/bundle.ts";
import { eventTable } from "../protocol/events.ts";
import { isEventType } from "../protocol/versions.ts";
import type { OpenedBundle } from "./records-open.ts";

/** What anybody may say, since it is about themselves. */
const ownWords: ReadonlySet<string> = new Set(["self", "selfSubject", "selfOfTarget"]);

type Opened = Pick<OpenedBundle, "bundle" | "events">;

/** What its records are about, of which the journal may know who wrote it. */
export const targetsOf = ({ events }: Opened): readonly Id[] =>
  events.flatMap(({ event: { facts } }) => ("of" in facts && typeof facts.of === "string" ? [facts.of] : []));

/**
 * A person's own word about themselves, and a leader's where the endpoint's signature says that they are one. Everything else is carried and
 * waits unseen: a phone may say of itself what it likes. `known`: authors of those targets that lie in the journal.
 */
export function shownIn({ bundle, events }: Opened, known: ReadonlyMap<Id, Id | null>): readonly Id[] {
  const leaders = new Set(bundle.credential.roles.map(({ person }) => person));
  const authors = new Map<Id, Id | null>([...events.map(({ event }) => [event.id, event.author] as const), ...known]);
  const isShown = ({ event }: CarriedEvent): boolean => {
    const { author, facts } = event;
    if (author === null || !isEventType(event.type)) return false;
    if (leaders.has(author)) return true;
    const rules = eventTable[event.type].authors.filter((rule) => ownWords.has(rule));
    if (rules.includes("self")) return true;
    if (rules.includes("selfSubject")) return "person" in facts && facts.person === author;
    return rules.length > 0 && "of" in facts && typeof facts.of === "string" && authors.get(facts.of) === author;
  };
  return events.filter(isShown).map(({ event }) => event.id);
}
