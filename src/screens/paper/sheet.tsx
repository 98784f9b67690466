// 签到表: landscape, its title and header on every page, ten spare rows when it is taken along blank (DOMAIN.md section 6).

import { useState } from "preact/hooks";
import { useRoute } from "preact-iso/router";
import { type SheetLine, type Sheet as SheetOf, sheetView, shiftsToPrint } from "../../device/paper-view.ts";
import { plannerView } from "../../device/roster-view.ts";
import { dayAt } from "../../domain/calendar.ts";
import type { Id } from "../../domain/event.ts";
import { rules } from "../../domain/rules.ts";
import { sheetNumber } from "../../protocol/paper.ts";
import { useApp } from "../app.ts";
import { Choose } from "../parts/choose.tsx";
import { Reading } from "../parts/frame.tsx";
import { useNow, useView } from "../reading.ts";
import { clockOf, dayOf, spanOf, useWords } from "../saying.tsx";
import { ChooseTeam, PaperFrame, PaperScroll, usePaperWords } from "./frame.tsx";
import { longDayOf } from "./saying.ts";

const nearMs = 14 * 86_400_000;
const spareRows = 10;
type Kind = "blank" | "filled";

export function Sheet() {
  const app = useApp();
  const words = usePaperWords();
  const { query } = useRoute();
  const base = useWords();
  const now = useNow();
  const [pickedTeam, pickTeam] = useState<Id | null>(null);
  const [pickedShift, pickShift] = useState<Id | null>(query.shift ?? null);
  const [post, pickPost] = useState<Id | "all">("all");
  const [kind, pickKind] = useState<Kind>("blank");
  const teams = useView(() => app.views.read((reader) => plannerView(reader, app.now())), [now]).value?.teams;
  const team = pickedTeam ?? teams?.[0]?.id ?? null;
  const shifts = useView(
    () => app.views.read((reader) => (team === null ? Promise.resolve([]) : shiftsToPrint(reader, team, now - nearMs, now + nearMs))),
    [team, now],
  ).value;
  const shift = pickedShift ?? shifts?.find(({ end }) => end > now)?.id ?? shifts?.[0]?.id ?? null;
  const seen = useView(
    () => app.views.read((reader) => (shift === null ? Promise.resolve(null) : sheetView(reader, shift, app.now()))),
    [shift, now],
  );
  const sheet = seen.value;
  const posts = sheet?.posts ?? [];
  const shown = posts.some(({ id }) => id === post) ? post : "all";
  return (
    <PaperFrame
      title={words.sheet.title}
      screen="paper-sheet"
      format="landscape"
      isReady={sheet != null}
      tools={
        <>
          <ChooseTeam
            teams={teams ?? []}
            chosen={team ?? ""}
            onChoose={(next) => {
              pickTeam(next);
              pickShift(null);
            }}
          />
          {shifts === undefined || shifts.length === 0 ? null : (
            <Choose
              label={words.sheet.shift}
              options={shifts.map((it) => [it.id, `${dayOf(base, it.start)} ${spanOf(base, it)}`] as const)}
              chosen={shift ?? ""}
              onChoose={pickShift}
            />
          )}
          {posts.length < 2 ? null : (
            <Choose<string>
              label={words.sheet.post}
              options={[["all", words.sheet.allPosts] as const, ...posts.map(({ id, title }) => [id, title] as const)]}
              chosen={shown}
              onChoose={pickPost}
            />
          )}
          <Choose<Kind>
            label={words.sheet.title}
            options={[
              ["blank", words.sheet.blank],
              ["filled", words.sheet.filled],
            ]}
            chosen={kind}
            onChoose={pickKind}
          />
        </>
      }
    >
      {sheet === undefined ? <Reading isFailing={seen.isFailing} /> : null}
      {sheet === null ? <p class="large">{words.sheet.none}</p> : null}
      {sheet == null ? null : <Page sheet={sheet} post={shown === "all" ? null : shown} kind={kind} now={now} />}
    </PaperFrame>
  );
}

interface PageProps {
  readonly sheet: SheetOf;
  readonly post: Id | null;
  readonly kind: Kind;
  readonly now: number;
}

function Page({ sheet, post, kind, now }: PageProps) {
  const words = usePaperWords();
  const base = useWords();
  const { shift, team } = sheet;
  const lines = post === null ? sheet.lines : sheet.lines.filter(({ attendance }) => attendance.post === post);
  const titles = sheet.posts.filter(({ id }) => post === null || id === post).map(({ title }) => title);
  const spare = kind === "blank" ? spareRows : 0;
  return (
    <PaperScroll>
      <section class="paper paper-sheet" data-sheet={sheetNumber(dayAt(shift.start, rules), shift.id, post)}>
        <table class="paper-table">
          <thead>
            <tr>
              <th class="paper-title" colSpan={10}>
                {words.sheet.head(team?.title ?? "")}
              </th>
            </tr>
            <tr>
              <th class="paper-line" colSpan={10}>
                <span>
                  {words.sheet.activity}:{shift.title ?? words.sheet.duty}
                </span>
                <span>
                  {words.sheet.date}:{longDayOf(words, shift.start)} {spanOf(base, shift)}
                </span>
                <span>
                  {words.sheet.post}:{titles.join(words.separator)}
                </span>
                <span>{words.sheet.lead}:____________</span>
                <span>
                  {words.sheet.number}:{sheetNumber(dayAt(shift.start, rules), shift.id, post)}
                </span>
              </th>
            </tr>
            <tr>
              {words.sheet.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line, i) => (
              <Row key={line.person} line={line} index={i + 1} team={team?.title ?? ""} isFilled={kind === "filled"} />
            ))}
            {Array.from({ length: spare }, (_, i) => (
              <tr key={i}>
                <td>{lines.length + i + 1}</td>
                {words.sheet.columns.slice(1).map((column) => (
                  <td key={column} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <p class="paper-foot">
          {words.sheet.foot.map((word, i) => (
            <span key={word}>
              {word}:{i === 2 && kind === "filled" ? longDayOf(words, now) : "____________"}
            </span>
          ))}
        </p>
      </section>
    </PaperScroll>
  );
}

function Row({
  line,
  index,
  team,
  isFilled,
}: {
  readonly line: SheetLine;
  readonly index: number;
  readonly team: string;
  readonly isFilled: boolean;
}) {
  const words = usePaperWords();
  const { nobody } = useWords();
  const { checkedInAt, checkedOutAt, seenAt, start, end, minutes, settled, state, marks } = line.attendance;
  const counted = settled?.minutes ?? minutes;
  const came = checkedInAt ?? seenAt ?? start;
  const left = checkedOutAt ?? end;
  const { ways } = words.sheet;
  const way = checkedInAt !== null ? ways.tap : seenAt !== null ? ways.scan : marks.length > 0 ? ways.mark : ways.none;
  const cells = isFilled
    ? [
        came === null ? "" : clockOf(came),
        left === null ? "" : clockOf(left),
        counted > 0 ? words.sheet.minutes(counted) : "",
        way,
        "",
        words.sheet.states[state],
      ]
    : ["", "", "", "", "", ""];
  return (
    <tr data-person={line.person}>
      <td>{index}</td>
      <td>{line.name ?? nobody}</td>
      <td>{team}</td>
      <td>{line.phone}</td>
      {cells.map((text, i) => (
        <td key={words.sheet.columns[i + 4]}>{text}</td>
      ))}
    </tr>
  );
}
