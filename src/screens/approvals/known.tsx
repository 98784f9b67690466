// What is known of a duty already, in a line or two: own taps and what they prove, and how it stands.

import type { Attendance } from "../../domain/attendance.ts";
import type { DecidingWords } from "../../words/deciding.ts";
import { useAllWords } from "../all-words.ts";
import { StateMark } from "../parts/state-mark.tsx";
import { clockOf } from "../saying.tsx";

export function ownSide({ checkedInAt, checkedOutAt, strength }: Attendance, words: DecidingWords): string {
  if (checkedInAt === null && checkedOutAt === null) return words.noOwn;
  const place = strength === "strong" ? words.placeStrong : strength === "contrary" ? words.placeContrary : words.placeWeak;
  return [
    checkedInAt === null ? null : words.ownIn(clockOf(checkedInAt)),
    checkedOutAt === null ? null : words.ownOut(clockOf(checkedOutAt)),
    place,
  ]
    .filter((it) => it !== null)
    .join(" · ");
}

export function Known({ attendance, words }: { readonly attendance: Attendance; readonly words: DecidingWords }) {
  const all = useAllWords();
  return (
    <>
      <p class="row-state">
        <StateMark state={attendance.state} />
        <span>{all.states[attendance.state]}</span>
      </p>
      <p class="muted">
        {ownSide(attendance, words)}
        {attendance.marks.length === 0 ? ` · ${words.nobodyMarked}` : ""}
      </p>
    </>
  );
}
