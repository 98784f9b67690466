// Posts out of a table: first what each line would do, then recorded on this device in slices, each whole or not at all. The same table again
// makes nothing twice.

import { useRef, useState } from "preact/hooks";
import { createPostId, recordPosts } from "../../actions/edit-post.ts";
import { postsView } from "../../device/posts-view.ts";
import type { Id } from "../../domain/event.ts";
import { type PlannedPost, planPosts } from "../../domain/post-import.ts";
import { type PostReading, readPosts } from "../../domain/post-sheet.ts";
import { toWgs84 } from "../../protocol/datum.ts";
import { registerEn, registerZh } from "../../words/register.ts";
import { useApp } from "../app.ts";
import { DeskFrame } from "../desk/desk.tsx";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Reading } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { usePostWords } from "./saying.ts";
import "./posts.css";

/** Of one transaction: a phone draws in between. */
const sliceOf = 40;
const mostShown = 200;

type Step =
  | { readonly type: "none" | "reading" }
  | { readonly type: "failed"; readonly why: string }
  | { readonly type: "read"; readonly reading: PostReading }
  | { readonly type: "recording"; readonly done: number; readonly all: number }
  | { readonly type: "done"; readonly count: number };

export function PostImport() {
  const app = useApp();
  const words = usePostWords();
  const said = useLanguage() === "en" ? registerEn : registerZh;
  const recording = useRecording();
  const input = useRef<HTMLInputElement>(null);
  const [step, setStep] = useState<Step>({ type: "none" });
  const [chosen, setChosen] = useState<Id | null>(null);
  const view = useView(() => app.views.read((reader) => postsView(reader, app.now())), []);
  const author = useView(() => app.views.membership(), []).value?.person;
  const teams = view.value?.teams ?? [];
  const fallback = chosen ?? (teams.length === 1 ? (teams[0]?.id ?? null) : null);

  const read = async (file: File): Promise<void> => {
    setStep({ type: "reading" });
    const sheets = await app.sheets();
    const answer = await sheets.read(file, (cells) => readPosts(cells).rows.length > 0);
    setStep(
      answer.type === "read" ? { type: "read", reading: readPosts(answer.cells) } : { type: "failed", why: said.sheets[answer.type] },
    );
  };
  const start = (file: File | undefined): void => {
    if (file === undefined) return;
    read(file).catch((error: unknown) => {
      console.error(error);
      setStep({ type: "failed", why: said.sheets.broken });
    });
  };
  const record = async (planned: readonly PlannedPost[], by: Id): Promise<void> => {
    for (let done = 0; done < planned.length; done += sliceOf) {
      setStep({ type: "recording", done, all: planned.length });
      const slice = planned.slice(done, done + sliceOf).map(({ id, basis, set }) => ({ id: id ?? createPostId(app.ports), basis, set }));
      const ids = await recording(() => recordPosts(app.ports, by, slice));
      // What was not recorded is said above; what was stays, and the table can be read again.
      if (ids === null) return setStep({ type: "none" });
    }
    setStep({ type: "done", count: planned.length });
  };

  return (
    <DeskFrame title={words.import.title} back="/desk/posts" screen="post-import">
      <NotRecorded />
      {view.value === undefined || author === undefined ? <Reading isFailing={view.isFailing} /> : null}
      <p>{words.import.about}</p>
      <input
        ref={input}
        type="file"
        hidden
        accept=".xlsx,.csv,.txt,.xls,.xlsm"
        onChange={(event) => {
          start(event.currentTarget.files?.[0]);
          // The same file once more is a change too.
          event.currentTarget.value = "";
        }}
      />
      <Button
        kind={step.type === "none" ? "main" : "plain"}
        wide
        disabled={step.type === "reading" || step.type === "recording"}
        onPress={() => input.current?.click()}
      >
        {step.type === "none" ? words.import.pick : words.import.again}
      </Button>
      <div role="status">
        {step.type === "reading" ? <p>{words.import.reading}</p> : null}
        {step.type === "failed" ? <p class="box bad">{step.why}</p> : null}
        {step.type === "recording" ? <p class="large">{words.import.recording(step.done, step.all)}</p> : null}
        {step.type === "done" ? <p class="box good">{words.import.done(step.count)}</p> : null}
      </div>
      {step.type === "done" ? (
        <a class="button main wide" href="/desk/posts">
          {words.import.all}
        </a>
      ) : null}
      {step.type !== "read" || view.value === undefined || author === undefined ? null : (
        <>
          {teams.length > 1 ? (
            <label class="field">
              <span>{words.import.chooseTeam}</span>
              <select value={fallback ?? ""} onChange={(event) => setChosen(event.currentTarget.value || null)}>
                <option value="">—</option>
                {teams.map((team) => (
                  <option key={team.id} value={team.id}>
                    {team.title}
                  </option>
                ))}
              </select>
            </label>
          ) : null}
          <Plan
            reading={step.reading}
            planned={planPosts(step.reading.rows, view.value.lines, {
              guessed: new Set(step.reading.problems.filter(({ code }) => code === "kindAssumed").map(({ line }) => line)),
              teams: view.value.allTeams,
              own: new Set(teams.map((team) => team.id)),
              fallback,
              toWgs84,
            })}
            onRecord={(planned) => void record(planned, author)}
          />
        </>
      )}
    </DeskFrame>
  );
}

