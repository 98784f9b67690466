// 补签 and 申诉: what somebody asked about a duty and what came of it; for whom it concerns, and for whoever has to answer.

import type { Attendance } from "../domain/attendance.ts";
import { correctedTime } from "../domain/clock.ts";
import { isEscalated } from "../domain/escalation.ts";
import { type Entry, type EventOf, entriesOf, type Id } from "../domain/event.ts";
import { livingOf } from "../domain/living.ts";
import { decidedAt } from "../domain/makeup.ts";
import { type Shift, toPerson, toRole, toShift } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { pathTitle } from "../domain/team-tree.ts";
import { boardView } from "./board-view.ts";
import { heldBackMs, ledShiftsSince, type Reach, reachView } from "./led-duties.ts";
import { dutyRows, entitiesOf, idsUnder, namesOf, type Reader, recordState, toEntries } from "./reading.ts";
import type { RecordState } from "./view-types.ts";

export async function nameOf(reader: Reader, person: Id | null): Promise<string | null> {
  if (person === null) return null;
  const people = await entitiesOf(reader, "person", [person], toPerson);
  return (await namesOf(reader, people)).get(person) ?? null;
}

/** R11, from what this device holds. The endpoint, which holds all, has the last word. */
async function escalatedOf(reader: Reader, requests: readonly EventOf<"makeupAsked">[]): Promise<ReadonlySet<Id>> {
  const people = [...new Set(requests.map(({ facts }) => facts.person))];
  const keys = new Map<string, readonly Entry[]>();
  await Promise.all(
    people.map(async (person) => {
      const key = subject.makeupsOf(person);
      const asked = await reader.under(key);
      keys.set(key, toEntries(asked));
      await Promise.all(asked.map(async ({ id }) => keys.set(subject.about(id), toEntries(await reader.under(subject.about(id))))));
    }),
  );
  const asked = [...keys.values()].flat();
  const [shifts, roleIds] = await Promise.all([
    entitiesOf(
      reader,
      "shift",
      [...requests.map(({ facts }) => facts.shift), ...entriesOf(asked, "makeupAsked").map(({ event }) => event.facts.shift)],
      toShift,
    ),
    Promise.all(people.map((person) => idsUnder(reader, subject.rolesOf(person)))),
  ]);
  const roles = [...(await entitiesOf(reader, "role", roleIds.flat(), toRole)).values()];
  const world = {
    shift: (id: Id) => shifts.get(id) ?? null,
    rolesOf: (person: Id) => roles.filter((role) => role.person === person),
    under: (key: string) => keys.get(key) ?? [],
  };
  return new Set(requests.filter((request) => isEscalated(request, world, rules)).map(({ id }) => id));
}

export interface Answered {
  readonly accepted: boolean;
  readonly byName: string | null;
  readonly at: number;
  readonly reason: string | null;
}
export interface AskedLine {
  readonly event: Id;
  readonly at: number;
  readonly reason: string | null;
  /** Somebody else asked for them. */
  readonly byName: string | null;
  readonly isMine: boolean;
  readonly record: RecordState;
  readonly answer: Answered | null;
}
export interface OwnRequests {
  readonly me: Id;
  /** When it was last decided what this duty came to, ms; null: not yet. */
  readonly decidedAt: number | null;
  readonly makeup: (AskedLine & { readonly isEscalated: boolean }) | null;
  readonly appeal: AskedLine | null;
  /** R25: this person decides about it as branch staff. */
  readonly mayCorrect: boolean;
}

