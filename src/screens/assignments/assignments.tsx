// 包抓: who takes charge of what, put down by a branch and read by everybody of the team. Recorded like any patch, with its 撤销.

import { useState } from "preact/hooks";
import { createEntityId } from "../../actions/patch.ts";
import { type AssignmentLine, type AssignmentsView, assignmentsView } from "../../device/assignments-view.ts";
import { assignmentsToCells } from "../../domain/assignment-sheet.ts";
import { dayAt, dayText, parseDay, startOf } from "../../domain/calendar.ts";
import { dateText } from "../../domain/clock.ts";
import type { EntityFields } from "../../domain/entity-fields.ts";
import type { Id } from "../../domain/event.ts";
import { rules } from "../../domain/rules.ts";
import { type AssignmentWords, assignmentWords } from "../../words/assignments.ts";
import { useApp } from "../app.ts";
import { DeskFrame, useDeskWords } from "../desk/desk.tsx";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Choose } from "../parts/choose.tsx";
import { Reading } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useChanging } from "../people/changing.ts";
import { plainPhone, TextField } from "../people/fields.tsx";
import { useView } from "../reading.ts";
import { useSession } from "../session.ts";
import "../page.css";
import "../people/people.css";

export function Assignments() {
  const app = useApp();
  const words = assignmentWords[useLanguage()];
  const title = useDeskWords().pages.assignments;
  const session = useSession();
  const seen = useView(() => app.views.read((reader) => assignmentsView(reader, app.now())), []);
  const view = seen.value;
  const [isAdding, setAdding] = useState(false);
  const change = useChanging(view?.me ?? null);
  const mayAssign = (view?.teams.length ?? 0) > 0;
  const living = view?.lines.filter(({ assignment }) => !assignment.ended) ?? [];

  const end = ({ assignment, heads, post }: AssignmentLine): void =>
    void change({
      patches: [{ entity: "assignment", id: assignment.id, basis: heads, set: { ended: true } }],
      done: words.endedNow(post?.title ?? ""),
      undo: (ids) => [{ entity: "assignment", id: assignment.id, basis: ids, set: { ended: false } }],
      undone: words.undone,
    });
  const download = (): void => {
    const rows = living.map(({ assignment, team, post, name, phone }) => ({
      assignment,
      team: team?.title ?? "",
      post: post?.title ?? "",
      name: name ?? "",
      phone: phone ?? "",
    }));
    app.sheets().then(
      (sheets) => sheets.save(assignmentsToCells(rows, dateText(app.now(), rules), rules), words.fileName),
      (error: unknown) => console.error(error),
    );
  };

  return (
    <DeskFrame title={title} screen="assignments">
      {session.failure() === null ? null : <NotRecorded />}
      {view === undefined ? <Reading isFailing={seen.isFailing} /> : null}
      {view !== undefined && view.lines.length === 0 ? <p class="large">{mayAssign ? words.none : words.noneToRead}</p> : null}
      {!mayAssign || isAdding ? null : view?.posts.length === 0 ? (
        <p class="box warn">{words.noPosts}</p>
      ) : (
        <Button kind="main" wide icon="plus" onPress={() => setAdding(true)}>
          {words.add}
        </Button>
      )}
      {view === undefined || !isAdding ? null : <Form view={view} words={words} change={change} onDone={() => setAdding(false)} />}
      <ul class="rows">
        {view?.lines.map((line) => (
          <Line key={line.assignment.id} line={line} words={words} onEnd={mayAssign && !line.assignment.ended ? () => end(line) : null} />
        ))}
      </ul>
      {living.length === 0 ? null : (
        <Button wide onPress={download}>
          {words.download}
        </Button>
      )}
    </DeskFrame>
  );
}

