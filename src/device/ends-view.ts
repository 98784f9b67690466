// 没签退 and 待确认 (R10, R17): of duties that ended within 72 h, who came and has no end, and whom nobody has confirmed.

import { hasArrived } from "../domain/board.ts";
import { rules } from "../domain/rules.ts";
import { boardsOf, ledShiftsSince, reachView } from "./led-duties.ts";
import type { Reader } from "./reading.ts";
import type { BoardTile, BoardView } from "./view-types.ts";

export interface EndsLine {
  readonly view: BoardView;
  readonly open: readonly BoardTile[];
  /** Also whoever was heard of only after 收队. */
  readonly unconfirmed: readonly BoardTile[];
}

/**
 * By start, the latest first; of duties this person leads: those of a squad are its leader's, of a branch without squads the branch's (R25).
 */
export async function endsView(reader: Reader, now: number): Promise<readonly EndsLine[]> {
  const reach = await reachView(reader, now);
  const led = new Set(reach.roles.flatMap(({ role, team }) => (role === "squadLeader" || role === "branchStaff" ? [team] : [])));
  const shifts = (await ledShiftsSince(reader, reach, now - rules.lateUntilMs, now)).filter(({ team, end }) => led.has(team) && end < now);
  const views = await boardsOf(reader, shifts, now);
  return views
    .map(
      (view): EndsLine => ({
        view,
        open: view.tiles.filter(({ attendance: it }) => it.state === "open" || (hasArrived(it) && it.end === null)),
        unconfirmed: view.tiles.filter(({ attendance: it }) => it.state === "unconfirmed"),
      }),
    )
    .filter(({ open, unconfirmed }) => open.length + unconfirmed.length > 0);
}

export const countEnds = async (reader: Reader, now: number): Promise<number> =>
  (await endsView(reader, now)).reduce((sum, { open, unconfirmed }) => sum + open.length + unconfirmed.length, 0);
