// Nine digits, typed as they are shown.

import { useState } from "preact/hooks";
import { parseHandoverCode } from "../../protocol/handover.ts";
import { Button } from "../parts/button.tsx";
import { useHandoverWords } from "./words.ts";

export interface CodeFormProps {
  readonly isOpening: boolean;
  readonly onCode: (code: string) => void;
  readonly onAnother: () => void;
}

export function CodeForm({ isOpening, onCode, onAnother }: CodeFormProps) {
  const words = useHandoverWords();
  const [text, setText] = useState("");
  const [isShort, setShort] = useState(false);
  const send = (): void => {
    const code = parseHandoverCode(text);
    setShort(code === null);
    if (code !== null && !isOpening) onCode(code);
  };
  return (
    <form
      class="handover-form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label class="field">
        <span>{words.take.code}</span>
        <input
          type="text"
          inputMode="numeric"
          autocomplete="off"
          class="handover-digits"
          value={text}
          aria-invalid={isShort}
          onInput={(event) => {
            setText(event.currentTarget.value.slice(0, 20));
            setShort(false);
          }}
        />
        <small role="status">{isShort ? words.take.codeShort : isOpening ? words.take.opening : null}</small>
      </label>
      <Button kind="main" wide submit disabled={isOpening} onPress={send}>
        {words.take.open}
      </Button>
      <Button wide disabled={isOpening} onPress={onAnother}>
        {words.take.another}
      </Button>
    </form>
  );
}
