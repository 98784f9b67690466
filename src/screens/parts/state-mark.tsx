// The mark of an attendance state, drawn so that it reads without colour: ✓ disc, clock, 假 in a square, hollow circle, … disc,
// ×, half disc, ? diamond (SCREENS.md, state table).

import type { JSX } from "preact";
import type { AttendanceState } from "../../domain/facts.ts";

const disc = "M12 22a10 10 0 1 0 0-20 10 10 0 0 0 0 20z";
const marks: Readonly<Record<AttendanceState, () => JSX.Element>> = {
  present: () => (
    <>
      <path class="solid" d={disc} />
      <path class="cut" d="M7 12.500l3.500 3.500L17 8.500" />
    </>
  ),
  late: () => <path d={`${disc}M12 6v6l4 3`} />,
  leftEarly: () => <path d={`${disc}M12 6v6l-4 3`} />,
  onLeave: () => (
    <>
      <path d="M2 2h20v20H2z" />
      <text x="12" y="17.500" text-anchor="middle">
        假
      </text>
    </>
  ),
  unheard: () => <path d={disc} />,
  unconfirmed: () => (
    <>
      <path class="solid" d={disc} />
      <path class="cut" d="M7 12h.5M12 12h.5M17 12h.5" />
    </>
  ),
  absent: () => <path class="thick" d="M5 5l14 14M19 5 5 19" />,
  open: () => (
    <>
      <path d={disc} />
      <path class="solid" d="M12 2a10 10 0 0 0 0 20z" />
    </>
  ),
  disputed: () => (
    <>
      <path d="M12 1l11 11-11 11L1 12z" />
      <text x="12" y="17" text-anchor="middle">
        ?
      </text>
    </>
  ),
};

export function StateMark({ state }: { readonly state: AttendanceState }) {
  return (
    <svg class="state-mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {marks[state]()}
    </svg>
  );
}
