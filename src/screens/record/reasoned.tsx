// A reason asked for before something is recorded: an empty one is said at the field and nothing happens (R13).

import { useRef, useState } from "preact/hooks";

/** As the schema of a reason holds it. */
const longest = 1000;

export interface ReasonWords {
  readonly reason: string;
  readonly reasonMissing: string;
  readonly reasonLong: string;
}

export interface Reason {
  readonly text: string;
  readonly problem: string | null;
  readonly type: (text: string) => void;
  readonly field: { current: HTMLTextAreaElement | null };
  /** The reason, or null after saying what is wrong with it. */
  readonly take: () => string | null;
}

export function useReason(words: ReasonWords): Reason {
  const [text, type] = useState("");
  const [problem, tell] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  return {
    text,
    problem,
    field,
    type: (next) => {
      type(next);
      tell(null);
    },
    take: () => {
      const said = text.trim();
      if (said !== "" && said.length <= longest) return said;
      tell(said === "" ? words.reasonMissing : words.reasonLong);
      field.current?.focus();
      return null;
    },
  };
}

export function ReasonField({
  reason,
  words,
  hint,
  id = "reason",
}: {
  readonly reason: Reason;
  readonly words: ReasonWords;
  readonly hint?: string;
  readonly id?: string;
}) {
  return (
    <>
      <label class="field">
        <span>{words.reason}</span>
        <textarea
          ref={reason.field}
          rows={3}
          value={reason.text}
          placeholder={hint}
          aria-invalid={reason.problem !== null}
          aria-describedby={`${id}-problem`}
          onInput={(event) => reason.type(event.currentTarget.value)}
        />
      </label>
      <p id={`${id}-problem`} role="alert" class="bad">
        {reason.problem}
      </p>
    </>
  );
}
