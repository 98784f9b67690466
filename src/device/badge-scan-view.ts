// 扫码 without any network: what a text that was scanned is, whose badge, whether it holds (signature, expiry, what has been cancelled as far as
// this tablet has heard), and what is known of that person on this shift. Decides nothing and writes nothing.

import { correctedTime } from "../domain/clock.ts";
import { entriesOf, type Id } from "../domain/event.ts";
import { livingOf } from "../domain/living.ts";
import { createMerging, isListed, mergeEntries } from "../domain/merging.ts";
import { foldPlacements, isRoleAt, type Person, type Post, type Shift, toPerson, toPost, toShift } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import { type Badge, badgeMessage, parseBadge } from "../protocol/badge.ts";
import { parseSign } from "../protocol/codes.ts";
import { findInvite } from "../protocol/invites.ts";
import { isSequenceFrame, type SequenceKind, sequenceKindOf } from "../protocol/qr-sequence.ts";
import { parseRotating } from "../protocol/rotating-code.ts";
import { entitiesOf, membershipIn, namesOf, type Reader, rowsAbout, toEntries } from "./reading.ts";
import { isSigned } from "./records-open.ts";
import { meView } from "./today-view.ts";

/** Codes of ours that say who nobody is: of a post, of a tablet, of a phone that hands its records over, of an invitation. */
export type OtherCode = "sign" | "rotating" | SequenceKind | "records" | "invite";

export type BadgeReading =
  | { readonly type: "unknown" }
  | { readonly type: "otherCode"; readonly code: OtherCode }
  /** A badge by its form, not signed by this ledger: of another city, or made up. */
  | { readonly type: "foreign" }
  | { readonly type: "expired" | "cancelled" | "gone"; readonly person: Id; readonly name: string | null; readonly at: number }
  /** 已签过: a badge of this person was scanned before, at `at`. */
  | { readonly type: "again"; readonly person: Id; readonly name: string | null; readonly at: number }
  | {
      readonly type: "good";
      readonly badge: Badge;
      /** Whom the badge stands for today. */
      readonly person: Id;
      /** Null: the badge is genuine, and this tablet does not know whose it is. */
      readonly name: string | null;
      readonly isPlaced: boolean;
      /** Where the roster has them. */
      readonly post: Id | null;
      /** Living 未到 of this very leader: the scan takes it back. */
      readonly ownAbsent: readonly Id[];
      /** Somebody else says 未到: the two disagree. */
      readonly isDisputed: boolean;
      readonly isOwn: boolean;
    };

function otherCodeOf(text: string): OtherCode | null {
  if (parseSign(text) !== null) return "sign";
  if (parseRotating(text) !== null) return "rotating";
  // "records": of a kind that a newer app shows.
  if (isSequenceFrame(text)) return sequenceKindOf(text) ?? "records";
  return findInvite(text) === null ? null : "invite";
}

/** The person, whoever they stand for by now, and everybody who stands for the same. */
async function identityOf(
  reader: Reader,
  person: Id,
): Promise<{ readonly person: Id; readonly ids: readonly Id[]; readonly known: Person | null }> {
  const people = new Map<Id, Person>();
  for (let wanted: readonly Id[] = [person]; wanted.length > 0; ) {
    const found = await entitiesOf(reader, "person", wanted, toPerson);
    for (const [id, one] of found) people.set(id, one);
    wanted = [...found.values()].flatMap(({ mergedInto }) => (mergedInto === null || people.has(mergedInto) ? [] : [mergedInto]));
  }
  const into = createMerging((id) => people.get(id)?.mergedInto ?? null)(person);
  const merged = toEntries(await reader.under(subject.mergedInto(into)));
  const ids = entriesOf(merged, "patched").flatMap(({ event: { facts } }) => (facts.entity === "person" ? [facts.id] : []));
  return { person: into, ids: [...new Set([person, into, ...ids])], known: people.get(into) ?? null };
}

