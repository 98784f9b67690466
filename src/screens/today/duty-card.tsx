// The card of 今日: which post, when, and whom to call.

import type { Duty } from "../../device/view-types.ts";
import { Icon } from "../parts/icon.tsx";
import { nearDayOf, spanOf, useWords } from "../saying.tsx";

export function DutyCard({ duty, now }: { readonly duty: Duty; readonly now: number }) {
  const words = useWords();
  const { contact, shift } = duty;
  const name = contact?.name ?? words.nobody;
  const phone = contact?.phone;
  return (
    <section class={phone == null ? "card duty-card brief" : "card duty-card"}>
      <h2>{duty.post?.title ?? words.today.noPost}</h2>
      <p class="duty-time">
        {nearDayOf(words, shift.start, now)} <b>{spanOf(words, shift)}</b>
      </p>
      {phone == null ? null : (
        <a class="duty-call" href={`tel:${phone.replace(/[^+\d]/g, "")}`} aria-label={words.today.call(name, phone)}>
          <Icon name="phone" />
          <span>{words.today.contact}</span>
          <span>{name}</span>
          <b>{phone}</b>
        </a>
      )}
    </section>
  );
}
