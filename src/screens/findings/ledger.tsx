// 整改台账: what was found in a period and what became of it, as the office hands it in: a table, a file, and paper with its photos.

import { useState } from "preact/hooks";
import { type FindingLine, findingsView } from "../../device/findings-view.ts";
import { parseDay, startOf } from "../../domain/calendar.ts";
import { dateText, startOfDay } from "../../domain/clock.ts";
import type { Id } from "../../domain/event.ts";
import { type FindingStatus, isWanted } from "../../domain/findings.ts";
import { rules } from "../../domain/rules.ts";
import type { Cells } from "../../domain/sheet.ts";
import type { FindingsWords } from "../../words/findings.ts";
import { useApp } from "../app.ts";
import { DeskFrame } from "../desk/desk.tsx";
import landscape from "../paper/landscape.css?url";
import { Button } from "../parts/button.tsx";
import { Reading } from "../parts/frame.tsx";
import { useNow, useView } from "../reading.ts";
import { clockOf } from "../saying.tsx";
import { Filters } from "./filters.tsx";
import { BlobImage, usePhoto } from "./photos.tsx";
import { useFindingsWords } from "./words.ts";
import "../page.css";
import "../paper/paper.css";
import "./findings.css";
import "./ledger.css";

const dayMs = 86_400_000;
const whenOf = (ms: number): string => `${dateText(ms, rules)} ${clockOf(ms)}`;

/** Oldest first, as a ledger is kept. */
export function ledgerCells(words: FindingsWords, lines: readonly FindingLine[], title: string): Cells {
  const { ledger } = words;
  return [
    [title],
    ledger.columns,
    ...lines.map((line, i) => [
      i + 1,
      whenOf(line.at),
      line.postTitle ?? "",
      words.tags[line.tag],
      line.note ?? "",
      ledger.photos(line.beforePhotos.length),
      line.unit ?? "",
      ledger.photos(line.afterPhotos.length),
      line.closed === null ? "" : whenOf(line.closed.at),
      line.closed === null ? words.open : words.closed,
    ]),
  ];
}

export function FindingsLedger() {
  const app = useApp();
  const words = useFindingsWords();
  const { ledger } = words;
  const now = useNow();
  const today = dateText(now, rules);
  const [from, setFrom] = useState(() => dateText(startOfDay(app.now(), rules) - 30 * dayMs, rules));
  const [until, setUntil] = useState(today);
  const [post, setPost] = useState<Id | "">("");
  const [status, setStatus] = useState<FindingStatus>("all");
  const seen = useView(() => app.views.read((reader) => findingsView(reader, app.now())), [now]);
  const [first, last] = [parseDay(from), parseDay(until)];
  const isPeriod = first !== null && last !== null && first <= last;
  const all = seen.value?.lines ?? [];
  const titles = new Map(all.map((line) => [line.post, line.postTitle ?? ""]));
  const filter = {
    post: post === "" ? null : post,
    status,
    from: isPeriod ? startOf(first, rules) : 0,
    until: isPeriod ? startOf(last, rules) + dayMs : 0,
  };
  const lines = all.filter((line) => isWanted(line, filter)).reverse();
  const title = ledger.head("", ledger.span(from, until));
  const save = async (): Promise<void> => (await app.sheets()).save(ledgerCells(words, lines, title), ledger.fileName(from, until));
  return (
    <DeskFrame title={ledger.title} wide screen="findings-ledger">
      <link rel="stylesheet" href={landscape} />
      <div class="paper-tools">
        <label class="field">
          <span>{ledger.from}</span>
          <input type="date" value={from} max={today} onInput={(event) => setFrom(event.currentTarget.value)} />
        </label>
        <label class="field">
          <span>{ledger.until}</span>
          <input type="date" value={until} onInput={(event) => setUntil(event.currentTarget.value)} />
        </label>
        <Filters titles={titles} post={post} status={status} onPost={setPost} onStatus={setStatus} />
        {lines.length === 0 ? null : (
          <div class="ledger-do">
            <Button onPress={() => void save().catch((error: unknown) => console.error(error))}>{ledger.export}</Button>
            <Button kind="main" onPress={() => window.print()}>
              {ledger.print}
            </Button>
          </div>
        )}
      </div>
      {seen.value === undefined ? <Reading isFailing={seen.isFailing} /> : null}
      {isPeriod ? null : (
        <p class="warn" role="alert">
          {ledger.wrongPeriod}
        </p>
      )}
      {seen.value !== undefined && isPeriod && lines.length === 0 ? <p class="large">{ledger.none}</p> : null}
      <p class="ledger-note" role="status">
        {lines.length === 0 ? "" : `${ledger.count(lines.length, lines.filter(({ closed }) => closed === null).length)} · `}
        {ledger.note}
      </p>
      {lines.length === 0 ? null : <Table lines={lines} title={title} words={words} today={today} />}
    </DeskFrame>
  );
}

function Table({
  lines,
  title,
  words,
  today,
}: {
  readonly lines: readonly FindingLine[];
  readonly title: string;
  readonly words: FindingsWords;
  readonly today: string;
}) {
  const { ledger } = words;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="paper-scroll" aria-label={ledger.title} tabIndex={0}>
      <section class="paper paper-sheet" data-ledger={lines.length}>
        <table class="paper-table ledger-table">
          <thead>
            <tr>
              <th class="paper-title" colSpan={10}>
                {title}
              </th>
            </tr>
            <tr>
              {ledger.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line, i) => (
              <tr key={line.id} data-finding={line.id}>
                <td>{i + 1}</td>
                <td>{whenOf(line.at)}</td>
                <td>{line.postTitle}</td>
                <td>{words.tags[line.tag]}</td>
                <td>{line.note}</td>
                <td>
                  <Small line={line} which="beforePhotos" what={words.before} />
                </td>
                <td>{line.unit}</td>
                <td>
                  <Small line={line} which="afterPhotos" what={words.after} />
                </td>
                <td>{line.closed === null ? "" : whenOf(line.closed.at)}</td>
                <td>{line.closed === null ? words.open : words.closed}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="paper-foot">
          {ledger.foot.map((word, i) => (
            <span key={word}>
              {word}:{i === 2 ? today : "____________"}
            </span>
          ))}
        </p>
      </section>
    </section>
  );
}

function Small({
  line,
  which,
  what,
}: {
  readonly line: FindingLine;
  readonly which: "beforePhotos" | "afterPhotos";
  readonly what: string;
}) {
  const words = useFindingsWords();
  const [first] = line[which].filter(({ photo }) => photo !== null);
  const count = line[which].length;
  return (
    <>
      {first === undefined ? null : <Picture photo={first.photo ?? ""} alt={words.photo.shown(what, 1)} />}
      {count > 1 || (count === 1 && first === undefined) ? <span>{words.ledger.photos(count)}</span> : null}
    </>
  );
}

function Picture({ photo, alt }: { readonly photo: string; readonly alt: string }) {
  const words = useFindingsWords();
  const seen = usePhoto(photo);
  return seen?.type === "photo" ? <BlobImage blob={seen.blob} alt={alt} /> : <span>{seen === null ? "" : words.photo[seen.type]}</span>;
}
