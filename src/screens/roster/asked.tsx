// What a shift of 排班 says beside its people: 应急, 招人, how many wait to be taken; and how a name is said there.

import type { PlacedPerson } from "../../device/roster-view.ts";
import type { Shift } from "../../domain/roster.ts";
import type { OfferWords } from "../../words/offers.ts";
import type { RosterWords } from "../../words/roster.ts";
import { useOfferWords } from "./offer-fields.tsx";

export function Asked({ shift, waiting }: { readonly shift: Shift; readonly waiting: number }) {
  const words = useOfferWords();
  if (!shift.urgent && shift.offered === null && waiting === 0) return null;
  return (
    <span class="asked-of">
      {shift.urgent ? <b class="day-mark off">{words.urgent}</b> : null}
      {shift.offered === null ? null : <span class="day-mark">{words.offers[shift.offered]}</span>}
      {waiting === 0 ? null : <b data-waiting={waiting}>{words.waiting(waiting)}</b>}
    </span>
  );
}

/** "王五(点长)", "李四(请假)" */
export const nameSaid = ({ name, isLead, isAway }: PlacedPerson, words: RosterWords, offers: OfferWords): string =>
  `${name ?? "?"}${isAway ? `(${offers.away})` : isLead ? `(${words.lead})` : ""}`;
