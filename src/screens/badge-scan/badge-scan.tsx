// 扫码 of a leader, or of a 点长 at their post: badges one after the other without a tap between people, by the camera or a hand scanner; the last
// outcome large, the last ten below it with their 撤销. One list for all posts: the post is the roster's, or the one chosen (集合点, R22a).

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useRoute } from "preact-iso/router";
import type { ScanFailure, Speech } from "../../actions/ports.ts";
import { type ScanDesk, scanDesk } from "../../device/badge-scan-view.ts";
import { boardView } from "../../device/board-view.ts";
import { startOfDay } from "../../domain/clock.ts";
import type { Id } from "../../domain/event.ts";
import { rules } from "../../domain/rules.ts";
import { type BadgeWords, badgeWords } from "../../words/badge.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Header, Reading, Unsent } from "../parts/frame.tsx";
import { Icon } from "../parts/icon.tsx";
import { useLate } from "../parts/late.ts";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { ToastPlace } from "../parts/toast.tsx";
import { useNow, useSettings, useView } from "../reading.ts";
import { clockOf, dayOf, momentOf } from "../saying.tsx";
import { Viewfinder } from "../scan/viewfinder.tsx";
import { Outcomes } from "./outcomes.tsx";
import type { Told } from "./saying.ts";
import { useScanning } from "./scanning.ts";
import { createWedge } from "./wedge.ts";
import "../page.css";
import "../parts/posts-row.css";
import "./badge-scan.css";

const dayMs = 86_400_000;

export function BadgeScan() {
  const app = useApp();
  const words = badgeWords[useLanguage()].scan;
  const { params, query } = useRoute();
  const now = useNow();
  const shift = params.shift ?? "";
  const asked = query.post ?? null;
  const seen = useView(() => app.views.read((reader) => scanDesk(reader, shift, asked, app.now())), [shift, asked, now]);
  const desk = seen.value;
  if (desk != null) return <Scanning key={desk.shift.id} desk={desk} now={now} />;
  return (
    <div class="screen">
      <Header title={words.title} back="/board" />
      <main class="page" data-screen="badge-scan">
        {desk === null ? <p class="large">{words.notFound}</p> : <Reading isFailing={seen.isFailing} />}
      </main>
    </div>
  );
}

function Scanning({ desk, now }: { readonly desk: ScanDesk; readonly now: number }) {
  const all = useAllWords();
  const words = badgeWords[useLanguage()].scan;
  const [post, setPost] = useState<Id | null>(null);
  const [failure, setFailure] = useState<ScanFailure | null>(null);
  const [isWalkIn, setWalkIn] = useState(false);
  const speaking = useSpeaking();
  const moments = { clock: clockOf, day: (ms: number) => dayOf(all, ms) };
  const scanning = useScanning(desk, post, words, moments, ({ title }: Told) => speaking.say(title));
  const { onText } = scanning;
  useWedge((text) => onText(/^dg1:/i.test(text) ? text.toUpperCase() : text), !isWalkIn);
  const { shift, only, expected, scanned } = desk;
  const back = only === null ? `/board/${shift.id}` : "/";
  return (
    <div class="screen badge-scan-screen">
      <Header title={words.title} back={back}>
        <p class="badge-count" data-scanned={scanned}>
          {words.scanned} <b>{`${scanned}/${expected}`}</b>
        </p>
        <Unsent />
      </Header>
      {only === null && desk.posts.length > 1 ? <PostTabs desk={desk} chosen={post} words={words} onChoose={setPost} /> : null}
      <main class="badge-scan" data-screen="badge-scan" data-shift={shift.id}>
        <section class="badge-camera">
          {failure === null ? (
            <Viewfinder onText={onText} onFailure={setFailure} aim={words.aim} />
          ) : (
            <>
              <p class="box warn" role="alert" data-camera={failure}>
                {failure === "noCamera" ? words.noCamera : words.refused}
              </p>
              <Button wide icon="camera" onPress={() => setFailure(null)}>
                {words.resume}
              </Button>
            </>
          )}
          <ListAge syncedAt={desk.syncedAt} now={now} words={words} />
          {speaking.isPossible ? (
            <Button icon="sound" pressed={speaking.isOn} onPress={speaking.toggle}>
              {speaking.isOn ? words.speakOff : words.speak}
            </Button>
          ) : null}
        </section>
        <section class="badge-outcomes">
          <NotRecorded />
          <ToastPlace />
          <Outcomes scanning={scanning} words={words} />
        </section>
      </main>
      <footer class="badge-foot">
        {only === null ? (
          <Button icon="plus" onPress={() => setWalkIn(true)}>
            {words.walkIn}
          </Button>
        ) : null}
        <a class="button" href={only === null ? `/board/${shift.id}` : `/my-post/${shift.id}`}>
          <Icon name="board" />
          <span>{words.byHand}</span>
        </a>
      </footer>
      {isWalkIn ? <WalkIn desk={desk} post={post} now={now} onClose={() => setWalkIn(false)} /> : null}
    </div>
  );
}

