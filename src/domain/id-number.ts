// Citizen identity numbers (GB 11643): 18 characters with a check character, or the 15 digits of before 1999. Says what a text
// is; keeps nothing and asks no clock: "today" is handed in.

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The 18th character of the first 17. */
export function idCheckCharacter(first17: string): string {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return "10X98765432"[sum % 11] ?? "";
}

const isDay = (year: number, month: number, day: number): boolean => {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

export type IdReading =
  /** `full`: the 18 characters, computed for an old number, so that one person has one key. */
  | { readonly type: "good" | "old"; readonly idNumber: string; readonly full: string; readonly birth: string }
  /** A passport, a permit: taken as written. */
  | { readonly type: "otherDocument"; readonly idNumber: string; readonly full: string }
  | { readonly type: "length" | "date" | "checksum" };

/** The text has been made plain already: half-width, no spaces or dashes, capital X. `asOf`: ms since 1970. */
export function readIdNumber(text: string, asOf: number): IdReading {
  if (/^[A-Z](?=.*\d{6})[A-Z0-9]{6,11}$/.test(text)) return { type: "otherDocument", idNumber: text, full: text };
  const isOld = /^\d{15}$/.test(text);
  if (!isOld && !/^\d{17}[\dX]$/.test(text)) return { type: "length" };
  const first17 = isOld ? `${text.slice(0, 6)}19${text.slice(6)}` : text.slice(0, 17);
  const [year, month, day] = [Number(first17.slice(6, 10)), Number(first17.slice(10, 12)), Number(first17.slice(12, 14))];
  const isPlausible = year >= 1900 && isDay(year, month, day) && Date.UTC(year, month - 1, day) <= asOf + 86_400_000;
  if (!isPlausible) return { type: "date" };
  const full = first17 + idCheckCharacter(first17);
  const birth = `${first17.slice(6, 10)}-${first17.slice(10, 12)}-${first17.slice(12, 14)}`;
  if (isOld) return { type: "old", idNumber: text, full, birth };
  return full === text ? { type: "good", idNumber: text, full, birth } : { type: "checksum" };
}
