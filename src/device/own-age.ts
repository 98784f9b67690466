// How old this device's own person is, as far as the register told the device: whoever is 55 or older gets large print until they say
// otherwise (SCREENS.md, care mode). The number itself is read here and goes nowhere.

import { headOf } from "../domain/entity.ts";
import { readIdNumber } from "../domain/id-number.ts";
import { entitiesOf, type Reader } from "./reading.ts";

const elderYears = 55;

/** `now`: ms. Null where the device has not joined or was told no ID number. */
export async function isElder(reader: Reader, now: number): Promise<boolean | null> {
  const member = await reader.state("member");
  if (member === undefined) return null;
  const told = await entitiesOf(reader, "person", [member.person], (entity) => headOf(entity, "idNumber"));
  const number = await reader.text(told.get(member.person)?.event, "idNumber");
  const read = number === null ? null : readIdNumber(number, now);
  if (read === null || !("birth" in read)) return null;
  const [year = 0, month = 1, day = 1] = read.birth.split("-").map(Number);
  return Date.UTC(year + elderYears, month - 1, day) <= now;
}
