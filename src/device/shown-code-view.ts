// 出示码 as one device sees it: which posts of a shift its person may show codes for, the secret it made for that, and how far its clock is to be
// believed. The secret is read here and nowhere else; another device's copy of the event does not hold it.

import { correctedTime, timeUncertaintyMs } from "../domain/clock.ts";
import { type Anchor, entriesOf, type Id } from "../domain/event.ts";
import { isRoleAt, type Post, type Shift, toPost, toShift } from "../domain/roster.ts";
import type { Rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { entitiesOf, membershipIn, type Reader, toEntries } from "./reading.ts";
import { meView } from "./today-view.ts";

export interface ShownCode {
  readonly event: Id;
  /** 64 hex digits. */
  readonly secret: string;
}

export interface CodeScreen {
  readonly ledger: Id;
  readonly person: Id;
  readonly shift: Shift;
  /** Those this person may show codes for, in the shift's order; empty: none of it is theirs. */
  readonly posts: readonly Post[];
  /** What a `codeShown` has to name: null for the leader's, else the post lead's own. */
  readonly facts: { readonly shift: Id; readonly post: Id | null };
  /** Made on this device for just that; null: not yet, or by a clock that is known better now. */
  readonly shown: ShownCode | null;
  readonly anchor: Anchor | null;
}

const dayMs = 86_400_000;

/** `post`: the one that was asked for; of a post lead with several, that one. */
export async function codeScreen(reader: Reader, id: Id, post: Id | null, now: number): Promise<CodeScreen | null> {
  const [member, me, shifts] = await Promise.all([membershipIn(reader), meView(reader), entitiesOf(reader, "shift", [id], toShift)]);
  const shift = shifts.get(id);
  if (member === null || shift === undefined) return null;
  const roles = (me?.roles ?? []).filter((role) => isRoleAt(role, now));
  const isLeader = roles.some(({ role, team }) => (role === "squadLeader" || role === "branchStaff") && team === shift.team);
  const led = roles.flatMap((role) => (role.role === "postLead" && role.shift === id && role.post !== null ? [role.post] : []));
  const own = shift.posts.filter((it) => isLeader || led.includes(it));
  const facts = { shift: id, post: isLeader ? null : (own.find((it) => it === post) ?? own[0] ?? null) };
  const posts = await entitiesOf(reader, "post", isLeader ? own : [facts.post], toPost);
  return {
    ledger: member.ledger,
    person: member.person,
    shift,
    posts: own.flatMap((it) => posts.get(it) ?? []),
    facts,
    shown: await shownHere(reader, member.person, facts, member.anchor, now),
    anchor: member.anchor,
  };
}

/** The newest one of this device that still holds. Where the device has heard the time since, one made before it is worth nothing. */
async function shownHere(
  reader: Reader,
  person: Id,
  { shift, post }: CodeScreen["facts"],
  anchor: Anchor | null,
  now: number,
): Promise<ShownCode | null> {
  const own = (await reader.under(subject.codesOf(shift))).filter((row) => row.link !== null && row.refused !== 1 && row.aside !== 1);
  const held = entriesOf(toEntries(own), "codeShown").filter(
    ({ event }) =>
      event.author === person &&
      event.facts.post === post &&
      Math.abs(now - correctedTime(event)) < dayMs &&
      (event.anchor !== null || anchor === null),
  );
  const event = held[held.length - 1]?.event.id;
  const secret = await reader.text(event, "secret");
  return event === undefined || secret === null ? null : { event, secret };
}

/** never: nobody has told this device the time · unsure: too long ago, or its clock was moved since · right. */
export type ClockStanding = "never" | "unsure" | "right";

/** As the endpoint will judge it: a code of a clock that is not right is weak whoever reads it. `elapsed`: of this run. */
export function clockStanding(
  anchor: Anchor | null,
  { wallTime, elapsed, run }: { readonly wallTime: number; readonly elapsed: number; readonly run: Id },
  rules: Rules,
): ClockStanding {
  if (anchor === null) return "never";
  const elapsedMs = anchor.run === run && anchor.elapsedMs !== null ? elapsed - anchor.elapsedMs : null;
  const header = { id: "", device: "", n: 1, author: "", version: 1, wallTime, zoneOffset: 0, anchor: { ...anchor, elapsedMs } };
  return (timeUncertaintyMs(header, rules) ?? Number.POSITIVE_INFINITY) > rules.codeWithinMs ? "unsure" : "right";
}