/** What was asked about one record. `attendance`: as the screen shows it. */
export async function requestsOf(reader: Reader, shift: Shift, attendance: Attendance, now: number): Promise<OwnRequests | null> {
  const reach = await reachView(reader, now);
  if (reach.me === null) return null;
  const { me } = reach;
  const { person, makeup, appeal } = attendance;
  const rows = await dutyRows(reader, subject.duty(shift.id));
  const entries = toEntries(rows);
  const living = livingOf(entries);
  const mine = new Set([makeup?.event, appeal?.event]);
  const answered = living.of("answered").filter(({ event }) => mine.has(event.facts.of));
  const relevant: readonly Entry[] = [
    ...living.of("marked"),
    ...living.of("badgeSeen"),
    ...living.of("dutyClosed"),
    ...living.of("settled"),
    ...living.of("corrected"),
    ...answered,
  ];
  const line = async (id: Id): Promise<AskedLine | null> => {
    const row = rows.find((it) => it.id === id);
    if (row === undefined) return null;
    const answers = answered.filter(({ event }) => event.facts.of === id);
    const newest = [...answers].sort((a, b) => correctedTime(a.event) - correctedTime(b.event)).pop();
    return {
      event: id,
      at: correctedTime(row.event),
      reason: await reader.text(id, "reason"),
      byName: row.event.author === person ? null : await nameOf(reader, row.event.author),
      isMine: row.event.author === me,
      record: recordState(row),
      answer:
        newest === undefined
          ? null
          : {
              accepted: newest.event.facts.accepted,
              byName: await nameOf(reader, newest.event.author),
              at: correctedTime(newest.event),
              reason: await reader.text(newest.event.id, "reason"),
            },
    };
  };
  const [asked, appealed] = await Promise.all([makeup === null ? null : line(makeup.event), appeal === null ? null : line(appeal.event)]);
  const request = entriesOf(entries, "makeupAsked").find(({ event }) => event.id === makeup?.event)?.event;
  const escalated = request === undefined ? new Set<Id>() : await escalatedOf(reader, [request]);
  return {
    me,
    decidedAt: decidedAt(shift, person, relevant, now, rules),
    makeup: asked === null ? null : { ...asked, isEscalated: escalated.has(asked.event) },
    appeal: appealed,
    mayCorrect: me !== person && reach.decided.has(shift.team),
  };
}

export interface MakeupLine {
  readonly event: Id;
  readonly shift: Shift;
  readonly team: string;
  readonly post: string | null;
  readonly person: Id;
  readonly name: string | null;
  readonly attendance: Attendance;
  readonly start: number;
  readonly end: number;
  readonly at: number;
  readonly reason: string | null;
  /** R11: the branch's to decide. */
  readonly isEscalated: boolean;
  /** Whether whoever holds this device may answer it. */
  readonly mayAnswer: boolean;
}

function mayAnswer(reach: Reach, shift: Shift, request: EventOf<"makeupAsked">, escalated: boolean): boolean {
  if (reach.me === request.author || reach.me === request.facts.person) return false;
  if (reach.decided.has(shift.team)) return true;
  return !escalated && reach.roles.some(({ role, team }) => role === "squadLeader" && team === shift.team);
}

/** 补签 that wait, oldest first; also those the one looking may not answer. */
export async function waitingMakeups(reader: Reader, now: number): Promise<readonly MakeupLine[]> {
  const requests = entriesOf(toEntries(await reader.within(subject.requests(""))), "makeupAsked").map(({ event }) => event);
  if (requests.length === 0) return [];
  const reach = await reachView(reader, now);
  const asked = new Set(requests.map(({ facts }) => facts.shift));
  const shifts = (await ledShiftsSince(reader, reach, now - heldBackMs, now)).filter(({ id }) => asked.has(id));
  const views = (await Promise.all(shifts.map(({ id }) => boardView(reader, id, now)))).flatMap((view) => view ?? []);
  const waiting = views.flatMap(({ board, tiles, posts }) =>
    tiles.flatMap((tile) => {
      const { makeup } = tile.attendance;
      const request = makeup?.answer === "waiting" ? requests.find(({ id }) => id === makeup.event) : undefined;
      return request === undefined ? [] : [{ shift: board.shift, tile, posts, request }];
    }),
  );
  const escalated = await escalatedOf(
    reader,
    waiting.map(({ request }) => request),
  );
  const lines = await Promise.all(
    waiting.map(async ({ shift, tile, posts, request }): Promise<MakeupLine> => {
      const post = request.facts.post ?? tile.attendance.post;
      return {
        event: request.id,
        shift,
        team: pathTitle(reach.teams, shift.team),
        post: posts.find(({ id }) => id === post)?.title ?? null,
        person: tile.person,
        name: tile.name,
        attendance: tile.attendance,
        start: request.facts.start,
        end: request.facts.end,
        at: correctedTime(request),
        reason: await reader.text(request.id, "reason"),
        isEscalated: escalated.has(request.id),
        mayAnswer: mayAnswer(reach, shift, request, escalated.has(request.id)),
      };
    }),
  );
  return lines.sort((a, b) => a.at - b.at || (a.event < b.event ? -1 : 1));
}

/** All that wait, also those passed on to the branch: a leader wants to know that they are not forgotten. */
export const countMakeups = async (reader: Reader, now: number): Promise<number> => (await waitingMakeups(reader, now)).length;
