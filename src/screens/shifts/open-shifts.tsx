// 可认的岗: the offered shifts within reach, day after day. One tap claims; what stands in the way is said before it; an urgent shift shows its
// risk notice and takes nothing for agreed that was not.

import { claimPlace } from "../../actions/claim.ts";
import { retract } from "../../actions/retract.ts";
import type { OpenShift } from "../../device/open-shifts-view.ts";
import type { ClaimRefusal } from "../../domain/claiming.ts";
import type { Id } from "../../domain/event.ts";
import { openShiftsSchema } from "../../protocol/open-shifts.ts";
import { type ClaimWords, claimWords } from "../../words/claims.ts";
import { problemText } from "../../words/words.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { useFreshAfterUpload, useReport } from "../people/report.ts";
import { useRecording } from "../recording.ts";
import { nearDayOf, spanOf, useWords } from "../saying.tsx";
import { useSession } from "../session.ts";

export const useClaimWords = (): ClaimWords => claimWords[useWords().language === "en" ? "en" : "zh-CN"];

export function OpenShifts({ shifts, me, now }: { readonly shifts: readonly OpenShift[]; readonly me: Id; readonly now: number }) {
  const words = useClaimWords();
  // Who stands there no phone is told, so how many places are left only the endpoint knows; without a network that is left open.
  const report = useReport(shifts.length === 0 ? null : "/api/reports/open-shifts", openShiftsSchema);
  useFreshAfterUpload(report);
  const free = new Map(report.value?.shifts.map((one) => [one.shift, one.free]) ?? []);
  return (
    <>
      <h2>{words.open}</h2>
      {shifts.length === 0 ? <p>{words.noneOpen}</p> : null}
      <ul class="rows" data-open={shifts.length}>
        {shifts.map((one) => (
          <OpenCard key={one.shift.id} of={one} me={me} now={now} free={free.get(one.shift.id)} />
        ))}
      </ul>
    </>
  );
}

/** `free`: undefined while nobody has said. */
function OpenCard({
  of,
  me,
  now,
  free,
}: {
  readonly of: OpenShift;
  readonly me: Id;
  readonly now: number;
  readonly free: number | null | undefined;
}) {
  const app = useApp();
  const words = useClaimWords();
  const all = useAllWords();
  const session = useSession();
  const recording = useRecording();
  const { shift, posts, claim, record, problem } = of;
  const title = posts.map((post) => post.title).join("、") || all.today.noPost;
  const isWaiting = claim?.state === "waiting";
  const isGone = shift.cancelled || shift.offered === null;
  const refusal: ClaimRefusal | null = of.refusal ?? (free === 0 && !isWaiting ? { problem: "shiftFull" } : null);

  const withdraw = async (event: Id): Promise<void> => {
    if ((await recording(() => retract(app.ports, me, [event]))) !== null) session.show(words.withdrawn);
  };
  const claimIt = async (): Promise<void> => {
    const only = posts.length === 1 ? (posts[0]?.id ?? null) : null;
    const event = await recording(() =>
      claimPlace(app.ports, me, { shift: shift.id, post: only, agrees: shift.urgent ? shift.riskEvent : null }),
    );
    if (event !== null) session.show(words.claimed, () => void withdraw(event));
  };

  return (
    <li
      class="card row"
      data-offered={shift.id}
      data-claim={claim?.state ?? "none"}
      data-refusal={refusal?.problem ?? ""}
      data-record={record}
    >
      <p>
        {nearDayOf(all, shift.start, now)} <b>{spanOf(all, shift)}</b>
        {shift.urgent ? <b class="flagged">{words.urgent}</b> : null}
      </p>
      <h3>{title}</h3>
      {shift.title === null ? null : <p>{shift.title}</p>}
      {of.isSupport ? <p>{words.support(of.team?.title ?? "")}</p> : null}
      <p data-free={free ?? ""}>
        {free === undefined
          ? shift.capacity === null
            ? words.anyNumber
            : words.wanted(shift.capacity)
          : free === null
            ? words.anyNumber
            : free === 0
              ? words.full
              : words.free(free)}
      </p>
      {shift.skills.length === 0 ? null : <p>{words.needs(shift.skills.join("、"))}</p>}
      {isGone && claim !== null ? <p class="warn">{words.cancelled}</p> : null}
      {isWaiting ? (
        <p class="warn" data-said="waiting">
          {words.waiting} · {all.records[record ?? "kept"]}
        </p>
      ) : null}
      {claim?.state === "declined" ? <p class="warn">{of.reason === null ? words.declinedPlain : words.declined(of.reason)}</p> : null}
      {claim?.state === "ended" ? <p class="warn">{of.reason === null ? words.ended : words.endedBecause(of.reason)}</p> : null}
      {problem === null || isWaiting ? null : <p class="warn">{words.refused(problemText(all, problem))}</p>}
      {isGone || isWaiting ? null : (
        <>
          {shift.urgent ? (
            <div class="box" data-risk={shift.riskEvent ?? ""}>
              <p>
                <b>{words.risk}</b>
              </p>
              <p class="risk-text">{shift.risk}</p>
              {shift.insurance === null ? null : <p>{words.insured(shift.insurance)}</p>}
            </div>
          ) : null}
          {refusal === null ? (
            <Button
              kind="main"
              wide
              label={`${shift.urgent ? words.agreeAndClaim : words.claim} ${title} ${spanOf(all, shift)}`}
              onPress={() => void claimIt()}
            >
              {shift.urgent ? words.agreeAndClaim : claim === null ? words.claim : words.again}
            </Button>
          ) : (
            <p class="muted" data-said="refusal">
              {words.cannot(whyNot(refusal, of, now, words, all))}
            </p>
          )}
        </>
      )}
      {isWaiting ? (
        <Button wide onPress={() => void withdraw(claim.event)}>
          {words.withdraw}
        </Button>
      ) : null}
    </li>
  );
}

function whyNot(
  { problem, shift, skills }: ClaimRefusal,
  of: OpenShift,
  now: number,
  words: ClaimWords,
  all: ReturnType<typeof useAllWords>,
): string {
  if (shift !== undefined) return words.overlaps(nearDayOf(all, shift.start, now), spanOf(all, shift), of.inTheWay?.title ?? "");
  return skills === undefined ? all.claimProblems[problem] : words.missing(skills.join("、"));
}
