// Which team's roster: nothing to choose for a squad leader, a list for a branch with squads.

import type { Id } from "../../domain/event.ts";
import type { Team } from "../../domain/roster.ts";
import { useRosterWords } from "./saying.ts";

export function TeamPicker({
  teams,
  chosen,
  onChoose,
}: {
  readonly teams: readonly Team[];
  readonly chosen: Id;
  readonly onChoose: (team: Id) => void;
}) {
  const words = useRosterWords();
  const [only] = teams;
  if (teams.length === 1) return <p class="large">{only?.title}</p>;
  return (
    <label class="field roster-team">
      {words.team}
      <select value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
        {teams.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
