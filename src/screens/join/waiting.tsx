// 等队长确认: what was asked, how far it has come, and what one can do meanwhile. Survives closing: what is asked stands in the settings.

import type { Asking } from "../../device/settings.ts";
import { problemText } from "../../words/words.ts";
import { useAllWords } from "../all-words.ts";
import { useJoiningWords } from "../install/joining-words.ts";
import { Button } from "../parts/button.tsx";
import { useNow } from "../reading.ts";
import { momentOf } from "../saying.tsx";
import { useAsking } from "./asking.ts";

export interface WaitingProps {
  readonly asking: Asking;
  readonly onJoined: () => void;
  /** Back to the form, to give another name or other digits. */
  readonly onCorrect: () => void;
  /** Another invite altogether. */
  readonly onLeave: () => void;
}

export function Waiting({ asking, onJoined, onCorrect, onLeave }: WaitingProps) {
  const all = useAllWords();
  const words = useJoiningWords();
  const now = useNow();
  const { standing, isAsking, askNow } = useAsking(asking, onJoined);
  const sent = asking.since === null ? words.waitNotSent : words.waitSent(momentOf(all, asking.since, now));
  const isDeclined = standing.type === "refused" && standing.code === "joinDeclined";
  return (
    <section class="join-part" data-standing={standing.type}>
      <h2 class="large">{isDeclined ? words.declined : standing.type === "refused" ? words.refused : words.waitTitle}</h2>
      <p>{words.waitWho(asking.name, asking.lastFour)}</p>
      <div role="status">
        {standing.type === "refused" ? (
          <p class="box bad">{isDeclined ? words.declinedHow : problemText(all, standing.code)}</p>
        ) : (
          <p class={standing.type === "waiting" ? "box" : "box warn"}>
            {standing.type === "offline" ? words.waitOffline : standing.type === "trouble" ? words.waitTrouble : sent}
          </p>
        )}
      </div>
      {standing.type === "refused" ? null : (
        <>
          <h3>{words.waitMeanwhile}</h3>
          <ul class="terms">
            {words.waitTips.map((tip) => (
              <li key={tip}>{tip}</li>
            ))}
          </ul>
          <Button kind="main" wide disabled={isAsking} onPress={askNow}>
            {isAsking ? words.asking : words.askAgain}
          </Button>
        </>
      )}
      <Button kind={isDeclined ? "main" : "plain"} wide onPress={onCorrect}>
        {words.correct}
      </Button>
      <Button wide onPress={onLeave}>
        {words.leave}
      </Button>
    </section>
  );
}
