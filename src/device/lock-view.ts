// What the lock of a leader's tablet is decided by: who may hold it, whom they lead about now, and when it last had a network.

import type { Id } from "../domain/event.ts";
import { isRoleAt, type Shift, toPerson } from "../domain/roster.ts";
import { ledShifts } from "./board-view.ts";
import { entitiesOf, membershipIn, namesOf, type Reader } from "./reading.ts";
import { meView } from "./today-view.ts";

export interface LockView {
  readonly person: Id;
  /** Everybody this device is bound to. */
  readonly persons: readonly { readonly id: Id; readonly name: string | null }[];
  readonly isLeader: boolean;
  readonly shifts: readonly Shift[];
  readonly syncedAt: number | null;
  readonly lentUntil: number | null;
}

/** Null while this device has not joined. */
export async function lockView(reader: Reader, now: number): Promise<LockView | null> {
  const member = await membershipIn(reader);
  if (member === null) return null;
  const [me, sync, people] = await Promise.all([
    meView(reader),
    reader.state("sync"),
    entitiesOf(reader, "person", [...member.persons], toPerson),
  ]);
  const names = await namesOf(reader, people);
  const isLeader = (me?.roles ?? []).some((role) => (role.role === "squadLeader" || role.role === "branchStaff") && isRoleAt(role, now));
  return {
    person: member.person,
    persons: member.persons.map((id) => ({ id, name: names.get(id) ?? null })),
    isLeader,
    shifts: isLeader ? await ledShifts(reader, now) : [],
    syncedAt: sync?.syncedAt ?? null,
    lentUntil: member.lent?.until ?? null,
  };
}
