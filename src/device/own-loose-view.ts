// One's own taps that named no shift and belong to none so far: waiting for the leader to find one, or not counted, with the reason (R13).

import { correctedTime } from "../domain/clock.ts";
import type { Id } from "../domain/event.ts";
import { livingOf } from "../domain/living.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { shiftOfTap } from "../domain/tap-binding.ts";
import { heldBackMs } from "./led-duties.ts";
import { plansOf } from "./loose-taps.ts";
import { type Reader, rowsAbout, toEntries } from "./reading.ts";
import { nameOf } from "./requests-view.ts";

export interface LooseLine {
  readonly tap: Id;
  readonly isIn: boolean;
  readonly at: number;
  /** Null while nobody has said anything. */
  readonly refused: { readonly byName: string | null; readonly at: number; readonly reason: string | null } | null;
}

/** Of the last 35 days, newest first. */
export async function ownLooseTaps(reader: Reader, now: number): Promise<readonly LooseLine[]> {
  const member = await reader.state("member");
  if (member === undefined) return [];
  const rows = await reader.under(subject.unbound(member.person));
  if (rows.length === 0) return [];
  const living = livingOf(toEntries([...rows, ...(await rowsAbout(reader, rows))]));
  const plans = await plansOf(reader, member.person);
  const bound = new Set(living.of("tapBound").map(({ event }) => event.facts.of));
  const loose = [...living.of("checkedIn"), ...living.of("checkedOut")].filter(
    (tap) => !bound.has(tap.event.id) && correctedTime(tap.event) > now - heldBackMs && shiftOfTap(tap, plans, rules) === null,
  );
  const lines = await Promise.all(
    loose.map(async ({ event }): Promise<LooseLine> => {
      const no = living.of("answered").find((answer) => answer.event.facts.of === event.id && !answer.event.facts.accepted)?.event;
      const refused =
        no === undefined
          ? null
          : { byName: await nameOf(reader, no.author), at: correctedTime(no), reason: await reader.text(no.id, "reason") };
      return { tap: event.id, isIn: event.type === "checkedIn", at: correctedTime(event), refused };
    }),
  );
  return lines.sort((a, b) => b.at - a.at || (a.tap < b.tap ? -1 : 1));
}
