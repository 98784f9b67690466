// 加入: become known. The invite comes in the address's fragment, which no server ever sees, or is scanned, typed or pasted here; opening
// the page uses nothing up, only the button does. A squad's invite asks for a name and waits for the leader.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { findInvite } from "../../protocol/invites.ts";
import type { Enrolment } from "../../sync/exchange.ts";
import type { AllWords } from "../../words/all-words.ts";
import { problemText } from "../../words/words.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { isIos } from "../install/browser-kind.ts";
import { browserKind } from "../install/install-how.tsx";
import { useJoiningWords } from "../install/joining-words.ts";
import { Button } from "../parts/button.tsx";
import { Header } from "../parts/frame.tsx";
import { useInstall, useSettings, useView } from "../reading.ts";
import { Before } from "./before.tsx";
import { InstallFirst } from "./install-first.tsx";
import { Joined } from "./joined.tsx";
import { Waiting } from "./waiting.tsx";
import { WaysIn } from "./ways-in.tsx";
import { WhoForm } from "./who-form.tsx";
import "../page.css";
import "./join.css";

type Stage =
  | { readonly type: "asking" }
  | { readonly type: "joining" }
  | { readonly type: "failed"; readonly why: string }
  | { readonly type: "joined" };

function whyNot(words: AllWords, enrolment: Exclude<Enrolment, { readonly type: "enrolled" | "waiting" }>): string {
  if (enrolment.type === "refused") return problemText(words, enrolment.reply.code);
  switch (enrolment.failure) {
    case "offline":
      return words.join.offline;
    case "nonceStale":
    case "headMismatch":
    case "setAside":
      return words.notices.trouble;
    default:
      return words.notices[enrolment.failure];
  }
}

/** The text after #, again whenever somebody pastes another link into the same page. */
function useFragment(onChange: () => void): { readonly fragment: string; readonly clear: () => void } {
  const [hash, setHash] = useState(() => location.hash);
  useEffect(() => {
    const follow = (): void => {
      setHash(location.hash);
      onChange();
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  const clear = (): void => {
    history.replaceState(null, "", "/join");
    setHash("");
  };
  return { fragment: hash, clear };
}

/** A link may arrive with a 口令's sentence behind it, percent-encoded by the browser. */
const decoded = (fragment: string): string => {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
};

export function Join() {
  const app = useApp();
  const words = useAllWords();
  const joining = useJoiningWords();
  const { route } = useLocation();
  const { asking } = useSettings();
  const { isInstalled } = useInstall();
  const [pasted, setPasted] = useState("");
  /** Scanned or got for six digits; newer than what the page was opened with. */
  const [given, setGiven] = useState<string | null>(null);
  const [isEditing, setEditing] = useState(false);
  const [isAnyway, setAnyway] = useState(false);
  const [stage, setStage] = useState<Stage>({ type: "asking" });
  const { fragment, clear } = useFragment(() => {
    setGiven(null);
    setPasted("");
    setStage({ type: "asking" });
  });
  const member = useView(() => app.views.membership(), []).value;
  const opened = findInvite(decoded(fragment));
  /** What was given here is newer than what the page was opened with, which may have been used up. */
  const found = findInvite(given ?? "") ?? findInvite(pasted) ?? opened ?? findInvite(asking?.invite ?? "");
  const isWaiting = asking !== null && found?.text === asking.invite && !isEditing;

  // Somebody who has joined long ago and opens the same link again only wants to get in.
  const isKnown = member != null && stage.type === "asking" && app.sync.state().notice !== "unknownDevice";
  const isDone = isKnown && asking === null && (found?.type !== "personal" || member.persons.includes(found.invite.person));
  useEffect(() => {
    if (isDone) route("/", true);
  }, [isDone, route]);

  const welcome = (): void => {
    // The invite must not stay in the address, its history or a shared screenshot.
    history.replaceState(null, "", "/join");
    app.feedback.success();
    setStage({ type: "joined" });
  };
  const join = (text: string): void => {
    setStage({ type: "joining" });
    app.sync.enrol(text).then(
      (enrolment) => {
        if (enrolment.type === "enrolled") welcome();
        else if (enrolment.type !== "waiting") setStage({ type: "failed", why: whyNot(words, enrolment) });
      },
      (error: unknown) => {
        console.error(error);
        setStage({ type: "failed", why: words.notRecorded.other });
      },
    );
  };
  const give = (text: string): void => {
    setGiven(text);
    setStage({ type: "asking" });
  };
  const paste = (text: string): void => {
    setPasted(text);
    if (findInvite(text) !== null) setStage({ type: "asking" });
  };
  const forget = async (): Promise<void> => {
    await app.settings.save({ asking: null });
    clear();
    setGiven(null);
    setPasted("");
    setEditing(false);
  };

  if (isDone || member === undefined) return null;
  const screen = (shown: string, children: ComponentChildren) => (
    <div class="screen">
      <Header title={words.join.title} />
      <main class="page" data-screen="join" data-stage={shown}>
        {children}
      </main>
    </div>
  );
  // Without https there are no keys to join with: one sentence, and no button that could only fail.
  if (!isSecureContext)
    return screen(
      "insecure",
      <>
        <p class="large">{words.join.what}</p>
        <p class="box warn" role="alert">
          {words.insecure}
        </p>
      </>,
    );
  if (stage.type === "joined") return screen("joined", <Joined />);
  if (isWaiting && asking !== null)
    return screen(
      "waiting",
      <Waiting
        asking={asking}
        onJoined={welcome}
        onCorrect={() => setEditing(true)}
        onLeave={() => forget().catch((error: unknown) => console.error(error))}
      />,
    );
  if (isIos(browserKind()) && !isInstalled && !isAnyway && stage.type === "asking" && !isEditing)
    return screen("installFirst", <InstallFirst link={opened === null ? null : location.href} onAnyway={() => setAnyway(true)} />);
  return screen(
    stage.type,
    <>
      <p class="large">{words.join.what}</p>
      {member === null ? <Before /> : null}
      {(opened === null && given === null) || stage.type === "failed" ? <WaysIn pasted={pasted} onPaste={paste} onInvite={give} /> : null}
      {found !== null && given !== null ? (
        <p class="box good" role="status">
          {joining.gotInvite}
        </p>
      ) : null}
      {found?.type === "squad" ? (
        <WhoForm
          before={asking}
          onSend={(who) => {
            setEditing(false);
            app.settings.save({ asking: { invite: found.text, ...who, since: null } }).catch((error: unknown) => console.error(error));
          }}
        />
      ) : (
        <>
          <p>{words.join.keep}</p>
          <Button
            kind="main"
            wide
            big
            disabled={found === null || stage.type === "joining"}
            onPress={() => {
              if (found !== null) join(found.text);
            }}
          >
            {stage.type === "failed" ? words.join.again : words.join.join}
          </Button>
        </>
      )}
      <div role="status">
        {stage.type === "joining" ? <p>{words.join.joining}</p> : null}
        {stage.type === "failed" ? (
          <p class="box bad">
            <strong>{words.join.failed}</strong> {stage.why}
          </p>
        ) : null}
      </div>
    </>,
  );
}
