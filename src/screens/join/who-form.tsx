// With a squad's link: who somebody is. Only asks; whether it is true the leader says.

import { useState } from "preact/hooks";
import type { Who } from "../../protocol/exchange.ts";
import { useAllWords } from "../all-words.ts";
import { useJoiningWords } from "../install/joining-words.ts";

export function WhoForm({ before, onSend }: { readonly before: Who | null; readonly onSend: (who: Who) => void }) {
  const all = useAllWords();
  const words = useJoiningWords();
  const [name, setName] = useState(before?.name ?? "");
  const [lastFour, setLastFour] = useState(before?.lastFour ?? "");
  const [missing, setMissing] = useState<"name" | "four" | null>(null);
  return (
    <form
      class="join-part"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === "") return setMissing("name");
        if (!/^[0-9]{4}$/.test(lastFour)) return setMissing("four");
        onSend({ name: name.trim(), lastFour });
      }}
    >
      <h2>{words.who}</h2>
      <p>{words.whoHint}</p>
      <label class="field">
        <span>{words.name}</span>
        <input
          type="text"
          autocomplete="name"
          maxLength={60}
          value={name}
          aria-invalid={missing === "name"}
          onInput={(event) => {
            setName(event.currentTarget.value);
            setMissing(null);
          }}
        />
      </label>
      <label class="field">
        <span>{words.lastFour}</span>
        <input
          type="text"
          inputMode="numeric"
          autocomplete="off"
          value={lastFour}
          aria-invalid={missing === "four"}
          onInput={(event) => {
            const digits = event.currentTarget.value.normalize("NFKC").replace(/\D/g, "");
            // Whoever fills in the whole number means its end.
            setLastFour(digits.length > 4 ? digits.slice(-4) : digits);
            setMissing(null);
          }}
        />
      </label>
      <p role="alert">{missing === null ? null : missing === "name" ? words.nameMissing : words.fourMissing}</p>
      <button type="submit" class="button main wide big">
        <span>{all.join.join}</span>
      </button>
    </form>
  );
}
