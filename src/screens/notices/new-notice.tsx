// 发通知: to whom, what, until when. Two taps and the words.

import { useState } from "preact/hooks";
import { postNotice } from "../../actions/notice.ts";
import { retract } from "../../actions/retract.ts";
import { startOfDay } from "../../domain/clock.ts";
import type { Id } from "../../domain/event.ts";
import { rules } from "../../domain/rules.ts";
import type { TeamLine } from "../../domain/team-tree.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Choose } from "../parts/choose.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";
import { useNoticesWords } from "./words.ts";

const dayMs = 86_400_000;
const mostLength = 500;
/** Days until it is past, counted to the end of the day; null: never. */
const spans = { day: 1, threeDays: 3, week: 7, always: null } as const;
type Span = keyof typeof spans;

interface NewNoticeProps {
  readonly me: Id;
  readonly postable: readonly TeamLine[];
  readonly onClose: () => void;
}

export function NewNotice({ me, postable, onClose }: NewNoticeProps) {
  const app = useApp();
  const words = useNoticesWords();
  const session = useSession();
  const recording = useRecording();
  const [team, setTeam] = useState<Id>(postable[0]?.team.id ?? "");
  const [text, setText] = useState("");
  const [span, setSpan] = useState<Span>("threeDays");
  const [isAsked, setAsked] = useState(false);
  const trimmed = text.trim();

  const send = async (): Promise<void> => {
    if (trimmed === "") return setAsked(true);
    const days = spans[span];
    const until = days === null ? null : startOfDay(app.now(), rules) + days * dayMs;
    const ids = await recording(() => postNotice(app.ports, me, team, trimmed, until));
    if (ids === null) return;
    session.show(words.sent, () => {
      void recording(() => retract(app.ports, me, ids)).then((done) => {
        if (done !== null) session.show(words.takenBack);
      });
    });
    onClose();
  };

  const isMissing = isAsked && trimmed === "";
  return (
    <Sheet title={words.write} onClose={onClose}>
      <form
        class="rows"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {postable.length === 1 ? (
          <p class="large">{postable[0]?.team.title}</p>
        ) : (
          <Choose
            label={words.team}
            options={postable.map(({ team: { id, title, tier } }) => [id, tier === "squad" ? title : words.withBelow(title)])}
            chosen={team}
            onChoose={setTeam}
          />
        )}
        <label class="field">
          <span>{words.text}</span>
          <textarea
            rows={4}
            maxLength={mostLength}
            placeholder={words.textHint}
            value={text}
            aria-invalid={isMissing}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        {isMissing ? (
          <p class="warn" role="alert">
            {words.textMissing}
          </p>
        ) : null}
        {text.length >= mostLength ? <p class="warn">{words.textTooLong(mostLength)}</p> : null}
        <Choose
          label={words.until}
          options={(["day", "threeDays", "week", "always"] as const).map((it) => [it, words.untils[it]])}
          chosen={span}
          onChoose={setSpan}
        />
        <NotRecorded />
        <Button kind="main" wide submit onPress={() => void send()}>
          {words.send}
        </Button>
      </form>
    </Sheet>
  );
}
