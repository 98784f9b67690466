// 我的时长: what was settled, what it is made of and why each line came to what it did; every line leads to its record.

import { useRef } from "preact/hooks";
import { hoursView, type OwnHours, type OwnLine } from "../../device/hours-view.ts";
import { hoursText } from "../../domain/clock.ts";
import { hoursReportSchema } from "../../protocol/hours.ts";
import { type HoursWords, hoursWords } from "../../words/hours.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Header, Reading, Tabs, Unsent } from "../parts/frame.tsx";
import { useReport } from "../people/report.ts";
import { useNow, useView } from "../reading.ts";
import { dayOf, spanOf, useWords } from "../saying.tsx";
import "../page.css";
import "../people/people.css";
import "./hours.css";

const useHoursWords = (): HoursWords => hoursWords[useWords().language === "en" ? "en" : "zh-CN"];
const dayText = (words: HoursWords, day: number): string => words.day(Math.floor(day / 100) % 100, day % 100);

export function Hours() {
  const app = useApp();
  const words = useHoursWords();
  const now = useNow();
  const seen = useView(() => app.views.read((reader) => hoursView(reader, app.now())), [Math.floor(now / 3_600_000)]);
  const view = seen.value;
  return (
    <div class="screen">
      <Header title={words.title} back="/me">
        <Unsent />
      </Header>
      <main class="page" data-screen="hours" data-minutes={view?.minutes}>
        {view === undefined ? <Reading isFailing={seen.isFailing} /> : null}
        {view == null ? null : (
          <>
            <Total view={view} words={words} />
            {view.years.map(({ year, minutes, months }) => (
              <section key={year} data-year={year} data-minutes={minutes}>
                <h2>
                  {words.year(year)} <small>{words.hours(hoursText(minutes))}</small>
                </h2>
                {months.map((month) => (
                  <section key={month.month} class="hours-month" data-month={month.month} data-minutes={month.minutes}>
                    <h3>
                      {words.month(month.month % 100)} <small>{words.minutes(month.minutes)}</small>
                    </h3>
                    <ul class="people-list">
                      {month.lines.map((line) => (
                        <li key={line.line.shift}>
                          <Line own={line} words={words} />
                        </li>
                      ))}
                    </ul>
                  </section>
                ))}
              </section>
            ))}
          </>
        )}
      </main>
      <Tabs />
    </div>
  );
}

function Total({ view, words }: { readonly view: OwnHours; readonly words: HoursWords }) {
  const year = view.since === null ? 0 : Math.floor(view.since / 10_000);
  return (
    <section class="card hours-total">
      <p class="hours-sum">{words.hours(hoursText(view.minutes))}</p>
      <p class="muted">
        {words.settled} · {words.minutes(view.minutes)}
      </p>
      <dl>
        <div>
          <dt>{words.classes.verified}</dt>
          <dd>{words.minutes(view.verified)}</dd>
        </div>
        <div>
          <dt>{words.classes.attested}</dt>
          <dd>{words.minutes(view.attested)}</dd>
        </div>
        {view.waitingShifts === 0 ? null : (
          <div>
            <dt>{words.waiting}</dt>
            <dd>{words.minutes(view.waitingMinutes)}</dd>
          </div>
        )}
      </dl>
      {view.waitingShifts === 0 ? null : <p>{words.waitingWhat(view.waitingShifts)}</p>}
      {view.since === null ? (
        <p>
          {words.none} {words.noneWhat}
        </p>
      ) : (
        <>
          <p class="muted">{words.since(`${words.year(year)}${dayText(words, view.since)}`)}</p>
          <p class="muted">{words.howSummed}</p>
        </>
      )}
      <AllTime me={view.me} words={words} />
    </section>
  );
}

/** Only the endpoint remembers more than 400 days. */
function AllTime({ me, words }: { readonly me: string; readonly words: HoursWords }) {
  // Asked once a visit: the question must not change under the answer.
  const path = useRef("/api/reports/hours?self=1").current;
  const { value, isAsking, problem } = useReport(path, hoursReportSchema);
  const minutes = value?.named?.find(({ person }) => person === me)?.minutes;
  return (
    <p role="status" data-asked={isAsking ? "asking" : (problem ?? "answered")} data-all-time={minutes}>
      {minutes !== undefined ? (
        <b>{words.allTime(hoursText(minutes))}</b>
      ) : isAsking ? (
        words.allTimeAsking
      ) : problem === null ? null : (
        words.allTimeOffline
      )}
    </p>
  );
}

function Line({ own, words }: { readonly own: OwnLine; readonly words: HoursWords }) {
  const all = useAllWords();
  const { line, shift, post } = own;
  const [first, ...rest] = line.days;
  return (
    <a class="line" href={`/record/${line.shift}`} data-shift={line.shift} data-minutes={line.minutes}>
      <b>
        {dayOf(all, line.start)} {shift === null ? null : spanOf(all, shift)}
      </b>
      <strong>{line.minutes === 0 && line.cuts.length === 0 ? words.notCounted : words.minutes(line.minutes)}</strong>
      <span>{post?.title ?? words.noPost}</span>
      {line.class === null ? null : <span>{words.classes[line.class]}</span>}
      {line.cuts.map((cut) => (
        <span class="told" key={`${cut.reason} ${cut.day}`} data-cut={cut.reason}>
          {words.cut[cut.reason](cut.minutes)}
        </span>
      ))}
      {first === undefined || rest.length === 0 ? null : (
        <span class="told">{words.split(line.days.map(({ day, minutes }) => words.splitPart(dayText(words, day), minutes)))}</span>
      )}
    </a>
  );
}
