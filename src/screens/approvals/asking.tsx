// What every request on 审批 shows of whoever asks and of the shift it is about, and the sheet that asks for a reason.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { AskingPerson } from "../../device/claims-view.ts";
import type { Post, Shift } from "../../domain/roster.ts";
import { type ApprovalsWords, approvalsWords } from "../../words/approvals.ts";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { nearDayOf, spanOf, useWords } from "../saying.tsx";

export const useApprovalsWords = (): ApprovalsWords => approvalsWords[useLanguage()];

export function Who({
  of,
  shift,
  posts,
  now,
  children,
}: {
  readonly of: AskingPerson;
  readonly shift: Shift;
  readonly posts: readonly Post[];
  readonly now: number;
  readonly children?: ComponentChildren;
}) {
  const words = useApprovalsWords();
  const all = useWords();
  const name = of.name ?? "?";
  return (
    <>
      <h3>
        {name} {of.home === null ? null : <small>{words.support(of.home)}</small>}
      </h3>
      <p>
        {nearDayOf(all, shift.start, now)} <b>{spanOf(all, shift)}</b> {posts.map(({ title }) => title).join("、")}
        {shift.urgent ? <b> {words.urgent}</b> : null}
      </p>
      {children}
      {of.phone === null ? null : (
        <p>
          <a class="button" href={`tel:${of.phone.replace(/[^+\d]/g, "")}`} aria-label={words.call(name, of.phone)}>
            <Icon name="phone" />
            <span>{of.phone}</span>
          </a>
        </p>
      )}
    </>
  );
}

const mostReason = 200;

/** A reason is chosen or written; without one there is nothing to send. */
export function ReasonSheet({
  title,
  what,
  reasons,
  other,
  send,
  onSend,
  onClose,
}: {
  readonly title: string;
  readonly what: string;
  readonly reasons: readonly string[];
  readonly other: string;
  readonly send: string;
  readonly onSend: (reason: string) => void;
  readonly onClose: () => void;
}) {
  const all = useWords();
  const [reason, setReason] = useState("");
  return (
    <Sheet title={title} onClose={onClose}>
      <p>{what}</p>
      <div class="sheet-choices">
        {reasons.map((one) => (
          <Button key={one} pressed={reason === one} onPress={() => setReason(one)}>
            {one}
          </Button>
        ))}
      </div>
      <label class="field">
        {other}
        <input type="text" maxLength={mostReason} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
      </label>
      <div class="pair">
        <Button onPress={onClose}>{all.cancel}</Button>
        <Button kind="main" disabled={reason.trim() === ""} onPress={() => onSend(reason.trim())}>
          {send}
        </Button>
      </div>
    </Sheet>
  );
}
