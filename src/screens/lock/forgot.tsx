// A forgotten PIN: only the endpoint can say that it is really them, by an invite of their own.

import { useState } from "preact/hooks";
import type { Id } from "../../domain/event.ts";
import { findInvite } from "../../protocol/invites.ts";
import type { App } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { saidWords } from "./said.ts";

export interface ForgotProps {
  readonly app: App;
  readonly person: Id;
  /** It is really them: a new PIN may be chosen. */
  readonly onReset: () => void;
  readonly onBack: () => void;
}

export function Forgot({ app, person, onReset, onBack }: ForgotProps) {
  const words = saidWords();
  const [text, setText] = useState("");
  const [said, say] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const reset = async (): Promise<void> => {
    const found = findInvite(text);
    if (found?.type !== "personal" || found.invite.person !== person) return say(words.inviteBad);
    setBusy(true);
    try {
      const enrolment = await app.sync.enrol(found.text);
      if (enrolment.type === "enrolled") onReset();
      else say(enrolment.type === "failed" ? words.inviteOffline : words.inviteBad);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="lock-form"
      onSubmit={(event) => {
        event.preventDefault();
        void reset();
      }}
    >
      <p>{words.forgotHow}</p>
      <label class="field">
        <span>{words.invite}</span>
        <textarea rows={3} value={text} autocomplete="off" spellcheck={false} onInput={(event) => setText(event.currentTarget.value)} />
        <small role="alert">{isBusy ? words.checking : said}</small>
      </label>
      <div class="pair">
        <Button onPress={onBack}>{words.back}</Button>
        <Button kind="main" submit disabled={isBusy} onPress={() => void reset()}>
          {words.reset}
        </Button>
      </div>
    </form>
  );
}
