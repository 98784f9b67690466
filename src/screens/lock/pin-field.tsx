// Six digits that are not shown. Given away when the sixth is typed.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { parsePin } from "../../device/pins.ts";
import { Button } from "../parts/button.tsx";
import { saidWords } from "./said.ts";

export interface PinFieldProps {
  readonly label: string;
  readonly said: string | null;
  readonly isBusy: boolean;
  readonly onPin: (text: string) => void;
}

export function PinField({ label, said, isBusy, onPin }: PinFieldProps) {
  const words = saidWords();
  const [text, setText] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), [label]);
  const give = (typed: string): void => {
    if (isBusy) return;
    setText("");
    onPin(typed);
  };
  return (
    <form
      class="lock-form"
      onSubmit={(event) => {
        event.preventDefault();
        give(text);
      }}
    >
      <label class="field">
        <span>{label}</span>
        <input
          ref={field}
          type="password"
          inputMode="numeric"
          autocomplete="off"
          class="lock-pin"
          maxLength={6}
          value={text}
          aria-label={label}
          onInput={(event) => {
            const typed = event.currentTarget.value;
            setText(typed);
            if (parsePin(typed) !== null) give(typed);
          }}
        />
        <small role="alert">{said ?? words.pinHint}</small>
      </label>
      <Button kind="main" wide submit disabled={isBusy} onPress={() => give(text)}>
        {words.open}
      </Button>
    </form>
  );
}
