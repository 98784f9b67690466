// What a scan came to, in one sentence and one sound. Decides nothing.

import type { BadgeReading, OtherCode } from "../../device/badge-scan-view.ts";
import type { BadgeWords } from "../../words/badge.ts";

/** good: recorded · look: somebody has to answer or to notice · bad: nothing was recorded. Each has a sound and a shape of its own. */
export type Tone = "good" | "look" | "bad";

export interface Told {
  readonly tone: Tone;
  readonly title: string;
  readonly details: readonly string[];
  /** Where to go with it instead. */
  readonly way?: { readonly href: string; readonly word: string };
}

export interface Recorded {
  readonly at: number;
  readonly isLate: boolean;
  readonly isEarly: boolean;
  readonly isAfter: boolean;
  /** The title of the post the roster has, where it is another one. */
  readonly elsewhere: string | null;
}

type Good = Extract<BadgeReading, { readonly type: "good" }>;

export interface Moments {
  readonly clock: (ms: number) => string;
  readonly day: (ms: number) => string;
}

export function tellRecorded(reading: Good, done: Recorded, words: BadgeWords["scan"], { clock }: Moments): Told {
  const name = reading.name ?? words.nobody;
  const details = [
    done.isLate && words.late,
    !reading.isPlaced && words.support,
    done.elsewhere !== null && words.elsewhere(done.elsewhere),
    done.isEarly && words.before,
    done.isAfter && words.after,
    reading.ownAbsent.length > 0 && !reading.isDisputed && words.overruled,
    reading.isOwn && words.isOwn,
    reading.isDisputed && words.disputed,
  ].filter((it): it is string => typeof it === "string");
  return { tone: reading.isDisputed ? "look" : "good", title: words.seen(name, clock(done.at)), details };
}

/** Codes of a sequence are read by a page of their own. */
function wayOf(code: OtherCode, words: BadgeWords["scan"]): Pick<Told, "way"> {
  if (code === "relay") return { way: { href: "/relay/take", word: words.toRelay } };
  return code === "handover" ? { way: { href: "/take", word: words.toHandover } } : {};
}

/** Of whatever was not recorded; of `good`: the question. */
export function tellReading(reading: BadgeReading, words: BadgeWords["scan"], { clock, day }: Moments): Told {
  const name = "name" in reading ? (reading.name ?? words.nobody) : "";
  switch (reading.type) {
    case "good":
      return reading.name === null
        ? { tone: "look", title: words.nobodyAsk, details: [words.nobodyWhy] }
        : { tone: "look", title: words.notPlaced(name), details: [] };
    case "again":
      return { tone: "look", title: words.again(name, clock(reading.at)), details: [] };
    case "expired":
      return { tone: "bad", title: words.expired(name), details: [words.expiredOn(day(reading.at))] };
    case "cancelled":
      return { tone: "bad", title: words.cancelled, details: [words.cancelledWho(name, day(reading.at))] };
    case "gone":
      return { tone: "bad", title: words.gone(name), details: [] };
    case "foreign":
      return { tone: "bad", title: words.foreign, details: [words.foreignWhy] };
    case "otherCode":
      return { tone: "bad", title: words.others[reading.code], details: [], ...wayOf(reading.code, words) };
    case "unknown":
      return { tone: "bad", title: words.unknown, details: [] };
  }
}
