// R41: how old somebody is counts in three groups, kept instead of a birthday, which would identify. Pure: the day is handed in.

import type { Day } from "./calendar.ts";
import type { AgeGroup } from "./entity-fields.ts";

const adult = 18;
const ofGuardian = 14;

/** Whole years: the birthday itself counts; born on 29 February, a year is full on 1 March. */
export const yearsOn = (born: Day, on: Day): number => Math.floor((on - born) / 10_000);

export function ageGroupOn(born: Day, on: Day): AgeGroup {
  const years = yearsOn(born, on);
  if (years < ofGuardian) return "under14";
  return years < adult ? "under18" : "adult";
}

/** Of "2008-02-29", as an identity number says it. */
export const bornOn = (birth: string): Day => Number(birth.replace(/-/g, ""));
