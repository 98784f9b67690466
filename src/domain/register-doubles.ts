// What two lines of one register have to do with each other: the same person twice, a shared phone, namesakes. One look-up a key and
// line, whatever the length of the file; only lines that are imported count.

import { type Identity, identitiesOf, nameKey } from "./register-identity.ts";
import type { RegisterLine, Report } from "./register-line.ts";

interface Seen {
  readonly line: number;
  readonly id: string | null;
}
interface Namesakes {
  readonly line: number;
  readonly isWeak: boolean;
  weakCount: number;
}
export interface Columns {
  readonly phone: string | null;
  readonly idNumber: string | null;
  readonly volunteerNumber: string | null;
  readonly name: string | null;
}

/** Answers with the keys of the person, or null when an earlier line is the same one. */
export function createDoublesWatch(columns: Columns): (line: RegisterLine, report: Report) => readonly Identity[] | null {
  const byStrong = new Map<string, Seen>();
  const byPhone = new Map<string, number>();
  const byNameTeam = new Map<string, Namesakes>();

  return (line, report) => {
    const keys = identitiesOf(line);
    const idKey = keys.find(({ by }) => by === "idNumber")?.key ?? null;
    for (const { by, key } of keys) {
      const seen = byStrong.get(key);
      if (seen === undefined) continue;
      if (by === "idNumber") report("sameIdNumber", columns.idNumber, line.idNumber ?? "", seen.line);
      else if (by === "volunteerNumber") report("sameVolunteerNumber", columns.volunteerNumber, line.volunteerNumber ?? "", seen.line);
      // Two different identity numbers are two people, whatever they share.
      else if (by === "namePhone" && (seen.id === null || idKey === null)) report("samePerson", columns.name, line.name, seen.line);
      else continue;
      return null;
    }
    if (line.phone !== null) {
      const sharer = byPhone.get(line.phone);
      if (sharer === undefined) byPhone.set(line.phone, line.line);
      else report("sharedPhone", columns.phone, line.phone, sharer);
    }
    const isWeak = keys[0]?.by === "nameTeam";
    if (isWeak) report("identityWeak", columns.name, line.name);
    const place = `${nameKey(line.name)}:${line.team.map(nameKey).join("/")}`;
    const namesakes = byNameTeam.get(place);
    if (namesakes === undefined) byNameTeam.set(place, { line: line.line, isWeak, weakCount: isWeak ? 1 : 0 });
    else {
      if (isWeak) namesakes.weakCount += 1;
      if (isWeak || namesakes.isWeak) report("sameName", columns.name, line.name, namesakes.line);
    }
    for (const { by, key } of keys) if (by !== "nameTeam" && !byStrong.has(key)) byStrong.set(key, { line: line.line, id: idKey });
    return isWeak ? identitiesOf(line, byNameTeam.get(place)?.weakCount) : keys;
  };
}
