// 通知 as this device holds them: what was said, by whom, whether this person has read it, and for whoever leads there: who else has. All from
// the journal: it works without a network.

import type { Id } from "../domain/event.ts";
import { isUnread, type Notice } from "../domain/notices.ts";
import { toPerson } from "../domain/roster.ts";
import { pathTitle, type TeamLine, teamsUnder } from "../domain/team-tree.ts";
import { listedPeople, peopleView } from "./people-view.ts";
import { entitiesOf, namesOf, type Reader } from "./reading.ts";
import { noticesHeld } from "./unread-notices.ts";

/** Of one team: who has read it. Names as far as this device keeps them. */
export interface TeamRead {
  readonly team: Id;
  readonly title: string;
  readonly readCount: number;
  readonly total: number;
  /** Names of those who have not. */
  readonly missing: readonly string[];
}
export interface NoticeLine extends Omit<Notice, "readAt"> {
  readonly text: string | null;
  readonly teamTitle: string;
  readonly authorName: string | null;
  readonly isOver: boolean;
  readonly isMine: boolean;
  readonly isUnread: boolean;
  /** When this person said so. */
  readonly readAt: number | null;
  /** Teams this person keeps among those it is for; empty: not theirs to see. */
  readonly readers: readonly TeamRead[];
  readonly isUnsent: boolean;
}
export interface NoticesView {
  readonly me: Id | null;
  /** Newest first; past ones last. */
  readonly lines: readonly NoticeLine[];
  /** Where this person may post, from the top down. */
  readonly postable: readonly TeamLine[];
}

export async function noticesView(reader: Reader, now: number): Promise<NoticesView> {
  const [notices, people, unsent] = await Promise.all([noticesHeld(reader), peopleView(reader, now), reader.unsent()]);
  const { me, teams, kept } = people;
  const listed = listedPeople(people);
  const waiting = new Set(unsent.map(({ id }) => id));
  const authors = await entitiesOf(
    reader,
    "person",
    notices.map(({ author }) => author),
    toPerson,
  );
  const names = await namesOf(reader, authors);
  const all = [...teams.values()];

  const readersOf = (notice: Notice): readonly TeamRead[] =>
    teamsUnder(all, notice.team)
      .filter((team) => kept.has(team))
      .flatMap((team) => {
        const members = listed.filter((line) => line.team === team && line.person.id !== notice.author);
        const missing = members.filter(({ person }) => !notice.readAt.has(person.id));
        if (members.length === 0) return [];
        const title = pathTitle(teams, team);
        return [
          {
            team,
            title,
            readCount: members.length - missing.length,
            total: members.length,
            missing: missing.flatMap(({ name }) => (name === null ? [] : [name])),
          },
        ];
      });

  const lines = await Promise.all(
    notices.map(async (notice): Promise<NoticeLine> => {
      const { readAt, ...rest } = notice;
      return {
        ...rest,
        text: await reader.text(notice.id, "note"),
        teamTitle: pathTitle(teams, notice.team),
        authorName: names.get(notice.author ?? "") ?? null,
        isOver: notice.until !== null && notice.until <= now,
        isMine: me !== null && notice.author === me,
        isUnread: me !== null && isUnread(notice, me, now),
        readAt: me === null ? null : (readAt.get(me) ?? null),
        readers: readersOf(notice),
        isUnsent: waiting.has(notice.id),
      };
    }),
  );
  return {
    me,
    lines: [...lines.filter(({ isOver }) => !isOver), ...lines.filter(({ isOver }) => isOver)],
    postable: people.lines.filter(({ team }) => kept.has(team.id)),
  };
}
