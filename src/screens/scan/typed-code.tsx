// Six digits from the sign, for when the camera cannot: the last one is a check digit, so a slip is caught without a network.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { isTypedCode } from "../../protocol/codes.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";

export function TypedCode({ isFirst, onCode }: { readonly isFirst: boolean; readonly onCode: (code: string) => void }) {
  const app = useApp();
  const words = useAllWords();
  const [text, setText] = useState("");
  const [said, say] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (isFirst) input.current?.focus();
  }, [isFirst]);

  const send = (): void => {
    if (isTypedCode(text)) onCode(text);
    else if (text.length < 6) say(words.scan.typeShort);
    else {
      app.feedback.failure();
      say(words.scan.typeWrong);
    }
  };

  return (
    <form
      class="typed-code"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label class="field">
        <span>{words.scan.typeLabel}</span>
        <input
          ref={input}
          type="text"
          inputMode="numeric"
          autocomplete="off"
          maxLength={6}
          value={text}
          aria-invalid={said !== null}
          onInput={(event) => {
            // Full-width digits come from Chinese keyboards.
            const digits = event.currentTarget.value.replace(/[\uff10-\uff19]/g, (wide) =>
              String.fromCharCode(wide.charCodeAt(0) - 0xfee0),
            );
            setText(digits.replace(/\D/g, "").slice(0, 6));
            say(null);
          }}
        />
      </label>
      <button type="submit" class="button main">
        <span>{words.scan.typeSend}</span>
      </button>
      <p role="alert">{said}</p>
    </form>
  );
}
