// M17: what somebody was trained in and until when it counts. No service time (R9); a shift may ask for it.

import { type Entry, entriesOf, type Id } from "./event.ts";
import { livingRetractions } from "./living.ts";

export interface Training {
  readonly event: Id;
  readonly skill: string;
  readonly at: number;
  /** Null: for good. */
  readonly until: number | null;
  readonly minutes: number | null;
  readonly author: Id | null;
}

/** Newest first. `entries`: trainings of the person and what is about them. */
export function foldTrainings(person: Id, entries: readonly Entry[]): readonly Training[] {
  const retracted = livingRetractions(entries);
  return entriesOf(entries, "trained")
    .filter(({ event }) => event.facts.person === person && !retracted.has(event.id))
    .map(({ event: { id, author, facts } }) => {
      const { skill, at, until, minutes } = facts;
      return { event: id, skill, at, until, minutes, author };
    })
    .sort((a, b) => b.at - a.at || (a.event < b.event ? -1 : 1));
}

/** Typed by people: blanks and letter case say nothing. */
const plain = (skill: string): string => skill.replace(/\s+/g, "").toLowerCase();

/** Valid at that moment. The day it expires still counts. */
export const isTrainedAt = (trainings: readonly Training[], skill: string, at: number): boolean =>
  trainings.some((one) => plain(one.skill) === plain(skill) && one.at <= at && (one.until === null || one.until >= at));

export const missingSkills = (skills: readonly string[], trainings: readonly Training[], at: number): readonly string[] =>
  skills.filter((skill) => !isTrainedAt(trainings, skill, at));
