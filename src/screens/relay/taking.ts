// What becomes of records another phone shows or a file holds: opened, taken in with whoever is on duty, and told in one sentence a person.
// Draws nothing.

import { takeIn, type Watch } from "../../actions/relay.ts";
import { watchesOf } from "../../device/relay-watches.ts";
import type { Relaying } from "../../device/relaying.ts";
import { sequenceToText } from "../../device/sequence-bytes.ts";
import type { Id } from "../../domain/event.ts";
import type { TakenBundle, TakenIn } from "../../sync/ports.ts";
import type { RelayWords } from "../../words/relay.ts";
import type { App } from "../app.ts";

export interface Told {
  readonly text: string;
  readonly tone: "good" | "plain" | "bad";
}
export type TakeProblem = keyof RelayWords["take"]["problems"];

const strongest: readonly TakenIn[] = ["new", "own", "known", "answered"];

/** One sentence for each person, however many bundles there were. */
function sentences(
  words: RelayWords,
  names: ReadonlyMap<Id, string>,
  taken: readonly TakenBundle[],
  found: readonly TakenIn[],
): readonly Told[] {
  const byPeople = new Map<string, { who: string; count: number; standing: TakenIn; isExpired: boolean }>();
  for (const [i, one] of taken.entries()) {
    const authors = [...new Set(one.events.flatMap(({ event }) => event.author ?? []))];
    const standing = found[i] ?? "known";
    const known = byPeople.get(authors.join());
    const isStronger = known === undefined || strongest.indexOf(standing) < strongest.indexOf(known.standing);
    byPeople.set(authors.join(), {
      who: words.take.person(authors.map((id) => names.get(id) ?? words.take.nobody).join(words.take.together)),
      count: (known?.count ?? 0) + (standing === "new" ? one.events.length : 0),
      standing: isStronger ? standing : known.standing,
      isExpired: (known?.isExpired ?? false) || (standing === "new" && one.isExpired),
    });
  }
  return [...byPeople.values()].flatMap(({ who, count, standing, isExpired }): readonly Told[] => [
    standing === "new"
      ? { text: words.take.new(who, count), tone: "good" }
      : { text: standing === "own" ? words.take.own : words.take[standing](who), tone: "plain" },
    ...(isExpired ? [{ text: words.take.expired, tone: "plain" as const }] : []),
  ]);
}

export const problemTold = (words: RelayWords, problem: TakeProblem): readonly Told[] => [
  { text: words.take.problems[problem], tone: "bad" },
];

/** Takes in the text of a file or of a whole sequence. Rejects only when it could not be kept. */
export async function takeText(app: App, relaying: Relaying, words: RelayWords, text: string): Promise<readonly Told[]> {
  const opened = await relaying.open(text, app.now());
  if (opened.type !== "opened") return problemTold(words, opened.type);
  const { taken } = opened;
  const member = await app.views.membership();
  if (member === null) return problemTold(words, "notJoined");
  const watches: readonly Watch[] = await app.views.read((reader) => watchesOf(reader, app.now()));
  const found = await takeIn(app.ports, member.person, member.device, watches, taken);
  const people = [...new Set(taken.flatMap(({ events }) => events.flatMap(({ event }) => event.author ?? [])))];
  return sentences(words, await relaying.names(people), taken, found);
}

export async function takeSequence(app: App, relaying: Relaying, words: RelayWords, bytes: Uint8Array): Promise<readonly Told[]> {
  const text = await sequenceToText(bytes);
  return typeof text === "string" ? takeText(app, relaying, words, text) : problemTold(words, text.problem);
}