interface PlanProps {
  readonly reading: PostReading;
  readonly planned: readonly PlannedPost[];
  readonly onRecord: (planned: readonly PlannedPost[]) => void;
}

function Plan({ reading, planned, onRecord }: PlanProps) {
  const words = usePostWords();
  const said = useLanguage() === "en" ? registerEn : registerZh;
  const byLine = new Map(planned.map((it) => [it.line, it]));
  const rows = new Map(reading.rows.map((row) => [row.line, row]));
  const wanted = planned.filter(({ outcome }) => outcome === "fresh" || outcome === "changed");
  const count = (of: PlannedPost["outcome"]): number => planned.filter(({ outcome }) => outcome === of).length;
  const told = (line: number): readonly string[] =>
    reading.problems
      .filter((problem) => problem.line === line)
      .map(({ code, value, other, column }) => said.posts[code](value, other ?? 0, column ?? ""));
  const outcomeText = ({ line, outcome }: PlannedPost): string => {
    const team = rows.get(line)?.team.join("/") || "—";
    if (outcome === "noTeam") return words.import.noTeam(team);
    return outcome === "manyTeams" ? words.import.manyTeams(team) : words.import[outcome];
  };
  const bad = [...new Set(reading.problems.filter(({ severity }) => severity === "problem").map(({ line }) => line))];
  const left = planned.length - wanted.length - count("same");
  const lines = [...new Set([...bad, ...byLine.keys()])].sort((a, b) => a - b);
  const isBad = (line: number): boolean => {
    const it = byLine.get(line);
    return it === undefined || it.outcome === "noTeam" || it.outcome === "manyTeams" || it.outcome === "twice";
  };
  return (
    <section data-planned={wanted.length}>
      <p class="large" role="status">
        {planned.length === 0
          ? words.import.unread
          : words.import.counts(count("fresh"), count("changed"), count("same"), bad.length + left)}
      </p>
      <Button kind="go" wide disabled={wanted.length === 0} onPress={() => onRecord(wanted)}>
        {wanted.length === 0 ? words.import.nothing : words.import.record(wanted.length)}
      </Button>
      <ul class="rows import-lines">
        {/* What is wrong first: nobody scrolls past four hundred good lines to find it. */}
        {[...lines.filter(isBad), ...lines.filter((line) => !isBad(line))].slice(0, mostShown).map((line) => {
          const it = byLine.get(line);
          return (
            <li key={line} class={isBad(line) ? "box bad" : "box"} data-line={line}>
              <p>
                <b>{it?.title ?? words.import.line(line)}</b> {it === undefined ? "" : ` · ${words.import.line(line)} · ${outcomeText(it)}`}
              </p>
              {told(line).map((text) => (
                <p key={text}>{text}</p>
              ))}
              {it?.isPlaceKept === true ? <p>{words.import.placeKept}</p> : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
