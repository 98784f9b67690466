// On a person's page: the last records that this device holds of them, each leading to what it rests on.

import { personRecords } from "../../device/person-records-view.ts";
import type { Id } from "../../domain/event.ts";
import { personRecordsWords } from "../../words/record-link.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { useNow, useView } from "../reading.ts";
import { dayOf, spanOf } from "../saying.tsx";

const shown = 8;

export function PersonRecords({ person }: { readonly person: Id }) {
  const app = useApp();
  const all = useAllWords();
  const now = useNow();
  const hour = Math.floor(now / 3_600_000);
  const records = useView(() => app.views.read((reader) => personRecords(reader, person, shown, app.now())), [person, hour]).value ?? [];
  if (records.length === 0) return null;
  return (
    <section>
      <h2>{personRecordsWords[all.language === "en" ? "en" : "zh-CN"]}</h2>
      <ul class="people-list">
        {records.map(({ shift, attendance, post }) => (
          <li key={shift.id}>
            <a class="line" href={`/record/${shift.id}/${person}`} data-shift={shift.id} data-state={attendance.state}>
              <b>
                {dayOf(all, shift.start)} {spanOf(all, shift)}
              </b>
              <span>{post?.title ?? all.today.noPost}</span>
              <span>{all.states[attendance.state]}</span>
              {attendance.settled === null ? null : <span>{all.today.settled(attendance.settled.minutes)}</span>}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
