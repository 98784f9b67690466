// 加入: become known. The invite comes in the address's fragment, which no server ever sees; opening the page uses nothing up,
// only the button does.

import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { parseInvite } from "../../protocol/codes.ts";
import type { Enrolment } from "../../sync/exchange.ts";
import type { AllWords } from "../../words/all-words.ts";
import { problemText } from "../../words/words.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { useCopy } from "../parts/copying.ts";
import { Header } from "../parts/frame.tsx";
import { ToastPlace } from "../parts/toast.tsx";
import { useInstall, useUpdate, useView } from "../reading.ts";
import "../page.css";

type Stage =
  | { readonly type: "asking" }
  | { readonly type: "joining" }
  | { readonly type: "failed"; readonly why: string }
  | { readonly type: "joined" };

function whyNot(words: AllWords, enrolment: Exclude<Enrolment, { readonly type: "enrolled" }>): string {
  if (enrolment.type === "refused") return problemText(words, enrolment.reply.code);
  switch (enrolment.failure) {
    case "offline":
      return words.join.offline;
    case "nonceStale":
      return words.notices.trouble;
    default:
      return words.notices[enrolment.failure];
  }
}

/** The text after #, again whenever somebody pastes another link into the same page. */
function useFragment(onChange: () => void): string {
  const [hash, setHash] = useState(() => location.hash);
  useEffect(() => {
    const follow = (): void => {
      setHash(location.hash);
      onChange();
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return hash;
}

export function Join() {
  const app = useApp();
  const words = useAllWords();
  const { route } = useLocation();
  const [pasted, setPasted] = useState("");
  const [stage, setStage] = useState<Stage>({ type: "asking" });
  const fragment = useFragment(() => setStage({ type: "asking" }));
  const member = useView(() => app.views.membership(), []).value;
  const invite = parseInvite(fragment) ?? parseInvite(pasted);
  const text = parseInvite(fragment) === null ? pasted.trim().replace(/^\S*#/, "") : fragment.slice(1);

  // Somebody who has joined long ago and opens the same link again only wants to get in.
  const isKnown = member != null && stage.type === "asking" && app.sync.state().notice !== "unknownDevice";
  const isDone = isKnown && (invite === null || member.persons.includes(invite.person));
  useEffect(() => {
    if (isDone) route("/", true);
  }, [isDone, route]);

  const join = (): void => {
    setStage({ type: "joining" });
    app.sync.enrol(text).then(
      (enrolment) => {
        if (enrolment.type !== "enrolled") return setStage({ type: "failed", why: whyNot(words, enrolment) });
        // The invite must not stay in the address, its history or a shared screenshot.
        history.replaceState(null, "", "/join");
        app.feedback.success();
        setStage({ type: "joined" });
      },
      (error: unknown) => {
        console.error(error);
        setStage({ type: "failed", why: words.notRecorded.other });
      },
    );
  };

  if (isDone || member === undefined) return null;
  // Without https there are no keys to join with: one sentence, and no button that could only fail.
  if (!isSecureContext)
    return (
      <div class="screen">
        <Header title={words.join.title} />
        <main class="page" data-screen="join" data-stage="insecure">
          <p class="large">{words.join.what}</p>
          <p class="box warn" role="alert">
            {words.insecure}
          </p>
        </main>
      </div>
    );
  return (
    <div class="screen">
      <Header title={words.join.title} />
      <main class="page" data-screen="join" data-stage={stage.type}>
        {stage.type === "joined" ? (
          <Joined />
        ) : (
          <>
            <p class="large">{words.join.what}</p>
            {app.settings.current().hasJoined && member === null ? (
              <p class="box warn" role="alert">
                {words.join.wiped}
              </p>
            ) : null}
            <InstallFirst />
            {parseInvite(fragment) === null ? (
              <Paste value={pasted} onChange={setPasted} isWrong={pasted !== "" && invite === null} />
            ) : null}
            <p>{words.join.keep}</p>
            <Button kind="main" wide big disabled={invite === null || stage.type === "joining"} onPress={join}>
              {stage.type === "failed" ? words.join.again : words.join.join}
            </Button>
            <div role="status">
              {stage.type === "joining" ? <p>{words.join.joining}</p> : null}
              {stage.type === "failed" ? (
                <p class="box bad">
                  <strong>{words.join.failed}</strong> {stage.why}
                </p>
              ) : null}
            </div>
          </>
        )}
      </main>
    </div>
  );
}

function Paste({
  value,
  onChange,
  isWrong,
}: {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly isWrong: boolean;
}) {
  const words = useAllWords();
  return (
    <label class="field">
      <span>{words.join.paste}</span>
      <textarea
        rows={3}
        value={value}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-invalid={isWrong}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <small role="status">{isWrong ? words.join.notInvite : words.join.pasteHint}</small>
    </label>
  );
}

/** Safari and the installed app do not share their storage: what joins in Safari would have to join again on the home screen. */
function InstallFirst() {
  const words = useAllWords();
  const copy = useCopy();
  const { isInstalled } = useInstall();
  if (isInstalled || !/iPhone|iPad|iPod/.test(navigator.userAgent)) return null;
  return (
    <div class="box">
      <p>{words.join.installFirst}</p>
      <Button icon="copy" onPress={() => copy(location.href)}>
        {words.wechat.copyInvite}
      </Button>
      <ToastPlace />
    </div>
  );
}

function Joined() {
  const app = useApp();
  const words = useAllWords();
  const { isOfflineReady } = useUpdate();
  const me = useView(() => app.views.me(), []).value;
  // Without workers (an insecure page) it would wait for ever.
  const canBeReady = isSecureContext && "serviceWorker" in navigator;
  return (
    <>
      {me?.name == null ? null : <h2 class="large">{words.join.welcome(me.name)}</h2>}
      <p>{me?.team?.title}</p>
      <p class={isOfflineReady ? "box good" : "box"} role="status" data-offline-ready={isOfflineReady}>
        {isOfflineReady ? <strong>{words.join.ready}</strong> : canBeReady ? words.join.savingApp : words.join.readyNot}
      </p>
      <a class="button main wide" href="/rehearse">
        {words.join.rehearse}
      </a>
      <a class="button plain wide" href="/">
        {words.join.later}
      </a>
    </>
  );
}
