// R23, R24: hours belong to the person; each team's are summed twice, as home of those who served and as host of where they served. The
// home is the team of that day (team-history.ts). Counts nothing itself: lines come from hours.ts.

import type { Id } from "./event.ts";
import type { HoursLine } from "./hours.ts";
import { type TeamSpell, teamAt } from "./team-history.ts";

export interface TeamHours {
  /** By the team each person belonged to on the day. */
  readonly byHome: ReadonlyMap<Id, number>;
  /** By the team whose shift it was. */
  readonly byHost: ReadonlyMap<Id, number>;
  readonly city: number;
}

export interface PersonHours {
  /** R24: what was ever said of the person's team (foldTeamHistory). */
  readonly teams: readonly TeamSpell[];
  readonly lines: readonly Pick<HoursLine, "team" | "start" | "minutes">[];
}

export function sumByTeam(people: Iterable<PersonHours>): TeamHours {
  const byHome = new Map<Id, number>();
  const byHost = new Map<Id, number>();
  let city = 0;
  const add = (to: Map<Id, number>, team: Id | null, minutes: number): void => {
    if (team !== null) to.set(team, (to.get(team) ?? 0) + minutes);
  };
  for (const { teams, lines } of people)
    for (const { team, start, minutes } of lines) {
      if (minutes === 0) continue;
      add(byHome, teamAt(teams, start), minutes);
      add(byHost, team, minutes);
      city += minutes;
    }
  return { byHome, byHost, city };
}
