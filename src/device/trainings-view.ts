// What a person may be asked to do: trainings with their expiry, and the age group with a guardian's consent (R41). For the one person's page.

import { foldEntity } from "../domain/entity.ts";
import type { AgeGroup } from "../domain/entity-fields.ts";
import { type Id, isEntryOf } from "../domain/event.ts";
import { toPerson } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import { foldTrainings, type Training } from "../domain/trainings.ts";
import { withAbout } from "./asked.ts";
import { type Reader, toEntries } from "./reading.ts";

export interface FitnessView {
  readonly me: Id | null;
  readonly age: AgeGroup | null;
  readonly guardianConsented: boolean;
  /** Of the person, for a change. */
  readonly heads: readonly Id[];
  readonly trainings: readonly Training[];
  /** Names of trainings in use on this device: chosen again rather than typed otherwise. */
  readonly known: readonly string[];
}

export async function fitnessView(reader: Reader, id: Id): Promise<FitnessView> {
  const [member, rows, all, personRows] = await Promise.all([
    reader.state("member"),
    reader.under(subject.trainingsOf(id)),
    reader.within(subject.trainingsOf("")),
    reader.under(subject.entity("person", id)),
  ]);
  const entity = foldEntity("person", id, toEntries(personRows));
  const person = entity === null ? null : toPerson(entity);
  return {
    me: member?.person ?? null,
    age: person?.age ?? null,
    guardianConsented: person?.guardianConsented ?? false,
    heads: entity?.heads ?? [],
    trainings: foldTrainings(id, toEntries(await withAbout(reader, rows))),
    known: [...new Set(toEntries(all).flatMap((it) => (isEntryOf(it, "trained") ? [it.event.facts.skill] : [])))].sort(),
  };
}
