// 存疑: what the branch has to decide about its squads' duties, with both sides of each.

import type { Attendance } from "../domain/attendance.ts";
import { correctedTime } from "../domain/clock.ts";
import { entriesOf, type Id } from "../domain/event.ts";
import type { MarkState } from "../domain/facts.ts";
import type { Shift } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import { pathTitle } from "../domain/team-tree.ts";
import { boardsOf, heldBackMs, ledShiftsSince, reachView, unquiet } from "./led-duties.ts";
import { type Reader, toEntries } from "./reading.ts";
import { nameOf, waitingMakeups } from "./requests-view.ts";

/** One leader's word, as far as it still stands. */
export interface Side {
  readonly event: Id;
  readonly byName: string | null;
  readonly state: MarkState;
  readonly from: number | null;
  readonly at: number;
  readonly reason: string | null;
}
/** clock: held for review (R20) · late: heard of after 72 h, a make-up now (R14). */
export type CaseKind = "disputed" | "appeal" | "makeup" | "clock" | "late";
export interface CaseLine {
  readonly shift: Shift;
  readonly team: string;
  readonly person: Id;
  readonly name: string | null;
  readonly attendance: Attendance;
  readonly kinds: readonly CaseKind[];
  readonly sides: readonly Side[];
  readonly appeal: string | null;
  readonly makeup: { readonly start: number; readonly end: number; readonly reason: string | null } | null;
  /** Nobody decides about their own record (R13). */
  readonly isOwn: boolean;
}

async function sidesOf(reader: Reader, { shift, person, marks }: Attendance): Promise<readonly Side[]> {
  const entries = toEntries(await reader.under(subject.dutyOf(shift, person)));
  // 扫码 is a side too: it says 已到.
  const living = [...entriesOf(entries, "marked"), ...entriesOf(entries, "badgeSeen")].filter(({ event }) => marks.includes(event.id));
  const sides = await Promise.all(
    living.map(
      async ({ event }): Promise<Side> => ({
        event: event.id,
        byName: await nameOf(reader, event.author),
        state: event.type === "marked" ? event.facts.state : "present",
        from: event.type === "marked" ? event.facts.at : null,
        at: correctedTime(event),
        reason: await reader.text(event.id, "reason"),
      }),
    ),
  );
  return sides.sort((a, b) => a.at - b.at || (a.event < b.event ? -1 : 1));
}

export interface DisputesView {
  readonly me: Id | null;
  /** The longest waiting first. */
  readonly cases: readonly CaseLine[];
}

export async function disputesView(reader: Reader, now: number): Promise<DisputesView> {
  const reach = await reachView(reader, now);
  const shifts = (await ledShiftsSince(reader, reach, now - heldBackMs, now)).filter(({ team }) => reach.decided.has(team));
  const [views, makeups] = await Promise.all([boardsOf(reader, await unquiet(reader, shifts), now), waitingMakeups(reader, now)]);
  const escalated = new Set(makeups.filter(({ isEscalated }) => isEscalated).map(({ event }) => event));
  const found = views.flatMap(({ board, tiles }) =>
    tiles.flatMap((tile) => {
      const { state, appeal, makeup, flags, correction } = tile.attendance;
      const isUndecided = correction === null;
      const kinds: readonly CaseKind[] = [
        ...(state === "disputed" ? ["disputed" as const] : []),
        ...(appeal?.answer === "waiting" ? ["appeal" as const] : []),
        ...(makeup?.answer === "waiting" && escalated.has(makeup.event) ? ["makeup" as const] : []),
        ...(isUndecided && flags.includes("heldForReview") ? ["clock" as const] : []),
        ...(isUndecided && flags.includes("lateArrival") ? ["late" as const] : []),
      ];
      return kinds.length === 0 ? [] : [{ shift: board.shift, tile, kinds }];
    }),
  );
  const cases = await Promise.all(
    found.map(async ({ shift, tile, kinds }): Promise<CaseLine> => {
      const { attendance } = tile;
      const [sides, appeal, why] = await Promise.all([
        sidesOf(reader, attendance),
        kinds.includes("appeal") ? reader.text(attendance.appeal?.event, "reason") : null,
        kinds.includes("makeup") ? reader.text(attendance.makeup?.event, "reason") : null,
      ]);
      return {
        shift,
        team: pathTitle(reach.teams, shift.team),
        person: tile.person,
        name: tile.name,
        attendance,
        kinds,
        sides,
        appeal,
        makeup:
          kinds.includes("makeup") && attendance.makeup !== null
            ? { start: attendance.makeup.start, end: attendance.makeup.end, reason: why }
            : null,
        isOwn: tile.person === reach.me,
      };
    }),
  );
  return {
    me: reach.me,
    cases: cases.sort((a, b) => a.shift.end - b.shift.end || (a.name ?? "").localeCompare(b.name ?? "", "zh-CN")),
  };
}

export const countDisputes = async (reader: Reader, now: number): Promise<number> => (await disputesView(reader, now)).cases.length;
