// The tree of screens: who may see which, and which are fetched only when somebody goes there. 今日 is in the first piece.
// Routes: / · /join#invite · /rehearse · /scan · /s/:sign (a sign opened by the phone's own camera) · /code · /shifts · /record/:shift ·
// /record/:shift/:person · /hours · /me · /my-post/:shift · /board ·
// /board/:shift · /board/:shift/close · /board/:shift/code (?post=) · /board/:shift/scan (?post=) · /desk and below (desk/pages.ts).

import "./look.css";
import "./parts/parts.css";

import { useEffect, useErrorBoundary, useMemo } from "preact/hooks";
import { ErrorBoundary } from "preact-iso/lazy";
import { LocationProvider, Route, Router, useLocation } from "preact-iso/router";
import type { Membership } from "../sync/ports.ts";
import { type App, AppContext, useApp } from "./app.ts";
import { Button } from "./parts/button.tsx";
import { Reading } from "./parts/frame.tsx";
import { useLate } from "./parts/late.ts";
import { Message, piece } from "./piece.tsx";
import { type Seen, useStore, useView } from "./reading.ts";
import { Saying, useWords } from "./saying.tsx";
import { createSession, SessionContext } from "./session.ts";
import { useTheme } from "./theme.ts";
import { Today } from "./today/today.tsx";

function NotFound() {
  const words = useWords();
  return (
    <Message text={words.notFound}>
      <a class="button main wide" href="/">
        {words.toToday}
      </a>
    </Message>
  );
}

const Wechat = piece(() => import("./wechat/wechat.tsx").then((it) => it.Wechat));
const Join = piece(() => import("./join/join.tsx").then((it) => it.Join));
const Rehearse = piece(() => import("./rehearse/rehearse.tsx").then((it) => it.Rehearse));
const Scan = piece(() => import("./scan/scan.tsx").then((it) => it.Scan));
const MyCode = piece(() => import("./my-code/my-code.tsx").then((it) => it.MyCode));
const Shifts = piece(() => import("./shifts/shifts.tsx").then((it) => it.Shifts));
const Record = piece(() => import("./record/record.tsx").then((it) => it.Record));
const Hours = piece(() => import("./hours/hours.tsx").then((it) => it.Hours));
const Me = piece(() => import("./me/me.tsx").then((it) => it.Me));
const PostBoard = piece(() => import("./post-lead/post-board.tsx").then((it) => it.PostBoard));
const BoardHome = piece(() => import("./board/board.tsx").then((it) => it.BoardHome));
const Board = piece(() => import("./board/board.tsx").then((it) => it.BoardScreen));
const ShowCode = piece(() => import("./show-code/show-code.tsx").then((it) => it.ShowCode));
const BadgeScan = piece(() => import("./badge-scan/badge-scan.tsx").then((it) => it.BadgeScan));
const Close = piece(() => import("./close/close.tsx").then((it) => it.Close));
const Take = piece(() => import("./handover/take.tsx").then((it) => it.Take));
const Findings = piece(() => import("./findings/findings.tsx").then((it) => it.Findings));
const NoticesScreen = piece(() => import("./notices/notices.tsx").then((it) => it.Notices));
const Relay = piece(() => import("./relay/show.tsx").then((it) => it.Show));
const TakeIn = piece(() => import("./relay/take.tsx").then((it) => it.Take));
const Desk = piece(() => import("./desk/desk.tsx").then((it) => it.Desk));

function Screens() {
  const app = useApp();
  const seen = useView(() => app.views.membership(), [], app.firstLook()?.membership);
  useTheme();
  return (
    <>
      <Troubles isUnread={seen.value === undefined} />
      <Shown seen={seen} />
    </>
  );
}

function Shown({ seen }: { readonly seen: Seen<Membership | null> }) {
  const { path } = useLocation();
  if (seen.value === undefined) return path === "/join" ? null : <Reading isFailing={seen.isFailing} />;
  // Whoever has not joined can do nothing else: every address asks for the invite first.
  if (seen.value === null && path !== "/join" && path !== "/take") return <Redirect to="/join" />;
  // A lent tablet has one shift and nothing else.
  const lent = seen.value?.lent;
  if (lent !== undefined && !isOfLent(path, lent.shift)) return <Redirect to={`/board/${lent.shift}`} />;
  return (
    <Router>
      <Route path="/" component={Today} />
      <Route path="/join" component={Join} />
      <Route path="/rehearse" component={Rehearse} />
      <Route path="/scan" component={Scan} />
      <Route path="/s/:sign" component={Scan} />
      <Route path="/code" component={MyCode} />
      <Route path="/shifts" component={Shifts} />
      <Route path="/record/:shift" component={Record} />
      <Route path="/record/:shift/:person" component={Record} />
      <Route path="/hours" component={Hours} />
      <Route path="/me" component={Me} />
      <Route path="/my-post/:shift" component={PostBoard} />
      <Route path="/board" component={BoardHome} />
      <Route path="/board/:shift" component={Board} />
      <Route path="/board/:shift/close" component={Close} />
      <Route path="/board/:shift/code" component={ShowCode} />
      <Route path="/board/:shift/scan" component={BadgeScan} />
      <Route path="/notices" component={NoticesScreen} />
      <Route path="/take" component={Take} />
      <Route path="/findings" component={Findings} />
      <Route path="/findings/*" component={Findings} />
      <Route path="/relay" component={Relay} />
      <Route path="/relay/take" component={TakeIn} />
      <Route path="/desk" component={Desk} />
      <Route path="/desk/*" component={Desk} />
      <Route default component={NotFound} />
    </Router>
  );
}

const isOfLent = (path: string, shift: string): boolean =>
  path.startsWith(`/board/${shift}`) || ["/join", "/take", "/me", "/relay", "/relay/take"].includes(path);

function Redirect({ to }: { readonly to: string }) {
  const { route } = useLocation();
  useEffect(() => route(to, true), [route, to]);
  return null;
}

/** Above every screen while the device's own storage is in trouble. `isUnread`: no screen can be drawn. */
function Troubles({ isUnread }: { readonly isUnread: boolean }) {
  const store = useStore();
  const isWanted = store.trouble() !== null || store.kept().length > 0;
  const Disaster = useLate(isWanted, async () => (await import("./disaster/disaster.tsx")).Disaster);
  return isWanted && Disaster !== null ? <Disaster isUnread={isUnread} /> : null;
}

const isWechat = (): boolean => /MicroMessenger/i.test(navigator.userAgent);

/** A screen that breaks says so and offers the way back; what was recorded is safe. */
function Guarded() {
  const words = useWords();
  const [error] = useErrorBoundary((thrown: unknown) => console.error(thrown));
  if (error === undefined) return isWechat() ? <Wechat /> : <Screens />;
  return (
    <Message text={words.crashed}>
      <Button kind="main" wide onPress={() => location.assign("/")}>
        {words.reopen}
      </Button>
    </Message>
  );
}

export function Root({ app }: { readonly app: App }) {
  const session = useMemo(createSession, []);
  return (
    <AppContext.Provider value={app}>
      <SessionContext.Provider value={session}>
        <Saying>
          <LocationProvider>
            <ErrorBoundary>
              <Guarded />
            </ErrorBoundary>
          </LocationProvider>
        </Saying>
      </SessionContext.Provider>
    </AppContext.Provider>
  );
}
