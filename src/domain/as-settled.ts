// A volunteer's phone is not sent what closed the duty: there the endpoint's own decision says the end, or that nobody came. Devices that
// hold the closing fold it themselves.

import type { Attendance } from "./attendance.ts";

/** With what was settled in place of an end, or a word, that this device cannot know. */
export function asSettled(attendance: Attendance): Attendance {
  const { settled, state } = attendance;
  if (settled === null || (state !== "open" && state !== "unheard")) return attendance;
  const { minutes, start, end, startCause, endCause } = settled;
  return { ...attendance, state: settled.state, minutes, class: settled.class, start, end, startCause, endCause };
}
