// The ways to an invite where no link was opened: scan it, type six digits, or paste the 口令. Each only finds the invite and uses
// nothing up.

import { useState } from "preact/hooks";
import { findInvite, parseJoinCode } from "../../protocol/invites.ts";
import { problemText } from "../../words/words.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { useJoiningWords } from "../install/joining-words.ts";
import { Button } from "../parts/button.tsx";
import { PhotoOfCode, Viewfinder } from "../scan/viewfinder.tsx";

/** `onInvite`: whatever text was given; the caller finds the invite in it. */
export interface WaysInProps {
  readonly pasted: string;
  readonly onPaste: (text: string) => void;
  readonly onInvite: (text: string) => void;
}

export function WaysIn({ pasted, onPaste, onInvite }: WaysInProps) {
  const words = useJoiningWords();
  return (
    <>
      <Scanning onInvite={onInvite} />
      <Digits onInvite={onInvite} />
      <Paste value={pasted} onChange={onPaste} isWrong={pasted !== "" && findInvite(pasted) === null} />
      <a class="button plain wide" href="/take">
        {words.takeOver}
      </a>
    </>
  );
}

function Scanning({ onInvite }: Pick<WaysInProps, "onInvite">) {
  const words = useJoiningWords();
  const [state, setState] = useState<"closed" | "open" | "refused">("closed");
  const [isUnknown, setUnknown] = useState(false);
  const onText = (text: string): void => {
    setUnknown(findInvite(text) === null);
    if (findInvite(text) === null) return;
    setState("closed");
    onInvite(text);
  };
  return (
    <section class="join-part" data-scanning={state}>
      {state === "open" ? (
        <>
          <Viewfinder onText={onText} onFailure={() => setState("refused")} aim={words.aim} />
          <PhotoOfCode onText={onText} onNothing={() => setUnknown(true)} />
          <Button wide onPress={() => setState("closed")}>
            {words.stopScan}
          </Button>
        </>
      ) : (
        <Button
          wide
          icon="scan"
          onPress={() => {
            setUnknown(false);
            setState("open");
          }}
        >
          {words.scan}
        </Button>
      )}
      <p role="status">{isUnknown ? words.scanUnknown : state === "refused" ? words.scanRefused : null}</p>
    </section>
  );
}

function Digits({ onInvite }: Pick<WaysInProps, "onInvite">) {
  const app = useApp();
  const all = useAllWords();
  const words = useJoiningWords();
  const [text, setText] = useState("");
  const [said, say] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const send = async (): Promise<void> => {
    const code = parseJoinCode(text);
    if (code === null) return say(words.digitsShort);
    setBusy(true);
    say(words.redeeming);
    const answer = await app.sync.redeem(code);
    setBusy(false);
    if (answer.type === "code") {
      say(null);
      setText("");
      return onInvite(answer.reply.invite);
    }
    app.feedback.failure();
    if (answer.type === "failed") return say(answer.failure === "offline" ? all.join.offline : all.notices.trouble);
    say(answer.reply.code === "tooMany" ? words.tooMany : problemText(all, answer.reply.code));
  };

  return (
    <form
      class="typed-code"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) send().catch((error: unknown) => console.error(error));
      }}
    >
      <label class="field">
        <span>{words.digits}</span>
        <input
          type="text"
          inputMode="numeric"
          autocomplete="one-time-code"
          value={text}
          aria-invalid={said !== null && !isBusy}
          onInput={(event) => {
            setText(event.currentTarget.value.slice(0, 12));
            say(null);
          }}
        />
      </label>
      <button type="submit" class="button plain" disabled={isBusy}>
        <span>{words.digitsSend}</span>
      </button>
      <p role="alert">{said}</p>
    </form>
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
