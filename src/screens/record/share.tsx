// What of a settled record counts in 我的时长 where that is not all of it on one day: another shift of the same time, the most of a day,
// midnight. Only for one's own: nobody else's device holds every team's records of a person.

import { hoursView } from "../../device/hours-view.ts";
import type { RecordView } from "../../device/record-view.ts";
import { hoursWords } from "../../words/hours.ts";
import { useApp } from "../app.ts";
import { useView } from "../reading.ts";
import { useWords } from "../saying.tsx";

const rule = { overlap: "R6", dailyCap: "R5" } as const;

export function Share({ view }: { readonly view: RecordView }) {
  const app = useApp();
  const words = hoursWords[useWords().language === "en" ? "en" : "zh-CN"];
  const seen = useView(() => app.views.read((reader) => hoursView(reader, app.now())), [view.attendance.settled?.event]).value;
  const own = seen?.years.flatMap(({ months }) => months.flatMap(({ lines }) => lines)).find(({ line }) => line.shift === view.shift.id);
  if (own === undefined || (own.line.cuts.length === 0 && own.line.days.length < 2)) return null;
  const { cuts, days, minutes } = own.line;
  const numbered = (text: string): string => (view.isStaff ? ` (${text})` : "");
  return (
    <div class="box" data-share={minutes}>
      <p>
        <b>
          {words.title} · {words.minutes(minutes)}
        </b>
      </p>
      {cuts.map((cut) => (
        <p key={`${cut.reason} ${cut.day}`}>
          {words.cut[cut.reason](cut.minutes)}
          {numbered(rule[cut.reason])}
        </p>
      ))}
      {days.length < 2 ? null : (
        <p>
          {words.split(days.map(({ day, minutes: some }) => words.splitPart(words.day(Math.floor(day / 100) % 100, day % 100), some)))}
          {numbered("R7")}
        </p>
      )}
    </div>
  );
}
