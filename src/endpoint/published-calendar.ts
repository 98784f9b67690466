// What the State Council has published, as the package chinese-days carries it: data that comes with the program, no network. A year it
// does not know has not been published yet, or needs a newer version of the program.

// The default, which is all of it under Node's own resolution as in the bundle.
import chineseDays from "chinese-days";
import type { Day } from "../domain/calendar.ts";

export interface PublishedYear {
  readonly off: readonly Day[];
  readonly work: readonly Day[];
}

const toDay = (date: string): Day => Number(date.replaceAll("-", ""));
/** An ordinary Saturday is named by its weekday, a day of the calendar by its holiday, in two languages. */
const isNamed = (date: string): boolean => chineseDays.getDayDetail(date).name.includes(",");

/** Null: nothing is known of that year. */
export function publishedYear(year: number): PublishedYear | null {
  const [from, until] = [`${year}-01-01`, `${year}-12-31`];
  const off = chineseDays.getHolidaysInRange(from, until, false);
  if (off.length === 0) return null;
  const work = chineseDays.getWorkdaysInRange(from, until, true).filter(isNamed);
  return { off: off.map(toDay).sort(), work: work.map(toDay).sort() };
}
