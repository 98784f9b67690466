// 认岗 on 审批: one tap puts somebody on the roster, declining says why, and all for whom there is room go in one go.

import { useState } from "preact/hooks";
import { type Acceptance, acceptClaims, declineClaim, takeBackAcceptance } from "../../actions/claim.ts";
import { retract } from "../../actions/retract.ts";
import { approvalsView, type ClaimLine } from "../../device/claims-view.ts";
import type { Id } from "../../domain/event.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { useNow, useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { nearDayOf, spanOf, useWords } from "../saying.tsx";
import { useSession } from "../session.ts";
import { ReasonSheet, useApprovalsWords, Who } from "./asking.tsx";

const acceptanceOf = ({ claim, to }: ClaimLine): Acceptance => ({ claim: claim.event, shift: claim.shift, person: claim.person, post: to });

/** Of each shift the first ones there is room for, who stand nowhere else at that time. */
function withRoom(lines: readonly ClaimLine[]): readonly ClaimLine[] {
  const taken = new Map<Id, number>();
  const people = new Set<string>();
  return lines.filter(({ shift, free, conflict, person }) => {
    const used = taken.get(shift.id) ?? 0;
    // Two claims of one person for the same hours cannot be, but two devices may have made them.
    const hours = `${person} ${shift.start}`;
    if (conflict !== null || people.has(hours) || (free !== null && used >= free)) return false;
    taken.set(shift.id, used + 1);
    people.add(hours);
    return true;
  });
}

export function Claims() {
  const app = useApp();
  const words = useApprovalsWords();
  const all = useWords();
  const session = useSession();
  const recording = useRecording();
  const now = useNow();
  const [declining, setDeclining] = useState<ClaimLine | null>(null);
  const view = useView(() => app.views.read((reader) => approvalsView(reader, app.now())), [now]).value;
  const me = view?.me ?? null;
  const lines = view?.claims ?? [];
  const ready = withRoom(lines);

  const accept = async (wanted: readonly ClaimLine[], said: string): Promise<void> => {
    if (me === null) return;
    const accepted = await recording(() => acceptClaims(app.ports, me, wanted.map(acceptanceOf)));
    if (accepted === null) return;
    const undo = async (): Promise<void> => {
      if ((await recording(() => takeBackAcceptance(app.ports, me, accepted))) !== null) session.show(words.waitsAgain);
    };
    session.show(said, () => void undo());
  };
  const decline = async ({ claim, name }: ClaimLine, reason: string): Promise<void> => {
    setDeclining(null);
    if (me === null) return;
    const answer = await recording(() => declineClaim(app.ports, me, claim.event, reason));
    if (answer === null) return;
    const undo = async (): Promise<void> => {
      if ((await recording(() => retract(app.ports, me, [answer]))) !== null) session.show(words.waitsAgain);
    };
    session.show(words.declined(name ?? "?"), () => void undo());
  };

  return (
    <>
      <h2>{words.claims(lines.length)}</h2>
      {ready.length < 2 ? null : (
        <Button kind="main" wide icon="check" onPress={() => void accept(ready, words.acceptedMany(ready.length))}>
          {words.acceptAll(ready.length)}
        </Button>
      )}
      <ul class="rows asked">
        {lines.map((line) => (
          <li class="card row" key={line.claim.event} data-claim={line.claim.event} data-person={line.person}>
            <Who of={line} shift={line.shift} posts={line.posts} now={now}>
              {line.free === null ? null : <p>{words.room(line.free)}</p>}
              {line.conflict === null ? null : (
                <p class="warn">{words.conflict(nearDayOf(all, line.conflict.start, now), spanOf(all, line.conflict))}</p>
              )}
              {line.posts.length < 2 || line.to === null ? null : (
                <p class="muted">{words.to(line.posts.find(({ id }) => id === line.to)?.title ?? "")}</p>
              )}
            </Who>
            <div class="pair">
              <Button label={words.declineOf(line.name ?? "?")} onPress={() => setDeclining(line)}>
                {words.decline}
              </Button>
              <Button
                kind="go"
                label={words.acceptOf(line.name ?? "?")}
                disabled={line.conflict !== null}
                onPress={() => void accept([line], words.accepted(line.name ?? "?"))}
              >
                {words.accept}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {declining === null ? null : (
        <ReasonSheet
          title={words.declineTitle(declining.name ?? "?")}
          what={words.declineWhy}
          reasons={words.declineReasons}
          other={words.otherReason}
          send={words.decline}
          onSend={(reason) => void decline(declining, reason)}
          onClose={() => setDeclining(null)}
        />
      )}
    </>
  );
}
