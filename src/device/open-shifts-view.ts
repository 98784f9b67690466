// 可认的岗 on 班次: the offered shifts within this person's reach, whether they may be claimed and if not why, and what became of one's own
// claims and leaves. Read with that screen alone; how many places are left only the endpoint knows.

import { type ClaimRefusal, claimantOf, offeredTo, ownClaims, refuseClaim, shiftsPlaced } from "../domain/claiming.ts";
import { type Claim, foldLeaves, type LeaveRequest } from "../domain/claims.ts";
import { entriesOf, type Id, isEntryOf } from "../domain/event.ts";
import { type Post, type Shift, type Team, toPerson, toPost, toShift, toTeam } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { ancestorsOf } from "../domain/world.ts";
import { withAbout } from "./asked.ts";
import { entitiesOf, type Reader, recordState, toEntries } from "./reading.ts";
import type { RecordState } from "./view-types.ts";

export interface OpenShift {
  readonly shift: Shift;
  readonly team: Team | null;
  readonly posts: readonly Post[];
  /** 支援: of another team than one's own. */
  readonly isSupport: boolean;
  /** As if the risk notice were agreed to: asking for that is the button's business. */
  readonly refusal: ClaimRefusal | null;
  /** The post of the shift that is in the way. */
  readonly inTheWay: Post | null;
  readonly claim: Claim | null;
  /** What the leader said with the newest answer. */
  readonly reason: string | null;
  /** How far the newest claim has come; a problem code where the endpoint refused it. */
  readonly record: RecordState | null;
  readonly problem: string | null;
}
export interface OwnLeave {
  readonly leave: LeaveRequest;
  /** What the leader did about it. */
  readonly reason: string | null;
}
export interface OpenShiftsView {
  readonly me: Id;
  /** To be claimed, or waited for, or declined; by start. */
  readonly shifts: readonly OpenShift[];
  /** Coming shifts one was taken off again, with what the leader said; those claimed are among `shifts`. */
  readonly takenOff: readonly { readonly shift: Shift; readonly post: Post | null; readonly reason: string | null }[];
  /** Own living leaves by shift. */
  readonly leaves: ReadonlyMap<Id, OwnLeave>;
}

/** Shifts somebody ever offered, as far as this device holds them. */
async function offeredShifts(reader: Reader): Promise<ReadonlyMap<Id, Shift>> {
  const patches = entriesOf(toEntries(await reader.within(subject.entity("shift", ""))), "patched");
  const ids = patches.flatMap(({ event: { facts } }) =>
    facts.entity === "shift" && facts.set.offered !== undefined && facts.set.offered !== null ? [facts.id] : [],
  );
  return entitiesOf(reader, "shift", ids, toShift);
}

