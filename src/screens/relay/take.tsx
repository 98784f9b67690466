// 代传收取, on a leader's tablet or any device of the squad: the camera reads another phone's codes, or a file is read; what came is said in one
// sentence, and what is carried is listed with its state. Nobody has to tap between two people.

import { useEffect, useRef, useState } from "preact/hooks";
import type { ScanFailure } from "../../actions/ports.ts";
import type { CarriedLine, Relaying } from "../../device/relaying.ts";
import { createCollector, isSequenceFrame } from "../../protocol/qr-sequence.ts";
import type { RelayWords } from "../../words/relay.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { DeskFrame } from "../desk/desk.tsx";
import { Button } from "../parts/button.tsx";
import { Header, Tabs, Unsent } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useNow, useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { momentOf } from "../saying.tsx";
import { Viewfinder } from "../scan/viewfinder.tsx";
import { problemTold, type Told, takeSequence, takeText } from "./taking.ts";
import { useRelayWords } from "./words.ts";
import "../page.css";
import "./relay.css";

/** As much as 20,000 records with their details. */
const mostFileBytes = 20_000_000;

export function Take() {
  const words = useRelayWords();
  return (
    <div class="screen">
      <Header title={words.take.title} back="/me">
        <Unsent />
      </Header>
      <main class="page" data-screen="relay-take">
        <div class="relay-two">
          <Taking />
          <Carried />
        </div>
      </main>
      <Tabs />
    </div>
  );
}

/** Among the pages of a leader. */
export function DeskTake() {
  return (
    <DeskFrame title={useRelayWords().take.title} screen="desk-relay" wide>
      <div class="relay-two">
        <Taking />
        <Carried />
      </div>
    </DeskFrame>
  );
}

function Taking() {
  const app = useApp();
  const words = useRelayWords();
  const recording = useRecording();
  const collector = useRef(createCollector());
  const [progress, setProgress] = useState<{ readonly have: number; readonly of: number } | null>(null);
  const [told, tell] = useState<readonly Told[]>([]);
  const [failure, setFailure] = useState<ScanFailure | null>(null);
  const [isReading, setReading] = useState(false);
  const isBusy = useRef(false);

  const finish = async (take: () => Promise<readonly Told[]>): Promise<void> => {
    if (isBusy.current) return;
    isBusy.current = true;
    setProgress(null);
    // It sounds like a success only where something was.
    const sentences = await take().catch(async (error: unknown) => {
      await recording(() => Promise.reject(error));
      return [];
    });
    isBusy.current = false;
    tell(sentences);
    if (sentences.some(({ tone }) => tone === "good")) app.feedback.success();
    else if (sentences.length > 0) app.feedback.failure();
  };

  const onText = (text: string): void => {
    if (isBusy.current) return;
    const taken = collector.current.take(text);
    if (taken.type === "partial" && taken.kind === "relay") {
      if (taken.isNew) app.feedback.tick();
      tell([]);
      setProgress({ have: taken.have, of: taken.of });
    } else if (taken.type === "whole" && taken.kind === "relay") {
      void finish(async () => takeSequence(app, await app.relaying(), words, taken.bytes));
    } else if (taken.type === "corrupt") void finish(async () => problemTold(words, "broken"));
    else if ((taken.type === "strange" && !isSequenceFrame(text)) || (taken.type !== "strange" && taken.kind !== "relay"))
      tell(problemTold(words, "other"));
  };

  const onFile = async (field: HTMLInputElement): Promise<void> => {
    const file = field.files?.[0];
    if (file === undefined) return;
    setReading(true);
    await finish(async () => {
      if (file.size > mostFileBytes) return problemTold(words, "tooLarge");
      const sentences = await takeText(app, await app.relaying(), words, await file.text());
      // Of a file "scan it again" would be no help.
      return sentences.map((it) => (it.text === words.take.problems.broken ? { ...it, text: words.take.problems.strange } : it));
    });
    setReading(false);
    // The same file again is a new try.
    field.value = "";
  };

  return (
    <section class="relay-taking">
      <NotRecorded />
      <div role="status" class="relay-told" data-told={told.map(({ tone }) => tone).join(" ") || "nothing"}>
        {told.map(({ text, tone }) => (
          <p key={text} class={tone === "plain" ? "box large" : `box large ${tone}`}>
            {text}
          </p>
        ))}
        {progress === null ? null : (
          <p class="large" data-have={progress.have} data-of={progress.of}>
            <b>{words.take.progress(progress.have, progress.of)}</b> {words.take.reading}
            <progress class="relay-progress" value={progress.have} max={progress.of} />
          </p>
        )}
      </div>
      {failure === null ? (
        <Viewfinder onText={onText} onFailure={setFailure} aim={words.take.aim} />
      ) : (
        <>
          <p class="box warn" role="alert" data-camera={failure}>
            {failure === "noCamera" ? words.take.noCamera : words.take.refused}
          </p>
          <Button wide icon="camera" onPress={() => setFailure(null)}>
            {words.take.again}
          </Button>
        </>
      )}
      <div>
        <input
          id="records-file"
          class="unseen"
          type="file"
          accept=".json,application/json,text/plain"
          onChange={(event) => void onFile(event.currentTarget)}
        />
        <label class="button wide" for="records-file">
          <span>{isReading ? words.take.fileReading : words.take.file}</span>
        </label>
      </div>
    </section>
  );
}

