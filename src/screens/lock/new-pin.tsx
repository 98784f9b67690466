// A PIN chosen, typed twice.

import { useState } from "preact/hooks";
import { parsePin } from "../../device/pins.ts";
import { Button } from "../parts/button.tsx";
import { saidWords } from "./said.ts";

export function NewPin({ onPin }: { readonly onPin: (pin: string) => Promise<void> }) {
  const words = saidWords();
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const [said, say] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const keep = async (): Promise<void> => {
    const pin = parsePin(first);
    if (pin === null) return say(words.short);
    if (parsePin(second) !== pin) return say(words.differ);
    setBusy(true);
    try {
      await onPin(pin);
    } finally {
      setBusy(false);
    }
  };
  const field = (label: string, value: string, set: (text: string) => void) => (
    <label class="field">
      <span>{label}</span>
      <input
        type="password"
        inputMode="numeric"
        autocomplete="new-password"
        class="lock-pin"
        maxLength={6}
        value={value}
        onInput={(event) => {
          set(event.currentTarget.value);
          say(null);
        }}
      />
    </label>
  );
  return (
    <form
      class="lock-form"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      {field(words.newPin, first, setFirst)}
      {field(words.again, second, setSecond)}
      <p role="alert">{said ?? words.pinHint}</p>
      <Button kind="main" wide submit disabled={isBusy} onPress={() => void keep()}>
        {words.keep}
      </Button>
    </form>
  );
}
