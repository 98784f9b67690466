// 今日: sign in and out with one thumb. Measures at 390 × 844 are SCREENS.md's: band 56, card 172, button 342 × 168 ending above
// y = 640, status 64, secondary 56, tabs 64.
// For tests: main carries data-screen, data-phase (phase.ts), data-state (attendance) and data-record (kept, uploaded …).

import { useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { isCare } from "../../device/settings.ts";
import type { Duty, TodayView } from "../../device/view-types.ts";
import type { Id } from "../../domain/event.ts";
import { isRoleAt } from "../../domain/roster.ts";
import { subject } from "../../domain/subjects.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Header, Reading, Tabs, Unsent } from "../parts/frame.tsx";
import { useLate } from "../parts/late.ts";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { ToastPlace } from "../parts/toast.tsx";
import { useNow, useSettings, useView } from "../reading.ts";
import { nearDayOf, spanOf, useWords } from "../saying.tsx";
import { useSession } from "../session.ts";
import { DutyCard } from "./duty-card.tsx";
import { Notices } from "./notices.tsx";
import { isAhead, lastTap, type Phase, phaseOf, pickDuty, tappedAt } from "./phase.ts";
import { SignButton } from "./sign-button.tsx";
import { type Signing, useSigning } from "./signing.ts";
import { placeTold, statusOf } from "./status.ts";
import "./today.css";

/** How long a mis-tap can be taken back from here. */
const takeBackMs = 5 * 60_000;

export function Today() {
  const app = useApp();
  const words = useWords();
  const now = useNow();
  const seen = useView(() => app.views.today(app.now()), [now], app.firstLook()?.today);
  const today = seen.value;
  return (
    <div class="screen">
      <Header title={today?.team?.title ?? words.name}>
        <Unsent />
      </Header>
      {today == null ? <Reading isFailing={seen.isFailing} /> : <Duties today={today} now={now} />}
      <Tabs />
    </div>
  );
}

function Duties({ today, now }: { readonly today: TodayView; readonly now: number }) {
  const [chosen, choose] = useState<Id | null>(null);
  const duty = today.duties.find((it) => it.shift.id === chosen) ?? pickDuty(today.duties, now);
  if (duty === null) return <NoDuty today={today} now={now} />;
  return <OneDuty duty={duty} today={today} now={now} choose={choose} />;
}

function NoDuty({ today, now }: { readonly today: TodayView; readonly now: number }) {
  const app = useApp();
  const words = useWords();
  const { next } = today;
  const roles = useView(() => app.views.me(), []).value?.roles ?? [];
  // An office has no duty of its own: its work is at the desk.
  const isOffice = roles.some((role) => role.role.endsWith("Staff") && isRoleAt(role, now));
  return (
    <main class="today" data-screen="today" data-phase="none">
      <section class="card duty-card brief">
        <h2>{words.today.noDuty}</h2>
        {next === null ? null : (
          <p class="duty-time">
            {words.today.nextDuty} {nearDayOf(words, next.shift.start, now)} <b>{spanOf(words, next.shift)}</b> {next.post?.title}
          </p>
        )}
      </section>
      {isOffice ? (
        <a class="button main wide" href="/desk">
          {words.today.toDesk}
        </a>
      ) : null}
      <Notices today={today} />
    </main>
  );
}

interface OneDutyProps {
  readonly duty: Duty;
  readonly today: TodayView;
  readonly now: number;
  readonly choose: (shift: Id) => void;
}

function OneDuty({ duty, today, now, choose }: OneDutyProps) {
  const app = useApp();
  const words = useWords();
  const session = useSession();
  const signing = useSigning(today.hasConsent);
  // 临时换点 is rare: what shows it is fetched only where there is one.
  const relocated = useView(() => app.views.read((reader) => reader.under(subject.relocations(duty.shift.id))), [duty.shift.id]).value;
  const Moved = useLate(relocated !== undefined && relocated.length > 0, async () => (await import("./moved.tsx")).Moved);
  // The post's lead is this person: a 点长 has one card more. Fetched once the journal answers: it brings Dexie along, which must not
  // stand between a cold start and the button.
  const leads = relocated !== undefined && duty.isLead;
  const LeadCard = useLate(leads, async () => (await import("../post-lead/card.tsx")).LeadCard);
  const phase = phaseOf(duty, now);
  const tap = lastTap(duty);
  const about = useView(async () => (tap === null ? [] : app.ports.journal.entries([subject.about(tap)])), [tap]).value ?? [];
  const fixing = tap === null ? null : session.fixing(tap);
  const place = placeTold(words, duty, phase, { fixing, about, hasConsent: today.hasConsent });
  const others = today.duties.filter((it) => it !== duty && isAhead(phaseOf(it, now)));
  return (
    <main class="today" data-screen="today" data-phase={phase} data-state={duty.attendance.state} data-record={duty.record ?? "none"}>
      <DutyCard duty={duty} now={now} />
      <div class="today-space">
        {LeadCard === null ? null : <LeadCard shift={duty.shift.id} />}
        {Moved === null ? null : <Moved duty={duty} />}
        <Notices today={today} />
        {others.length === 0 ? null : (
          <p class="others">
            <span>{words.today.others}</span>
            {others.map((it) => (
              <button type="button" key={it.shift.id} onClick={() => choose(it.shift.id)}>
                {spanOf(words, it.shift)} {it.post?.title}
              </button>
            ))}
          </p>
        )}
      </div>
      <div class="today-says">
        <ToastPlace />
        <div role="status" data-place={duty.attendance.band ?? "none"}>
          {place === null ? null : <p class={`told ${place.tone}`}>{place.text}</p>}
        </div>
      </div>
      <SignButton duty={duty} phase={phase} now={app.now} signing={signing} />
      <div class="status" role="status">
        {session.failure() === null ? (
          statusOf(words, duty, phase).map(({ text, tone }) => (
            <p class={`told ${tone}`} key={text}>
              {text}
            </p>
          ))
        ) : (
          <NotRecorded />
        )}
      </div>
      <Secondary
        duty={duty}
        phase={phase}
        now={now}
        signing={signing}
        isSure={duty.attendance.strength === "strong" || fixing?.type === "locating"}
      />
    </main>
  );
}

interface SecondaryProps {
  readonly duty: Duty;
  readonly phase: Phase;
  readonly now: number;
  readonly signing: Signing;
  /** The place is known or being found: a code would add nothing now. */
  readonly isSure: boolean;
}

function Secondary({ duty, phase, now, signing, isSure }: SecondaryProps) {
  const app = useApp();
  const words = useWords();
  const { route } = useLocation();
  const tap = lastTap(duty);
  const canTakeBack = (phase === "on" || phase === "off") && tap !== null && app.ports.clock.now() - tappedAt(tap) < takeBackMs;
  const canReturn = phase === "off" && now < duty.shift.end;
  // In large print nothing stands beside the one button but what is needed now.
  const isPlain = !isCare(useSettings());
  const canScan = (phase === "open" && isPlain) || (phase === "on" && (isPlain || !isSure));
  return (
    <div class="secondary">
      {canScan ? (
        <>
          <Button icon="scan" onPress={() => route("/scan")}>
            {words.today.scan}
          </Button>
          <Button icon="code" onPress={() => route("/code")}>
            {words.today.myCode}
          </Button>
        </>
      ) : null}
      {canReturn ? (
        <Button icon="today" onPress={() => void signing.signIn(duty)}>
          {words.today.again}
        </Button>
      ) : null}
      {canTakeBack ? (
        <Button kind="warn" icon="undo" onPress={() => void signing.takeBack(duty)}>
          {words.undo}
        </Button>
      ) : null}
    </div>
  );
}
