// The duties on which this device's person may say that they have taken in a bundle: shifts they lead that run about now, and posts they lead. None for
// whoever only carries. (rights.ts: leader, branchOwn, postLead)

import type { Id } from "../domain/event.ts";
import { isRoleAt, toShift } from "../domain/roster.ts";
import { ledShifts } from "./board-view.ts";
import { entitiesOf, type Reader } from "./reading.ts";
import { meView } from "./today-view.ts";

export interface Watching {
  readonly shift: Id;
  readonly post: Id | null;
}

/** The one that runs, or is nearest, first. */
export async function watchesOf(reader: Reader, now: number): Promise<readonly Watching[]> {
  const [led, me] = await Promise.all([ledShifts(reader, now), meView(reader)]);
  const posts = (me?.roles ?? []).filter((role) => role.role === "postLead" && isRoleAt(role, now));
  const shifts = await entitiesOf(
    reader,
    "shift",
    posts.map(({ shift }) => shift),
    toShift,
  );
  const away = ({ start, end }: { readonly start: number; readonly end: number }): number => Math.max(0, start - now, now - end);
  const own = posts.flatMap(({ shift, post }) => {
    const known = shifts.get(shift ?? "");
    return known === undefined || known.cancelled || post === null ? [] : [{ watch: { shift: known.id, post }, far: away(known) }];
  });
  return [...led.map((shift) => ({ watch: { shift: shift.id, post: null }, far: away(shift) })), ...own]
    .sort((a, b) => a.far - b.far)
    .map(({ watch }) => watch);
}
