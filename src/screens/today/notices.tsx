// What 今日 has to say beside the duty itself, in the space between card and button: only what the person can act on or would
// otherwise worry about. Most days it is empty.

import { unreadNotices } from "../../device/unread-notices.ts";
import type { TodayView } from "../../device/view-types.ts";
import { rules } from "../../domain/rules.ts";
import { useApp } from "../app.ts";
import { useSettings, useSync, useView } from "../reading.ts";
import { spanOf, useWords } from "../saying.tsx";

const dayMs = 86_400_000;

export function Notices({ today }: { readonly today: TodayView }) {
  const app = useApp();
  const words = useWords();
  const { notice } = useSync();
  const { rehearsed } = useSettings();
  const outbox = useView(() => app.views.outbox(), []).value;

  const unread = useView(() => app.views.read((reader) => unreadNotices(reader, app.now())), []).value ?? 0;

  const offsetMs = app.now() - app.ports.clock.now();
  const offMinutes = Math.round(Math.abs(offsetMs) / 60_000);
  const oldDays = outbox?.oldestAt == null ? 0 : Math.floor((app.ports.clock.now() - outbox.oldestAt) / dayMs);
  // No network is an ordinary morning: the record's own words say enough.
  const isTold = notice !== null && notice !== "offline" && notice !== "busy" && notice !== "tooLarge";

  return (
    <ul class="notices">
      {unread === 0 ? null : (
        <li class="warn">
          <a href="/notices" data-unread={unread}>
            {words.today.newNotices(unread)}
          </a>
        </li>
      )}
      {today.cancelled.map(({ shift, record }) => (
        <li class="warn" key={shift.id} data-cancelled={shift.id}>
          {spanOf(words, shift)} {record === null ? words.today.cancelled : words.refusedBecause(words.today.cancelled)}
        </li>
      ))}
      {today.forgotten === null ? null : (
        <li class="warn">
          <a href={`/record/${today.forgotten.shift.id}`}>{words.today.forgottenYesterday}</a>
        </li>
      )}
      {isTold ? (
        <li class="warn">{notice === "unknownDevice" ? <a href="/join">{words.notices[notice]}</a> : words.notices[notice]}</li>
      ) : null}
      {oldDays >= 1 && outbox !== undefined ? <li class="warn">{words.today.oldOutbox(outbox.unsentCount, oldDays)}</li> : null}
      {notice === "offline" && outbox !== undefined && outbox.unsentCount > outbox.photoCount ? (
        <li>
          <a href="/relay">{words.today.relay}</a>
        </li>
      ) : null}
      {Math.abs(offsetMs) <= rules.skewFlagMs ? null : (
        <li>{offsetMs < 0 ? words.today.clockFast(offMinutes) : words.today.clockSlow(offMinutes)}</li>
      )}
      {rehearsed ? null : (
        <li>
          <a href="/rehearse">{words.today.rehearseFirst}</a>
        </li>
      )}
    </ul>
  );
}
