// 审批 for a leader or a branch: claims and leaves that wait for them, and what a roster needs to know of either. All from the journal.

import { isOnCarriageway } from "../domain/claiming.ts";
import { type Claim, freePlaces, type LeaveRequest } from "../domain/claims.ts";
import { type Id, isEntryOf } from "../domain/event.ts";
import { isRoleAt, type Person, type Post, type Role, type Shift, toPerson, toPost, toRole, toShift, toTeam } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { conflictOf } from "../domain/week-copy.ts";
import { askedOf, type OnShift } from "./asked.ts";
import { entitiesOf, idsUnder, namesOf, type Reader, toEntries } from "./reading.ts";
import { shiftsByPerson } from "./roster-view.ts";
import { meView } from "./today-view.ts";

/** Teams whose requests this person answers, and who else would have to. */
interface Answering {
  readonly me: Id | null;
  /** Whether a request about a shift of this team, made by that person, is mine to answer. */
  readonly isMine: (team: Id, author: Id) => boolean;
}

async function answering(reader: Reader, teams: readonly Id[], now: number): Promise<Answering> {
  const me = await meView(reader);
  const roles = (me?.roles ?? []).filter((role) => isRoleAt(role, now));
  const leaders = new Map<Id, readonly Role[]>();
  await Promise.all(
    [...new Set(teams)].map(async (team) => {
      const all = await entitiesOf(reader, "role", await idsUnder(reader, subject.rolesIn(team)), toRole);
      leaders.set(
        team,
        [...all.values()].filter((role) => role.role === "squadLeader" && role.team === team && isRoleAt(role, now)),
      );
    }),
  );
  const own = me?.person?.id ?? null;
  return {
    me: own,
    isMine: (team, author) => {
      // Nobody answers their own request: the tier above does.
      if (author === own) return false;
      if (roles.some((role) => role.team === team && (role.role === "squadLeader" || role.role === "branchStaff"))) return true;
      const others = (leaders.get(team) ?? []).filter(({ person }) => person !== author);
      return others.length === 0 && roles.some((role) => role.role === "branchStaff");
    },
  };
}

interface Waiting {
  readonly me: Id | null;
  readonly shifts: ReadonlyMap<Id, Shift>;
  readonly on: ReadonlyMap<Id, OnShift>;
  readonly claims: readonly Claim[];
  readonly leaves: readonly LeaveRequest[];
}

async function waitingAt(reader: Reader, now: number): Promise<Waiting> {
  const [claimRows, requestRows] = await Promise.all([reader.within(subject.claims("")), reader.within(subject.requests(""))]);
  const asked = toEntries([...claimRows, ...requestRows]).flatMap((entry) =>
    isEntryOf(entry, "claimed") || isEntryOf(entry, "leaveTaken") ? [entry.event.facts.shift] : [],
  );
  const all = await entitiesOf(reader, "shift", asked, toShift);
  const shifts = new Map([...all].filter(([, shift]) => !shift.cancelled && shift.end > now));
  const [on, mine] = await Promise.all([
    askedOf(reader, [...shifts.values()]),
    answering(
      reader,
      [...shifts.values()].map(({ team }) => team),
      now,
    ),
  ]);
  const isMine = ({ shift, person }: { readonly shift: Id; readonly person: Id }): boolean => {
    const of = shifts.get(shift);
    return of !== undefined && mine.isMine(of.team, person);
  };
  return {
    me: mine.me,
    shifts,
    on,
    claims: [...on.values()].flatMap(({ claims }) => claims.filter((claim) => claim.state === "waiting" && isMine(claim))),
    leaves: [...on.values()].flatMap(({ leaves, placed }) =>
      leaves.filter((leave) => !leave.isSeen && isMine(leave) && placed.some(({ person }) => person === leave.person)),
    ),
  };
}

export const countClaims = async (reader: Reader, now: number): Promise<number> => (await waitingAt(reader, now)).claims.length;
export const countLeaves = async (reader: Reader, now: number): Promise<number> => (await waitingAt(reader, now)).leaves.length;

export interface AskingPerson {
  readonly person: Id;
  readonly name: string | null;
  readonly phone: string | null;
  /** 支援: the team they come from, where it is another one. */
  readonly home: string | null;
}
export interface ClaimLine extends AskingPerson {
  readonly claim: Claim;
  readonly shift: Shift;
  readonly posts: readonly Post[];
  readonly free: number | null;
  /** Where they would stand: where they asked to, else where fewest do. */
  readonly to: Id | null;
  /** R6: placed elsewhere at that time since. */
  readonly conflict: Shift | null;
}
export interface LeaveLine extends AskingPerson {
  readonly leave: LeaveRequest;
  readonly shift: Shift;
  readonly basis: readonly Id[];
  readonly posts: readonly Post[];
  readonly post: Id | null;
  readonly reason: string | null;
  /** Whom they have found. */
  readonly foundName: string | null;
  readonly foundPhone: string | null;
}

