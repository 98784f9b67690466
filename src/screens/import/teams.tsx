// Teams out of a table: those that do not exist yet are made in the journal, in the order of the file, also without a network.

import { useState } from "preact/hooks";
import { createEntityId, patchEntities } from "../../actions/patch.ts";
import type { TeamsView } from "../../device/people-view.ts";
import { planTeams, type TeamPlan, type WantedTeam } from "../../domain/team-making.ts";
import type { TeamReading } from "../../domain/team-sheet.ts";
import type { ImportWords } from "../../words/import.ts";
import { type RegisterWords, sayTeamProblem } from "../../words/register.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { useRecording } from "../recording.ts";

const draftsAtOnce = 100;

/** Records the plan in the order of its parents; answers whether all of it was. */
export function useTeamMaking(view: TeamsView): (plan: TeamPlan) => Promise<boolean> {
  const app = useApp();
  const recording = useRecording();
  return async ({ make }) => {
    const { me } = view;
    if (me === null) return false;
    for (let from = 0; from < make.length; from += draftsAtOnce) {
      const patches = make.slice(from, from + draftsAtOnce).map(({ id, ...set }) => ({ entity: "team" as const, id, basis: [], set }));
      if ((await recording(() => patchEntities(app.ports, me, patches))) === null) return false;
    }
    return true;
  };
}

export function usePlan(view: TeamsView, wanted: readonly WantedTeam[]): TeamPlan {
  const app = useApp();
  return planTeams([...view.teams.values()], view.roles, wanted, app.now(), () => createEntityId(app.ports));
}

export function TeamsImport({
  reading,
  view,
  words,
  said,
}: {
  readonly reading: TeamReading;
  readonly view: TeamsView;
  readonly words: ImportWords;
  readonly said: RegisterWords;
}) {
  const plan = usePlan(
    view,
    reading.rows.map(({ tier, title, parent }) => ({ tier, title, branch: parent })),
  );
  const make = useTeamMaking(view);
  const [made, setMade] = useState<number | null>(null);
  const start = async (): Promise<void> => {
    const count = plan.make.length;
    if (await make(plan)) setMade(count);
  };
  return (
    <section data-make={plan.make.length} data-refused={plan.refused.length}>
      {reading.problems.map((problem) => (
        <p key={`${problem.line} ${problem.code}`} class={problem.severity === "problem" ? "box bad" : "box warn"}>
          {problem.line === 0 ? "" : `${words.line(problem.line)}:`}
          {sayTeamProblem(said, problem)}
        </p>
      ))}
      {made !== null ? (
        <div class="box good">
          <p role="status">{words.teamsMade(made)}</p>
          <a class="button plain wide" href="/desk/teams">
            {words.toTeams}
          </a>
        </div>
      ) : (
        <>
          <p>{words.teamsFound(plan.make.length, plan.known)}</p>
          {plan.make.length === 0 ? null : (
            <Button kind="main" wide onPress={() => void start()}>
              {words.makeTeams(plan.make.length)}
            </Button>
          )}
          <ul class="rows">
            {plan.make.map(({ id, tier, title }) => (
              <li key={id} class={tier === "branch" ? "line" : "line tree-1"}>
                <b>{title}</b>
                <span>{tier === "branch" ? words.isBranch : words.isSquad}</span>
              </li>
            ))}
            {plan.refused.map(({ branch, title }) => (
              <li key={`${branch} ${title}`} class="line">
                <b>{title}</b>
                <span>{words.notYours}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
