// 收下 or 只说明, each with a reason that whoever made the record reads. A release has no 撤销: it stands (domain/rights.ts), so it says so
// before, and asks for its reason in words.

import { useState } from "preact/hooks";
import { decideAside } from "../../actions/decide-aside.ts";
import type { DecisionLine } from "../../device/decisions-view.ts";
import type { Id } from "../../domain/event.ts";
import type { QuarantineDecision } from "../../domain/facts.ts";
import type { QuarantineLine } from "../../protocol/quarantine.ts";
import type { QuarantineWords } from "../../words/quarantine.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";

/** As the schema of a note holds it. */
const longest = 1000;

/** Why it cannot be released, in words; null when it can. */
export function whyNot(line: QuarantineLine, said: readonly DecisionLine[], words: QuarantineWords): string | null {
  const isReleased = said.some(({ decision, state }) => decision === "released" && state !== "refused");
  if (line.judgement !== "quarantined" || isReleased) return words.cannot.done;
  if (line.mayRelease) return null;
  if (line.problem === "conflict") return words.cannot.taken;
  const isUnreadable = line.problem === "poison" || line.problem === "tooBig" || line.problem === "partMismatch";
  return isUnreadable ? words.cannot.unreadable : words.cannot.notYours;
}

interface DecidingProps {
  readonly me: Id;
  readonly line: QuarantineLine;
  readonly said: readonly DecisionLine[];
  readonly words: QuarantineWords;
}

export function Deciding({ me, line, said, words }: DecidingProps) {
  const app = useApp();
  const session = useSession();
  const recording = useRecording();
  const [note, type] = useState("");
  const [problem, tell] = useState<string | null>(null);
  const cannot = whyNot(line, said, words);
  if (!line.mayExplain) return cannot === null ? null : <p class="box">{cannot}</p>;

  const decide = async (decision: QuarantineDecision): Promise<void> => {
    const text = note.trim();
    if (text === "" || text.length > longest) {
      tell(text === "" ? words.noteMissing : words.noteLong);
      document.getElementById("aside-note")?.focus();
      return;
    }
    tell(null);
    const done = await recording(() => decideAside(app.ports, me, { of: line.id, hash: line.hash, decision }, text));
    if (done === null) return;
    type("");
    session.show(decision === "released" ? words.released : words.explained);
  };

  return (
    <section class="card stack">
      <h2>{words.decide}</h2>
      {session.failure() === null ? null : <NotRecorded />}
      <label class="field">
        <span>{words.note}</span>
        <textarea
          id="aside-note"
          rows={3}
          value={note}
          aria-invalid={problem !== null}
          aria-describedby="aside-note-problem"
          onInput={(event) => type(event.currentTarget.value)}
        />
      </label>
      <p id="aside-note-problem" role="alert" class="bad">
        {problem}
      </p>
      {cannot === null ? (
        <>
          <p>{words.releaseWhat}</p>
          <Button kind="go" wide icon="check" onPress={() => void decide("released")}>
            {words.release}
          </Button>
        </>
      ) : (
        <p class="box">{cannot}</p>
      )}
      <p>{words.explainWhat}</p>
      <Button wide onPress={() => void decide("explained")}>
        {words.explain}
      </Button>
    </section>
  );
}