/** `now`: corrected time, ms. */
export async function readBadge(reader: Reader, shift: Id, text: string, now: number): Promise<BadgeReading> {
  const badge = parseBadge(text);
  if (badge === null) {
    const code = otherCodeOf(text);
    return code === null ? { type: "unknown" } : { type: "otherCode", code };
  }
  const member = await membershipIn(reader);
  if (member === null || !(await isSigned(member.endpointKey, badgeMessage(member.ledger, badge.person, badge.expires), badge.signature)))
    return { type: "foreign" };
  const { person, ids, known } = await identityOf(reader, badge.person);
  const standsFor = (id: Id): Id => (ids.includes(id) ? person : id);
  const [revoked, placed, dutyRows, names] = await Promise.all([
    reader.under(...ids.map(subject.revokedOf)),
    reader.under(subject.placements(shift)),
    reader.under(...ids.map((id) => subject.dutyOf(shift, id))),
    namesOf(reader, new Map(known === null ? [] : [[person, known]])),
  ]);
  const name = names.get(person) ?? null;
  const cancelling = livingOf(toEntries([...revoked, ...(await rowsAbout(reader, revoked))]))
    .of("badgeRevoked")
    .filter(({ event }) => event.facts.until >= badge.expires)
    .map(({ event }) => correctedTime(event));
  if (cancelling.length > 0) return { type: "cancelled", person, name, at: Math.min(...cancelling) };
  if (badge.expires <= now) return { type: "expired", person, name, at: badge.expires };
  if (known !== null && !isListed(known)) return { type: "gone", person, name, at: now };
  const living = livingOf(mergeEntries(toEntries([...dutyRows, ...(await rowsAbout(reader, dutyRows))]), standsFor));
  const scans = living
    .of("badgeSeen")
    .filter(({ event, receipt }) => event.facts.person === person && (receipt === null || receipt.verdict?.strength === "strong"))
    .map(({ event }) => correctedTime(event));
  if (scans.length > 0) return { type: "again", person, name, at: Math.min(...scans) };
  const marks = living.of("marked").filter(({ event }) => event.facts.person === person);
  const seen = new Set(marks.flatMap(({ event }) => event.facts.basis));
  const absent = marks.filter(({ event }) => !seen.has(event.id) && event.facts.state === "absent");
  const placement = foldPlacements(shift, mergeEntries(toEntries(placed), standsFor)).get(person);
  return {
    type: "good",
    badge,
    person,
    name,
    isPlaced: placement !== undefined,
    post: placement?.post ?? null,
    ownAbsent: absent.filter(({ event }) => event.author === member.person).map(({ event }) => event.id),
    isDisputed: absent.some(({ event }) => event.author !== member.person),
    isOwn: person === member.person,
  };
}

export interface ScanDesk {
  readonly me: Id;
  readonly shift: Shift;
  /** Of the shift, in its order. */
  readonly posts: readonly Post[];
  /** A 点长 scans at the one post that is theirs; null: the leader, at all of them. */
  readonly only: Id | null;
  /** People placed, and how many of them a badge was scanned of. */
  readonly expected: number;
  readonly scanned: number;
  /** When this tablet last heard of the endpoint: how old the list of cancelled badges is; ms, null: never. */
  readonly syncedAt: number | null;
}

/** `asked`: the post in the address. Null where the shift is not here or not theirs. */
export async function scanDesk(reader: Reader, id: Id, asked: Id | null, now: number): Promise<ScanDesk | null> {
  const [member, self, shifts, placed, duty, sync] = await Promise.all([
    membershipIn(reader),
    meView(reader),
    entitiesOf(reader, "shift", [id], toShift),
    reader.under(subject.placements(id)),
    reader.within(subject.duty(id)),
    reader.state("sync"),
  ]);
  const shift = shifts.get(id);
  if (member === null || shift === undefined) return null;
  const roles = (self?.roles ?? []).filter((role) => isRoleAt(role, now));
  const isLeader = roles.some(({ role, team }) => (role === "squadLeader" || role === "branchStaff") && team === shift.team);
  const led = roles.flatMap((role) => (role.role === "postLead" && role.shift === id && role.post !== null ? [role.post] : []));
  const only = isLeader ? null : (led.find((post) => post === asked) ?? led[0] ?? null);
  if (!isLeader && only === null) return null;
  const posts = await entitiesOf(reader, "post", shift.posts, toPost);
  const people = foldPlacements(id, toEntries(placed));
  const rows = duty.filter(({ event }) => event.type === "badgeSeen");
  const scans = livingOf(toEntries([...rows, ...(await rowsAbout(reader, rows))])).of("badgeSeen");
  const seen = new Set(scans.map(({ event }) => event.facts.person));
  const here = [...people.values()].filter(({ post }) => only === null || post === null || post === only);
  return {
    me: member.person,
    shift,
    posts: shift.posts.flatMap((post) => posts.get(post) ?? []),
    only,
    expected: here.length,
    scanned: here.filter(({ person }) => seen.has(person)).length,
    syncedAt: sync?.syncedAt ?? null,
  };
}
