// 扫码 and 输码: a sign or a leader's rotating code seen by the camera, a sign's link, or its digits typed. What it means depends on the duty: arriving,
// supporting an arrival just made, or leaving. The endpoint judges the code; here only a check digit is known.

import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso/router";
import type { SeenCode } from "../../actions/check-in.ts";
import type { ScanFailure } from "../../actions/ports.ts";
import type { Duty } from "../../device/view-types.ts";
import { parseSign } from "../../protocol/codes.ts";
import { isSequenceFrame } from "../../protocol/qr-sequence.ts";
import { parseRotating } from "../../protocol/rotating-code.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Header, Reading } from "../parts/frame.tsx";
import { useLate } from "../parts/late.ts";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useNow, useView } from "../reading.ts";
import { clockOf } from "../saying.tsx";
import { useSession } from "../session.ts";
import { lastTap, minutesTooEarly, opensAt, phaseOf, pickDuty, tappedAt } from "../today/phase.ts";
import { useSigning } from "../today/signing.ts";
import { TypedCode } from "./typed-code.tsx";
import { PhotoOfCode, Viewfinder } from "./viewfinder.tsx";
import "../page.css";

/** A code this soon after the tap supports it; later it is taken for leaving. */
const supportsMs = 10 * 60_000;

type Question = { readonly kind: "in" | "out"; readonly duty: Duty; readonly code: SeenCode };

export function Scan() {
  const app = useApp();
  const words = useAllWords();
  const { route } = useLocation();
  const { params, query } = useRoute();
  const now = useNow();
  const seen = useView(() => app.views.today(app.now()), [now]);
  const today = seen.value;
  const session = useSession();
  const signing = useSigning(today?.hasConsent === true);
  const [said, say] = useState<string | null>(null);
  const [question, ask] = useState<Question | null>(null);
  const [isPaused, setPaused] = useState(query.by === "keys" || params.sign !== undefined);
  const [failure, setFailure] = useState<ScanFailure | null>(null);
  // Codes that go on changing: a leader appoints a 点长.
  const [frame, setFrame] = useState<string | null>(null);
  const TakingPost = useLate(frame !== null, async () => (await import("../post-lead/taking.tsx")).TakingPost);
  const isBusy = useRef(false);

  const finish = (done: boolean): void => {
    isBusy.current = false;
    if (done) route("/", true);
  };

  const onCode = async (code: SeenCode, isOpened: boolean): Promise<void> => {
    if (isBusy.current) return;
    const at = app.now();
    // A quick code may be there before the screen has read anything.
    const view = today ?? (await app.views.today(at));
    if (view === null || isBusy.current) return;
    const duty = pickDuty(view.duties, at);
    if (duty === null) return say(words.scan.noDuty);
    const phase = phaseOf(duty, at);
    if (phase === "early") return say(words.today.opensAt(clockOf(opensAt(duty))));
    if (phase === "off") return say(words.scan.alreadyOut(clockOf(duty.attendance.checkedOutAt ?? at)));
    if (phase !== "open" && phase !== "on") return say(words.scan.over);
    isBusy.current = true;
    // A link may be opened by mistake: only then does somebody have to say yes.
    if (phase === "open" && isOpened) return ask({ kind: "in", duty, code });
    if (phase === "open") return finish(await signing.signIn(duty, code));
    const tap = lastTap(duty);
    if (tap === null || app.ports.clock.now() - tappedAt(tap) > supportsMs) return ask({ kind: "out", duty, code });
    const done = await signing.support(duty, tap, code);
    if (done) session.show(words.scan.noted);
    finish(done);
  };

  const onText = (text: string): void => {
    const sign = parseSign(text);
    const rotating = parseRotating(text);
    if (isSequenceFrame(text)) setFrame(text);
    else if (sign !== null) void onCode({ kind: "sign", sign }, false);
    else if (rotating !== null) void onCode({ kind: "rotating", rotating }, false);
    else say(words.scan.unknown);
  };

  const opened = params.sign;
  const isRead = today != null;
  useEffect(() => {
    if (opened === undefined || !isRead) return;
    const sign = parseSign(`/s/${opened}`);
    if (sign === null) say(words.scan.unknown);
    else void onCode({ kind: "sign", sign }, true);
  }, [opened, isRead]);

  const close = (): void => {
    isBusy.current = false;
    ask(null);
  };
  /** Stays on duty: a leader who holds out a code in the middle of it asks for no leaving, and what was read is noted. */
  const stay = async ({ kind, duty, code }: Question): Promise<void> => {
    const tap = kind === "out" && code.kind === "rotating" ? lastTap(duty) : null;
    if (tap === null) return close();
    ask(null);
    const done = await signing.support(duty, tap, code);
    if (done) session.show(words.scan.noted);
    finish(done);
  };
  const answer = async ({ kind, duty, code }: Question): Promise<void> => {
    ask(null);
    finish(await (kind === "in" ? signing.signIn(duty, code) : signing.signOut(duty, code)));
  };

  return (
    <div class="screen">
      <Header title={words.scan.title} back="/" />
      <main class="page" data-screen="scan">
        {today === undefined ? <Reading isFailing={seen.isFailing} /> : null}
        <NotRecorded />
        {isPaused || failure !== null ? (
          <>
            {failure === null ? null : (
              <p class="box warn" role="alert" data-camera={failure}>
                {failure === "noCamera" ? words.scan.noCamera : words.scan.refused}
              </p>
            )}
            <Button
              wide
              icon="camera"
              onPress={() => {
                setFailure(null);
                setPaused(false);
              }}
            >
              {words.scan.resume}
            </Button>
          </>
        ) : (
          <Viewfinder onText={onText} onFailure={setFailure} />
        )}
        <p class="large" role="status">
          {said}
        </p>
        {frame === null || TakingPost === null ? null : <TakingPost frame={frame} />}
        <PhotoOfCode onText={onText} onNothing={() => say(words.scan.photoNothing)} />
        <TypedCode isFirst={query.by === "keys"} onCode={(code) => void onCode({ kind: "typed", code }, false)} />
      </main>
      {question === null ? null : (
        <Ask question={question} now={app.now()} onClose={close} onNo={() => void stay(question)} onYes={() => void answer(question)} />
      )}
    </div>
  );
}

interface AskProps {
  readonly question: Question;
  readonly now: number;
  readonly onClose: () => void;
  readonly onNo: () => void;
  readonly onYes: () => void;
}

function Ask({ question, now, onClose, onNo, onYes }: AskProps) {
  const words = useAllWords();
  const { kind, duty } = question;
  const early = minutesTooEarly(duty, now);
  const title = kind === "in" ? words.scan.signInAsk : words.scan.signOutAsk(clockOf(duty.attendance.checkedInAt ?? now));
  return (
    <Sheet title={title} onClose={onClose}>
      <p>{kind === "out" && early !== null ? words.today.early(early) : duty.post?.title}</p>
      <div class="pair">
        <Button onPress={onNo}>{kind === "in" ? words.cancel : words.scan.stay}</Button>
        <Button kind={kind === "in" ? "go" : "leave"} onPress={onYes}>
          {kind === "in" ? words.today.checkIn : words.scan.signOut}
        </Button>
      </div>
    </Sheet>
  );
}
