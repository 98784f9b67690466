// 请假 on 审批: never refused. The leader says it was seen, and does something about the place, or leaves it open.

import { useState } from "preact/hooks";
import { offerPlace, replaceOnLeave, seeLeaves, takeBackOffer, takeBackReplacement } from "../../actions/leave.ts";
import { approvalsView, type LeaveLine } from "../../device/claims-view.ts";
import { type Candidate, shiftView } from "../../device/roster-shift-view.ts";
import { refuseAge } from "../../domain/claiming.ts";
import type { Id } from "../../domain/event.ts";
import { isFound } from "../../domain/name-search.ts";
import { rules } from "../../domain/rules.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Reading } from "../parts/frame.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useNow, useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { nearDayOf, spanOf, useWords } from "../saying.tsx";
import { useSession } from "../session.ts";
import { useApprovalsWords, Who } from "./asking.tsx";

export function Leaves() {
  const app = useApp();
  const words = useApprovalsWords();
  const session = useSession();
  const recording = useRecording();
  const now = useNow();
  const [replacing, setReplacing] = useState<LeaveLine | null>(null);
  const view = useView(() => app.views.read((reader) => approvalsView(reader, app.now())), [now]).value;
  const me = view?.me ?? null;
  const lines = view?.leaves ?? [];

  /** `undo` is given the ids of what was recorded. */
  const act = async (record: () => Promise<readonly Id[]>, said: string, undo: (ids: readonly Id[]) => Promise<unknown>): Promise<void> => {
    setReplacing(null);
    const ids = await recording(record);
    if (ids === null) return;
    const takeBack = async (): Promise<void> => {
      if ((await recording(() => undo(ids))) !== null) session.show(words.undone);
    };
    session.show(said, () => void takeBack());
  };
  const shown = (line: LeaveLine) => ({ leave: line.leave.event, shift: line.shift.id });
  const see = (author: Id, line: LeaveLine): Promise<void> =>
    act(
      () => seeLeaves(app.ports, author, [line.leave.event]),
      words.wasSeen(line.name ?? "?"),
      ([answer = ""]) => takeBackReplacement(app.ports, author, answer, null),
    );
  const offer = (author: Id, line: LeaveLine): Promise<void> =>
    act(
      () => offerPlace(app.ports, author, { ...shown(line), basis: line.basis }, words.offerReason),
      words.offered,
      ([answer = "", patch = ""]) => takeBackOffer(app.ports, author, answer, line.shift.id, patch),
    );
  const replace = (author: Id, line: LeaveLine, { person, name }: Pick<Candidate, "person" | "name">): Promise<void> =>
    act(
      () => replaceOnLeave(app.ports, author, shown(line), person, line.post, words.replacedReason(name ?? "?")),
      words.replaced(name ?? "?"),
      ([answer = "", event = ""]) => takeBackReplacement(app.ports, author, answer, { shift: line.shift.id, person, event }),
    );

  return (
    <>
      <h2>{words.leaves(lines.length)}</h2>
      <ul class="rows asked">
        {lines.map((line) => {
          const post = line.posts.filter(({ id }) => id === line.post);
          const who = [line.foundName, line.foundPhone].filter((it) => it !== null).join(" ");
          return (
            <li class="card row" key={line.leave.event} data-leave={line.leave.event} data-person={line.person}>
              <Who of={line} shift={line.shift} posts={post} now={now}>
                <p>
                  {line.reason ?? words.noReason}
                  {line.leave.seeks ? ` · ${words.seeks}` : ""}
                </p>
                {who === "" ? null : <p>{words.found(who)}</p>}
              </Who>
              <div class="pair">
                <Button label={words.replaceOf(line.name ?? "?")} onPress={() => setReplacing(line)}>
                  {words.replace}
                </Button>
                <Button kind="go" label={words.seenOf(line.name ?? "?")} onPress={() => me !== null && void see(me, line)}>
                  {words.seen}
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
      {replacing === null || me === null ? null : (
        <ReplaceSheet
          line={replacing}
          onOffer={() => void offer(me, replacing)}
          onTake={(one) => void replace(me, replacing, one)}
          onClose={() => setReplacing(null)}
        />
      )}
    </>
  );
}

/** A list so short needs no search. */
const fewPeople = 6;
const mostShown = 30;

const digits = (text: string | null): string => (text ?? "").replace(/\D/g, "");

/** The person of the register the one on leave has named: by phone, else by a name only one of them has. */
function foundAmong(line: LeaveLine, candidates: readonly Candidate[]): Candidate | null {
  const phone = digits(line.foundPhone);
  const byPhone = phone === "" ? [] : candidates.filter((one) => digits(one.phone) === phone);
  const byName = candidates.filter((one) => one.name !== null && one.name === line.foundName);
  return byPhone[0] ?? (byName.length === 1 ? (byName[0] ?? null) : null);
}

function ReplaceSheet({
  line,
  onOffer,
  onTake,
  onClose,
}: {
  readonly line: LeaveLine;
  readonly onOffer: () => void;
  readonly onTake: (one: Candidate) => void;
  readonly onClose: () => void;
}) {
  const app = useApp();
  const words = useApprovalsWords();
  const all = useWords();
  const now = useNow();
  const view = useView(() => app.views.read((reader) => shiftView(reader, line.shift.id, app.now())), [line.shift.id]).value;
  const [text, setText] = useState("");
  const candidates = view?.candidates ?? [];
  const shown = candidates.filter((one) => isFound(one, text)).slice(0, mostShown);
  const found = foundAmong(line, candidates);
  /** Why this one cannot stand there (R6, R41), or null. */
  const whyNot = (one: Candidate): string | null => {
    if (one.conflict !== null) return words.conflict(nearDayOf(all, one.conflict.start, now), spanOf(all, one.conflict));
    const tooYoung = refuseAge(one, line.posts, line.post, rules);
    return tooYoung === null ? null : words.tooYoung[tooYoung];
  };
  const who = [line.foundName, line.foundPhone].filter((it) => it !== null).join(" ");
  return (
    <Sheet title={words.replaceTitle(line.name ?? "?")} onClose={onClose}>
      {view === undefined ? <Reading isFailing={false} /> : null}
      {found !== null && whyNot(found) === null ? (
        <Button kind="main" wide onPress={() => onTake(found)}>
          {words.takeFound(found.name ?? "?")}
        </Button>
      ) : found !== null ? (
        <p class="warn">
          {found.name ?? "?"}: {whyNot(found)}
        </p>
      ) : who === "" || view === undefined ? null : (
        <p class="warn">{words.notKnown(who)}</p>
      )}
      {line.shift.offered === null ? (
        <Button wide onPress={onOffer}>
          {words.offer}
        </Button>
      ) : (
        <p>{words.alreadyOffered}</p>
      )}
      <h3>{words.choose}</h3>
      {view !== undefined && candidates.length === 0 ? <p>{words.nobody}</p> : null}
      {candidates.length < fewPeople ? null : (
        <label class="field">
          {words.search}
          <input type="search" value={text} autocomplete="off" onInput={(event) => setText(event.currentTarget.value)} />
        </label>
      )}
      <ul class="rows">
        {shown.map((one) => (
          <li key={one.person}>
            <Button wide disabled={whyNot(one) !== null} onPress={() => onTake(one)}>
              {one.name ?? "?"}
              {whyNot(one) === null ? "" : ` · ${whyNot(one)}`}
            </Button>
          </li>
        ))}
      </ul>
      <Button wide onPress={onClose}>
        {all.cancel}
      </Button>
    </Sheet>
  );
}
