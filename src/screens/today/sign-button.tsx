// The one big button, 342 × 168 at 390 px: 签到 green, 签退 blue, or, where there is nothing to press, what stands instead of it.

import { useRef, useState } from "preact/hooks";
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
  // Known at once, before the next drawing: two taps may come within one frame.
  const rests = useRef(false);
  const [asksMinutes, setAsks] = useState<number | null>(null);

  const press = (act: () => Promise<boolean>): void => {
    if (rests.current) return;
    const rest = (isOn: boolean): void => {
      rests.current = isOn;
      setResting(isOn);
    };
    rest(true);
    setTimeout(() => rest(false), restMs);
    void act();
  };
  const leave = (): void => {
    setAsks(null);
    press(() => signing.signOut(duty));
  };

  const pressOut = (): void => {
    if (rests.current) return;
    const minutes = minutesTooEarly(duty, now());
    if (minutes === null) leave();
    else setAsks(minutes);
  };

  // One button for both, never `disabled`: whoever works by keyboard or screen reader must not lose it under the finger.
  if (phase === "open" || phase === "on")
    return (
      <>
        <button
          type="button"
          class={phase === "open" ? "sign go" : "sign leave"}
          aria-disabled={isResting}
          onClick={phase === "open" ? () => press(() => signing.signIn(duty)) : pressOut}
        >
          {phase === "open" ? words.today.checkIn : words.today.checkOut}
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
