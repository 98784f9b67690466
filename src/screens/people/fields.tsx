// A field for one line of text as the desk's forms have them, and how a typed phone is read.

import { readPhone } from "../../domain/register-fields.ts";

export function TextField({
  label,
  value,
  wrong = null,
  hint = null,
  type = "text",
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly wrong?: string | null;
  readonly hint?: string | null;
  readonly type?: "text" | "tel" | "search" | "date";
  readonly onChange: (text: string) => void;
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        {...({ type } as { readonly type: "text" })}
        value={value}
        autocomplete="off"
        aria-invalid={wrong !== null}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <small role="status">{wrong ?? hint}</small>
    </label>
  );
}

/** Null: as it is written it is no phone. An empty one is none. */
export const plainPhone = (typed: string): string | null => (typed.trim() === "" ? "" : readPhone(typed).value);