export async function openShiftsView(reader: Reader, now: number): Promise<OpenShiftsView | null> {
  const member = await reader.state("member");
  if (member === undefined) return null;
  const me = member.person;
  const [persons, offered, placedRows, claimRows, trainedRows, teamRows] = await Promise.all([
    entitiesOf(reader, "person", [me], toPerson),
    offeredShifts(reader),
    reader.under(subject.placementsOf(me)),
    reader.under(subject.claimsOf(me)),
    reader.under(subject.trainingsOf(me)),
    reader.within(subject.entity("team", "")),
  ]);
  const person = persons.get(me);
  if (person === undefined) return { me, shifts: [], takenOff: [], leaves: new Map() };
  const placements = toEntries(placedRows);
  const placed = shiftsPlaced(me, placements);
  const [claims, trainings, leaveRows] = await Promise.all([
    withAbout(reader, claimRows),
    withAbout(reader, trainedRows),
    Promise.all(placed.map((shift) => reader.under(subject.dutyOf(shift, me)))).then((rows) =>
      withAbout(
        reader,
        rows.flat().filter(({ event }) => event.type === "leaveTaken"),
      ),
    ),
  ]);
  const own = { placements, claims: toEntries(claims), trainings: toEntries(trainings), leaves: toEntries(leaveRows) };
  const mine = ownClaims(me, own);
  const refusedRows = claimRows.filter((row) => recordState(row) === "refused" && isOf(row.event.facts));
  const released = new Map(entriesOf(placements, "released").map(({ event }) => [event.facts.shift, event]));
  const gone = [...released.values()].filter(
    ({ facts }) => !placed.includes(facts.shift) && !mine.some(({ shift }) => shift === facts.shift),
  );
  const wanted = [
    ...placed,
    ...gone.map(({ facts }) => facts.shift),
    ...mine.map(({ shift }) => shift),
    ...refusedRows.map(({ event }) => shiftOf(event.facts)),
  ];
  const [others, teams] = await Promise.all([
    entitiesOf(reader, "shift", wanted, toShift),
    entitiesOf(
      reader,
      "team",
      toEntries(teamRows).flatMap((it) => (isEntryOf(it, "patched") ? [it.event.facts.id] : [])),
      toTeam,
    ),
  ]);
  const all = new Map([...offered, ...others]);
  const world = { team: (id: Id) => teams.get(id) ?? null };
  const above = person.team === null ? [] : ancestorsOf(world, person.team);
  const claimant = claimantOf(person, above, own, (id) => all.get(id));
  const isPlaced = new Set(placed);
  const shown = [...all.values()].filter((shift) => {
    if (shift.end <= now || isPlaced.has(shift.id)) return false;
    if (mine.some((claim) => claim.shift === shift.id && claim.state !== "withdrawn")) return true;
    const reach = offeredTo(shift, world);
    return !shift.cancelled && shift.start > now && reach !== null && above.includes(reach);
  });
  const posts = await entitiesOf(
    reader,
    "post",
    [...shown, ...claimant.taken].flatMap((shift) => shift.posts),
    toPost,
  );
  const lines = await Promise.all(
    shown.map(async (shift): Promise<OpenShift> => {
      const claim = mine.find((one) => one.shift === shift.id) ?? null;
      const refusal = refuseClaim(
        claimant,
        {
          shift,
          posts: shift.posts.flatMap((id) => posts.get(id) ?? []),
          post: null,
          agrees: shift.riskEvent,
          at: now,
          reach: offeredTo(shift, world),
          free: null,
        },
        rules,
      );
      const newest = claimRows
        .filter((row) => shiftOf(row.event.facts) === shift.id)
        .sort((a, b) => b.event.wallTime - a.event.wallTime)[0];
      const state = newest === undefined ? null : recordState(newest);
      return {
        shift,
        team: teams.get(shift.team) ?? null,
        posts: shift.posts.flatMap((id) => posts.get(id) ?? []),
        isSupport: !above.includes(shift.team),
        refusal,
        inTheWay: posts.get(refusal?.shift?.posts[0] ?? "") ?? null,
        claim,
        reason: await reader.text(claim?.state === "ended" ? released.get(shift.id)?.id : claim?.answer, "reason"),
        record: state,
        problem: state === "refused" ? (newest?.receipt?.problem ?? null) : null,
      };
    }),
  );
  const left = gone.flatMap((event) => {
    const shift = all.get(event.facts.shift);
    return shift === undefined || shift.cancelled || shift.end <= now ? [] : [{ shift, event }];
  });
  const before = await entitiesOf(
    reader,
    "post",
    left.map(({ shift }) => shift.posts[0]),
    toPost,
  );
  const takenOff = await Promise.all(
    left.map(async ({ shift, event }) => ({
      shift,
      post: before.get(shift.posts[0] ?? "") ?? null,
      reason: await reader.text(event.id, "reason"),
    })),
  );
  const leaves = await Promise.all(
    foldLeaves(own.leaves)
      .filter((leave) => leave.person === me)
      .map(async (leave): Promise<readonly [Id, OwnLeave]> => [leave.shift, { leave, reason: await reader.text(leave.answer, "reason") }]),
  );
  return {
    me,
    shifts: lines.sort((a, b) => a.shift.start - b.shift.start || (a.shift.id < b.shift.id ? -1 : 1)),
    takenOff,
    leaves: new Map(leaves),
  };
}

const isOf = (facts: object): facts is { readonly shift: Id } => "shift" in facts && typeof facts.shift === "string";
const shiftOf = (facts: object): Id => (isOf(facts) ? facts.shift : "");
