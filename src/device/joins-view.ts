// 确认加入: who waits to be let in, whom they would be on the roster, and which of them one tap may confirm. All from the journal: it works
// without a network.

import type { Id } from "../domain/event.ts";
import { confirmable, foldJoins, type JoinRequest } from "../domain/joining.ts";
import { toPerson, toTeam } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import { entitiesOf, namesOf, type Reader, toEntries } from "./reading.ts";

export interface JoinLine extends JoinRequest {
  /** As the phone says. */
  readonly name: string;
  readonly lastFour: string;
  readonly teamTitle: string;
  /** Of the person it matched. */
  readonly matchedName: string | null;
  /** A phone has joined for that person already. */
  readonly hasDevice: boolean;
  /** Another phone says the same. */
  readonly isTwice: boolean;
  readonly isConfirmable: boolean;
}

/** Every request this device holds: those of teams whose leader or staff its person is. */
async function requestsOf(reader: Reader): Promise<readonly JoinRequest[]> {
  const rows = await reader.within(subject.joins(""));
  const about = rows.length === 0 ? [] : await reader.under(...rows.map((row) => subject.about(row.id)));
  return foldJoins(toEntries([...rows, ...about]));
}

const isWaiting = ({ state }: JoinRequest): boolean => state.type === "waiting";

export const waitingJoins = async (reader: Reader): Promise<number> => (await requestsOf(reader)).filter(isWaiting).length;

/** Whoever waits, oldest first. */
export async function joinsView(reader: Reader): Promise<readonly JoinLine[]> {
  const requests = await requestsOf(reader);
  const waiting = requests.filter(isWaiting);
  const matched = [...new Set(waiting.flatMap(({ person }) => (person === null ? [] : [person])))];
  const [people, teams, devices] = await Promise.all([
    entitiesOf(reader, "person", matched, toPerson),
    entitiesOf(
      reader,
      "team",
      waiting.map(({ team }) => team),
      toTeam,
    ),
    Promise.all(matched.map(async (id): Promise<readonly [Id, boolean]> => [id, (await reader.under(subject.devicesOf(id))).length > 0])),
  ]);
  const names = await namesOf(reader, people);
  const withDevice = new Map(devices);
  const ready = new Set(confirmable(requests, (person) => withDevice.get(person) === true).map(({ id }) => id));
  return Promise.all(
    waiting.map(async (request) => ({
      ...request,
      name: (await reader.text(request.id, "name")) ?? "",
      lastFour: (await reader.text(request.id, "phone")) ?? "",
      teamTitle: teams.get(request.team)?.title ?? "",
      matchedName: request.person === null ? null : (names.get(request.person) ?? null),
      hasDevice: request.person !== null && withDevice.get(request.person) === true,
      isTwice: request.person !== null && waiting.some((other) => other.id !== request.id && other.person === request.person),
      isConfirmable: ready.has(request.id),
    })),
  );
}
