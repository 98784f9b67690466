// What was settled, where the fold of a device cannot know it: a volunteer's phone is not sent what closed the duty. There the endpoint's own
// decision says the end, or that nobody came. Devices that hold the closing fold it themselves.

import type { Attendance, Settled, Span } from "./attendance.ts";

/** R8, R12: the stretches that were credited when it was settled, whatever a fold says later. */
export function settledSpans({ minutes, start, end, spans }: Pick<Settled, "minutes" | "start" | "end" | "spans">): readonly Span[] {
  if (minutes === 0 || start === null || end === null) return [];
  return spans ?? [{ from: start, to: end }];
}

/** With what was settled in place of an end, or a word, that this device cannot know. */
export function asSettled(attendance: Attendance): Attendance {
  const { settled, state } = attendance;
  if (settled === null || (state !== "open" && state !== "unheard")) return attendance;
  const { minutes, start, end, startCause, endCause } = settled;
  return {
    ...attendance,
    state: settled.state,
    minutes,
    class: settled.class,
    start,
    end,
    startCause,
    endCause,
    spans: settledSpans(settled),
  };
}