function Line({
  line,
  words,
  onEnd,
}: {
  readonly line: AssignmentLine;
  readonly words: AssignmentWords;
  readonly onEnd: (() => void) | null;
}) {
  const { assignment, team, post, name, phone } = line;
  const day = (ms: number): string => dateText(ms, rules);
  const more = [
    assignment.unit,
    assignment.frequency,
    assignment.since === null ? null : words.from(day(assignment.since), assignment.until === null ? null : day(assignment.until)),
  ].filter((it) => it !== null);
  return (
    <li class="card row" data-assignment={assignment.id} data-ended={assignment.ended}>
      <h3>{post?.title}</h3>
      <p>
        <b>{team?.title}</b> {assignment.ended ? <span class="tag plain">{words.ended}</span> : null}
      </p>
      {more.length === 0 ? null : <p class="muted">{more.join(" · ")}</p>}
      {name === null ? null : (
        <p>
          {words.contact} {name} {phone === null ? null : <a href={`tel:${phone}`}>{phone}</a>}
        </p>
      )}
      {onEnd === null ? null : <Button onPress={onEnd}>{words.end}</Button>}
    </li>
  );
}

interface FormProps {
  readonly view: AssignmentsView;
  readonly words: AssignmentWords;
  readonly change: ReturnType<typeof useChanging>;
  readonly onDone: () => void;
}

function Form({ view, words, change, onDone }: FormProps) {
  const app = useApp();
  const [team, setTeam] = useState<Id>(view.teams[0]?.id ?? "");
  const [post, setPost] = useState<Id>(view.posts[0]?.id ?? "");
  const [unit, setUnit] = useState("");
  const [since, setSince] = useState(dayText(dayAt(app.now(), rules)));
  const [until, setUntil] = useState("");
  const [frequency, setFrequency] = useState("");
  const [name, setName] = useState("");
  const [phone, setPhone] = useState("");
  const [from, to] = [parseDay(since), until === "" ? null : parseDay(until)];
  const isBackwards = from !== null && to !== null && to < from;
  const plain = plainPhone(phone);
  const isTwice = view.lines.some(({ assignment }) => !assignment.ended && assignment.team === team && assignment.post === post);
  const isReady = team !== "" && post !== "" && from !== null && !isBackwards && plain !== null && !isTwice;
  const save = async (): Promise<void> => {
    if (from === null || plain === null) return;
    const id = createEntityId(app.ports);
    const contact = name.trim();
    const set: EntityFields["assignment"] = {
      team,
      post,
      since: startOf(from, rules),
      ...(to === null ? {} : { until: startOf(to, rules) }),
      ...(unit.trim() === "" ? {} : { unit: unit.trim() }),
      ...(frequency.trim() === "" ? {} : { frequency: frequency.trim() }),
      ...(contact === "" ? {} : { name: true as const }),
      ...(plain === "" ? {} : { phone: true as const }),
    };
    const parts = { ...(contact === "" ? {} : { name: contact }), ...(plain === "" ? {} : { phone: plain }) };
    const titleOf = (list: readonly { readonly id: Id; readonly title: string }[], of: Id): string =>
      list.find((it) => it.id === of)?.title ?? "";
    const isDone = await change({
      patches: [{ entity: "assignment", id, basis: [], set, parts }],
      done: words.added(titleOf(view.teams, team), titleOf(view.posts, post)),
      undo: (ids) => [{ entity: "assignment", id, basis: ids, set: { ended: true } }],
      undone: words.undone,
    });
    if (isDone) onDone();
  };
  return (
    <form class="stack" onSubmit={(event) => event.preventDefault()}>
      <Choose label={words.team} options={view.teams.map((it) => [it.id, it.title] as const)} chosen={team} onChoose={setTeam} />
      <Choose label={words.post} options={view.posts.map((it) => [it.id, it.title] as const)} chosen={post} onChoose={setPost} />
      {isTwice ? (
        <p class="box warn" role="status">
          {words.again}
        </p>
      ) : null}
      <TextField label={words.unit} value={unit} onChange={setUnit} />
      <TextField label={words.since} type="date" value={since} onChange={setSince} />
      <TextField label={words.until} type="date" value={until} wrong={isBackwards ? words.untilWrong : null} onChange={setUntil} />
      <TextField label={words.frequency} value={frequency} hint={words.frequencyHint} onChange={setFrequency} />
      <TextField label={words.name} value={name} onChange={setName} />
      <TextField label={words.phone} type="tel" value={phone} wrong={plain === null ? words.phoneWrong : null} onChange={setPhone} />
      <Button kind="main" wide submit disabled={!isReady} onPress={() => void save()}>
        {words.save}
      </Button>
    </form>
  );
}
