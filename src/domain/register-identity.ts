// Who a line of a register is, so that importing it again makes no second person: the keys of one line, the strongest first. Names
// alone never decide: a weak key also counts which of the namesakes of one team it is.

import { idCheckCharacter } from "./id-number.ts";

export type IdentityKind = "idNumber" | "volunteerNumber" | "namePhone" | "nameTeam";
export interface Identity {
  readonly by: IdentityKind;
  /** Equal for equal people, whatever file they came from. */
  readonly key: string;
}
export interface Identifiable {
  readonly name: string;
  readonly phone: string | null;
  readonly idNumber: string | null;
  readonly volunteerNumber: string | null;
  readonly team: readonly string[];
}

export const nameKey = (name: string): string => name.normalize("NFKC").toLowerCase().replace(/\s/g, "");

const fullId = (idNumber: string): string => {
  if (!/^\d{15}$/.test(idNumber)) return idNumber;
  const first17 = `${idNumber.slice(0, 6)}19${idNumber.slice(6)}`;
  return first17 + idCheckCharacter(first17);
};

/**
 * Every key the person can be known by, the strongest first: identity number (an old one as its 18 characters), else volunteer number,
 * else name and phone, else — weak — name and team. Look a person up by one key after the other and take the first `isSamePerson`
 * agrees with: a line that gained an identity number since the last import is still found by its phone, and two people who
 * share name and phone stay two. `nth` (1, 2 …) tells namesakes of one team apart by their
 * order in the file, where nothing else does.
 */
export function identitiesOf(person: Identifiable, nth = 1): readonly Identity[] {
  const name = nameKey(person.name);
  const strong: Identity[] = [];
  if (person.idNumber !== null) strong.push({ by: "idNumber", key: `idNumber:${fullId(person.idNumber)}` });
  if (person.volunteerNumber !== null) strong.push({ by: "volunteerNumber", key: `volunteerNumber:${person.volunteerNumber}` });
  if (person.phone !== null) strong.push({ by: "namePhone", key: `namePhone:${name}:${person.phone}` });
  if (strong.length > 0) return strong;
  return [{ by: "nameTeam", key: `nameTeam:${name}:${person.team.map(nameKey).join("/")}:${nth}` }];
}

const same = (a: string | null, b: string | null): boolean | null => (a === null || b === null ? null : a === b);

/** Whether two who share a key are one: two different identity numbers never are. */
export function isSamePerson(a: Identifiable, b: Identifiable): boolean {
  const byId = same(a.idNumber === null ? null : fullId(a.idNumber), b.idNumber === null ? null : fullId(b.idNumber));
  if (byId !== null) return byId;
  if (same(a.volunteerNumber, b.volunteerNumber) === true) return true;
  return nameKey(a.name) === nameKey(b.name) && same(a.phone, b.phone) !== false;
}