/** What is carried here, the newest first. */
const mostListed = 60;

function Carried() {
  const app = useApp();
  const words = useRelayWords();
  const now = useNow();
  const [relaying, setRelaying] = useState<Relaying | null>(null);
  useEffect(() => {
    app.relaying().then(setRelaying, (error: unknown) => console.error(error));
  }, [app]);
  // Asked of what is there already: a live query loses sight of what is read after another wait.
  const lines = useView(() => relaying?.list() ?? Promise.resolve(null), [relaying]).value ?? null;
  if (lines === null) return <section />;
  return (
    <section class="card" data-carried={lines.length}>
      <h2>{words.take.list}</h2>
      {lines.length === 0 ? <p>{words.take.none}</p> : null}
      <ul class="rows">
        {lines.slice(0, mostListed).map((line) => (
          <Line key={line.id} line={line} now={now} />
        ))}
      </ul>
    </section>
  );
}

const uploadedAt = ({ receipts, takenAt }: CarriedLine): number =>
  receipts.reduce((at, receipt) => Math.max(at, receipt.receivedAt), 0) || takenAt;

/** The endpoint's own numbers, by which anybody can find them in the ledger again. */
function receiptTold(words: RelayWords, { receipts }: CarriedLine, at: string): string {
  const numbers = receipts.map(({ number }) => number);
  return words.take.receipt(at, Math.min(...numbers), Math.max(...numbers));
}

function Line({ line, now }: { readonly line: CarriedLine; readonly now: number }) {
  const words = useRelayWords();
  const all = useAllWords();
  const aside = line.receipts.filter(({ judgement }) => judgement === "quarantined").length;
  const who = line.people.map(({ name }) => name ?? words.take.nobody.replace(/: $/, "")).join(words.take.together);
  return (
    <li class="relay-line" data-line={line.state}>
      <b>{who}</b>
      <span>
        {words.take.count(line.count)} · {momentOf(all, line.takenAt, now)} · <b>{words.take.states[line.state]}</b>
      </span>
      {line.isExpired && line.state === "waiting" ? <span class="told">{words.take.expired}</span> : null}
      {line.receipts.length === 0 ? null : <span class="told">{receiptTold(words, line, momentOf(all, uploadedAt(line), now))}</span>}
      {aside === 0 ? null : <span class="told warn">{words.take.aside(aside)}</span>}
    </li>
  );
}
