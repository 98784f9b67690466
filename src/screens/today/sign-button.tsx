// The one big button, 342 × 168 at 390 px: 签到 green, 签退 blue, or, where there is nothing to press, what stands instead of it.

import { useState } from "preact/hooks";
import type { Duty } from "../../device/view-types.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { clockOf, useWords } from "../saying.tsx";
import { minutesTooEarly, opensAt, ownMinutes, type Phase } from "./phase.ts";
import type { Signing } from "./signing.ts";
import { whyOf } from "./status.ts";

/** The button turns from 签到 into 签退 under the thumb: a second tap of the same press must not count. */
const restMs = 1_000;

export interface SignButtonProps {
  readonly duty: Duty;
  readonly phase: Phase;
  readonly now: () => number;
  readonly signing: Signing;
}

export function SignButton({ duty, phase, now, signing }: SignButtonProps) {
  const words = useWords();
  const [isResting, setResting] = useState(false);
  const [asksMinutes, setAsks] = useState<number | null>(null);

  const press = (act: () => Promise<boolean>): void => {
    setResting(true);
    setTimeout(() => setResting(false), restMs);
    void act();
  };
  const leave = (): void => {
    setAsks(null);
    press(() => signing.signOut(duty));
  };

  if (phase === "open")
    return (
      <button type="button" class="sign go" disabled={isResting} onClick={() => press(() => signing.signIn(duty))}>
        {words.today.checkIn}
      </button>
    );
  if (phase === "on")
    return (
      <>
        <button
          type="button"
          class="sign leave"
          disabled={isResting}
          onClick={() => {
            const minutes = minutesTooEarly(duty, now());
            if (minutes === null) leave();
            else setAsks(minutes);
          }}
        >
          {words.today.checkOut}
        </button>
        {asksMinutes === null ? null : (
          <Sheet title={words.today.early(asksMinutes)} onClose={() => setAsks(null)}>
            <div class="pair">
              <Button kind="plain" onPress={() => setAsks(null)}>
                {words.today.wait}
              </Button>
              <Button kind="leave" onPress={leave}>
                {words.today.checkOut}
              </Button>
            </div>
          </Sheet>
        )}
      </>
    );
  return (
    <div class={`sign quiet ${phase}`}>
      <QuietWords duty={duty} phase={phase} />
    </div>
  );
}

function QuietWords({ duty, phase }: { readonly duty: Duty; readonly phase: Phase }) {
  const words = useWords();
  const { settled, state } = duty.attendance;
  if (phase === "early") return <strong>{words.today.opensAt(clockOf(opensAt(duty)))}</strong>;
  if (phase === "forgotten") return <strong>{words.today.forgotten}</strong>;
  if (phase === "over")
    return <strong>{state === "unheard" || state === "unconfirmed" ? words.today.missed : words.standing[state]}</strong>;
  if (phase === "off") {
    const minutes = ownMinutes(duty);
    return <strong>{minutes === 0 ? words.today.signedOutShort : words.today.signedOut(minutes)}</strong>;
  }
  return (
    <>
      <strong>{words.today.settled(settled?.minutes ?? 0)}</strong>
      {whyOf(words, duty).map((line) => (
        <span key={line}>{line}</span>
      ))}
    </>
  );
}