async function asking(
  reader: Reader,
  people: readonly Id[],
): Promise<ReadonlyMap<Id, Person & { readonly name: string | null; readonly phone: string | null }>> {
  const persons = await entitiesOf(reader, "person", people, toPerson);
  const names = await namesOf(reader, persons);
  const found = await Promise.all(
    [...persons.values()].map(async (one) => ({
      ...one,
      name: names.get(one.id) ?? null,
      phone: await reader.text(one.phoneEvent, "phone"),
    })),
  );
  return new Map(found.map((one) => [one.id, one]));
}

export interface ApprovalsView {
  readonly me: Id | null;
  readonly claims: readonly ClaimLine[];
  readonly leaves: readonly LeaveLine[];
}

const byStart = (a: { readonly shift: Shift }, b: { readonly shift: Shift }): number =>
  a.shift.start - b.shift.start || (a.shift.id < b.shift.id ? -1 : 1);

export async function approvalsView(reader: Reader, now: number): Promise<ApprovalsView> {
  const { me, shifts, on, claims, leaves } = await waitingAt(reader, now);
  const ids = [...claims, ...leaves].map(({ person }) => person);
  const [people, busy, posts, teams, heads] = await Promise.all([
    asking(reader, ids),
    shiftsByPerson(
      reader,
      claims.map(({ person }) => person),
    ),
    entitiesOf(
      reader,
      "post",
      [...shifts.values()].flatMap((shift) => shift.posts),
      toPost,
    ),
    reader.within(subject.entity("team", "")).then((rows) =>
      entitiesOf(
        reader,
        "team",
        toEntries(rows).flatMap((it) => (isEntryOf(it, "patched") ? [it.event.facts.id] : [])),
        toTeam,
      ),
    ),
    entitiesOf(
      reader,
      "shift",
      leaves.map(({ shift }) => shift),
      (it) => it.heads,
    ),
  ]);
  const personOf = (id: Id, team: Id): AskingPerson => {
    const one = people.get(id);
    return {
      person: id,
      name: one?.name ?? null,
      phone: one?.phone ?? null,
      home: one === undefined || one.team === team || one.team === null ? null : (teams.get(one.team)?.title ?? null),
    };
  };
  const postsOf = (shift: Shift): readonly Post[] => shift.posts.flatMap((id) => posts.get(id) ?? []);
  const placeFor = (claim: Claim, shift: Shift): Id | null => {
    if (claim.post !== null) return claim.post;
    const age = people.get(claim.person)?.age;
    const isYoung = age === "under18" || age === "under14";
    const open = postsOf(shift).filter(({ id }) => !isYoung || !isOnCarriageway(postsOf(shift), id, rules));
    const countAt = (post: Id): number => on.get(shift.id)?.placed.filter((one) => one.post === post).length ?? 0;
    return [...open].sort((a, b) => countAt(a.id) - countAt(b.id))[0]?.id ?? null;
  };
  const claimLines = claims.flatMap((claim): readonly ClaimLine[] => {
    const shift = shifts.get(claim.shift);
    if (shift === undefined) return [];
    const { placed = [], leaves: away = [] } = on.get(shift.id) ?? {};
    return [
      {
        ...personOf(claim.person, shift.team),
        claim,
        shift,
        posts: postsOf(shift),
        // Claims that wait share what is left: the first ones answered have it.
        free: freePlaces(shift, placed, away, []),
        to: placeFor(claim, shift),
        conflict: conflictOf(shift, busy.get(claim.person) ?? []),
      },
    ];
  });
  const leaveLines = await Promise.all(
    leaves.map(async (leave): Promise<readonly LeaveLine[]> => {
      const shift = shifts.get(leave.shift);
      if (shift === undefined) return [];
      const [reason, foundName, foundPhone] = await Promise.all([
        reader.text(leave.event, "reason"),
        reader.text(leave.event, "name"),
        reader.text(leave.event, "phone"),
      ]);
      const post = on.get(shift.id)?.placed.find(({ person }) => person === leave.person)?.post ?? null;
      return [
        {
          ...personOf(leave.person, shift.team),
          leave,
          shift,
          basis: heads.get(shift.id) ?? [],
          posts: postsOf(shift),
          post,
          reason,
          foundName,
          foundPhone,
        },
      ];
    }),
  );
  return { me, claims: [...claimLines].sort((a, b) => byStart(a, b) || a.claim.at - b.claim.at), leaves: leaveLines.flat().sort(byStart) };
}