interface TabsProps {
  readonly desk: ScanDesk;
  readonly chosen: Id | null;
  readonly words: BadgeWords["scan"];
  readonly onChoose: (post: Id | null) => void;
}

function PostTabs({ desk, chosen, words, onChoose }: TabsProps) {
  return (
    <nav class="posts-row" aria-label={words.where}>
      {[{ id: null, title: words.byRoster }, ...desk.posts].map(({ id, title }) => (
        <button type="button" key={id ?? "roster"} aria-pressed={chosen === id} data-post={id ?? "roster"} onClick={() => onChoose(id)}>
          {title}
        </button>
      ))}
    </nav>
  );
}

/** How old what is known of cancelled codes is: said plainly once it is not of today. */
function ListAge({ syncedAt, now, words }: { readonly syncedAt: number | null; readonly now: number; readonly words: BadgeWords["scan"] }) {
  const all = useAllWords();
  if (syncedAt === null) return <p class="warn">{words.listNever}</p>;
  const days = Math.round((startOfDay(now, rules) - startOfDay(syncedAt, rules)) / dayMs);
  if (days < 1) return <p class="muted">{words.listAge(momentOf(all, syncedAt, now))}</p>;
  return (
    <p class="warn" data-list-days={days}>
      {words.listOld(words.daysAgo(days))}
    </p>
  );
}

function WalkIn({
  desk,
  post,
  now,
  onClose,
}: {
  readonly desk: ScanDesk;
  readonly post: Id | null;
  readonly now: number;
  readonly onClose: () => void;
}) {
  const app = useApp();
  const WalkInSheet = useLate(true, async () => (await import("../board/walk-in.tsx")).WalkInSheet);
  const view = useView(() => app.views.read((reader) => boardView(reader, desk.shift.id, app.now())), [now]).value;
  return view == null || WalkInSheet === null ? null : (
    <WalkInSheet view={view} leader={desk.me} post={post} insteadOf={null} onClose={onClose} />
  );
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

/** A hand scanner, whatever has the focus; not while somebody writes in a field. */
function useWedge(onText: (text: string) => void, isOn: boolean): void {
  const latest = useRef(onText);
  latest.current = onText;
  // With the drawing: whoever sees the screen may scan.
  useLayoutEffect(() => {
    if (!isOn) return;
    const wedge = createWedge();
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const { isBurst, text } = wedge.take({ key: event.key, code: event.code, shift: event.shiftKey, at: event.timeStamp });
      if (isBurst) {
        // Enter would press whatever button has the focus.
        event.preventDefault();
        event.stopPropagation();
      }
      if (text !== null) latest.current(text);
    };
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, [isOn]);
}

function useSpeaking() {
  const app = useApp();
  const { speech: isOn } = useSettings();
  const [voice, setVoice] = useState<Speech | null>(null);
  useEffect(() => {
    let isOver = false;
    app
      .speech()
      .then(async (speech) => ((await speech.isPossible()) && !isOver ? setVoice(speech) : undefined))
      .catch((error: unknown) => console.error(error));
    return () => {
      isOver = true;
    };
  }, [app]);
  return {
    isPossible: voice !== null,
    isOn,
    toggle: () => void app.settings.save({ speech: !isOn }).catch((error: unknown) => console.error(error)),
    say: (text: string) => {
      if (isOn) voice?.say(text);
    },
  };
}
