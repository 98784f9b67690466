// One line of 状态: what it is about, 正常 or 要处理, the fact, why, and the command with a way to copy it.

import type { ComponentChildren } from "preact";
import type { Finding } from "../../domain/operation.ts";
import { statusWords } from "../../words/status.ts";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { useCopy } from "../parts/copying.ts";
import { Icon } from "../parts/icon.tsx";

/** Never by colour alone: a mark, a word and a border of its own each. */
const icons = { fine: "check", act: "flag", unseen: "more" } as const;

export function Line({
  finding: { line, state, reason },
  command,
  children,
}: {
  readonly finding: Finding;
  readonly command: string | null;
  /** The fact, in a few words. */
  readonly children: ComponentChildren;
}) {
  const words = statusWords[useLanguage()];
  const copy = useCopy();
  return (
    <section class={`card status-line ${state}`} data-line={line} data-state={state} data-reason={reason ?? "none"}>
      <h2>
        <span>{words.lines[line]}</span>
        <b class="status-badge">
          <Icon name={icons[state]} />
          <span>{words.states[state]}</span>
        </b>
      </h2>
      <p>{children}</p>
      {reason === null ? null : <p>{words.reasons[reason]}</p>}
      {command === null ? null : (
        <div class="status-command">
          <code>{command}</code>
          <Button icon="copy" label={words.copyOf(words.lines[line])} onPress={() => copy(command)}>
            {words.copy}
          </Button>
        </div>
      )}
    </section>
  );
}
