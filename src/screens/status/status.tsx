// 状态: how the installation is doing, line by line, each 正常 or 要处理 with the command that helps. Asked of the endpoint on opening and by a
// button; what cannot be asked just now is said, never guessed. Judges nothing: domain/operation.ts does.

import { useCallback, useEffect, useState } from "preact/hooks";
import { entitiesOf, namesOf } from "../../device/reading.ts";
import type { Id } from "../../domain/event.ts";
import { type Finding, judgeDevices, judgeOperation } from "../../domain/operation.ts";
import { toPerson, toTeam } from "../../domain/roster.ts";
import { silentDevicesSchema } from "../../protocol/exchange.ts";
import { type Status as Operation, type SilentDevices, statusSchema } from "../../protocol/status.ts";
import { type StatusWords, statusWords } from "../../words/status.ts";
import { problemText } from "../../words/words.ts";
import { useApp } from "../app.ts";
import { DeskFrame, useDeskWords, useRoles } from "../desk/desk.tsx";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { useView } from "../reading.ts";
import { momentOf, useWords } from "../saying.tsx";
import { commandFor } from "./commands.ts";
import { Line } from "./line.tsx";
import "../page.css";
import "./status.css";

const dayMs = 86_400_000;
const sizeText = (bytes: number): string => (bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`);

interface Answered {
  /** Null for those who may see the phones only. */
  readonly operation: Operation | null;
  readonly silent: SilentDevices;
}
interface Asked {
  readonly isAsking: boolean;
  readonly answered: Answered | null;
  /** Of the latest try; with it `answered` is from an earlier one. */
  readonly problem: string | null;
}

/** `mayAll`: whether the whole installation may be asked for, or the phones only. Null: not known yet. */
function useAnswer(mayAll: boolean | null): Asked & { readonly ask: () => void } {
  const { desk } = useApp();
  const [asked, setAsked] = useState<Asked>({ isAsking: true, answered: null, problem: null });
  const ask = useCallback(() => {
    if (mayAll === null) return;
    setAsked((before) => ({ ...before, isAsking: true }));
    const get = (path: string) => ({ method: "GET", path }) as const;
    const both = async (): Promise<Answered | string> => {
      const silent = await desk.ask(get("/api/reports/silent-devices"), silentDevicesSchema);
      if (!silent.ok) return silent.problem;
      if (!mayAll) return { operation: null, silent: silent.value };
      const operation = await desk.ask(get("/api/reports/status"), statusSchema);
      return operation.ok ? { operation: operation.value, silent: silent.value } : operation.problem;
    };
    both().then(
      (answer) =>
        setAsked((before) =>
          typeof answer === "string"
            ? { isAsking: false, answered: before.answered, problem: answer }
            : { isAsking: false, answered: answer, problem: null },
        ),
      (error: unknown) => {
        console.error(error);
        setAsked((before) => ({ ...before, isAsking: false, problem: "internal" }));
      },
    );
  }, [desk, mayAll]);
  useEffect(ask, [ask]);
  return { ...asked, ask };
}

export function Status() {
  const words = statusWords[useLanguage()];
  const all = useWords();
  const title = useDeskWords().pages.status;
  const roles = useRoles();
  const mayAll = roles === undefined ? null : roles.some(({ role }) => role === "corpsStaff");
  const { isAsking, answered, problem, ask } = useAnswer(mayAll);
  const at = answered?.silent.serverTime ?? 0;
  const time = momentOf(all, at, at);
  const failure = problem === null ? null : problem === "offline" ? words.offline : problemText(all, problem);
  return (
    <DeskFrame title={title} screen="status">
      <div role="status" data-asked={isAsking ? "asking" : (problem ?? "answered")}>
        {isAsking ? <p>{words.asking}</p> : null}
        {isAsking || failure === null ? null : (
          <p class="box warn">{answered !== null && problem === "offline" ? words.stale(time) : failure}</p>
        )}
        {isAsking || failure !== null || answered === null ? null : <p class="muted">{words.asOf(time)}</p>}
      </div>
      <Button wide disabled={isAsking} onPress={ask}>
        {words.refresh}
      </Button>
      {answered === null ? null : <Answer answered={answered} words={words} />}
      {answered !== null && answered.operation === null ? <p class="muted">{words.notStaff}</p> : null}
    </DeskFrame>
  );
}

function Answer({ answered: { operation, silent }, words }: { readonly answered: Answered; readonly words: StatusWords }) {
  const at = silent.serverTime;
  const findings = operation === null ? [] : judgeOperation(operation, at);
  return (
    <>
      {operation?.isDemo === true ? <p class="box">{words.demo}</p> : null}
      {operation === null
        ? null
        : findings.map((finding) => (
            <Line key={finding.line} finding={finding} command={finding.reason === null ? null : commandFor(finding.reason, operation)}>
              <Fact line={finding.line} operation={operation} words={words} />
            </Line>
          ))}
      <Phones answered={{ operation, silent }} words={words} />
      {operation === null ? null : <Details operation={operation} words={words} />}
    </>
  );
}

interface FactProps {
  readonly operation: Operation;
  readonly words: StatusWords;
}

function Fact({ line, operation, words }: FactProps & { readonly line: Finding["line"] }) {
  const all = useWords();
  const { publicUrl, certificate, lastBackup, disk, serverTime } = operation;
  switch (line) {
    case "address":
      return <b>{publicUrl}</b>;
    case "certificate":
      return certificate === null ? null : <b>{words.days(Math.floor((certificate.expiresAt - serverTime) / dayMs))}</b>;
    case "backup":
      return <b>{lastBackup === null ? words.never : words.backedUp(momentOf(all, lastBackup.at, serverTime), lastBackup.directory)}</b>;
    case "disk":
      return disk === null ? null : <b>{words.disk(sizeText(disk.freeBytes), sizeText(disk.totalBytes))}</b>;
    case "devices":
      return null;
  }
}

/** By name as far as this device may know names, else by branch (R25). */
function Phones({ answered: { operation, silent }, words }: { readonly answered: Answered; readonly words: StatusWords }) {
  const app = useApp();
  const people = silent.devices.flatMap(({ persons }) => persons);
  const branches = operation?.silent ?? [];
  const known = useView(
    () =>
      app.views.read(async (reader) => ({
        names: await namesOf(reader, await entitiesOf(reader, "person", people, toPerson)),
        teams: await entitiesOf(
          reader,
          "team",
          branches.map(({ team }) => team),
          toTeam,
        ),
      })),
    [people.join(" "), branches.map(({ team }) => team).join(" ")],
  ).value;
  const nameOf = (person: Id): string => known?.names.get(person) ?? words.someone;
  const titleOf = (team: Id | null): string => (team === null ? words.noTeam : (known?.teams.get(team)?.title ?? words.noTeam));
  const lines = [
    ...branches.map(({ team, devices }) => words.silentIn(titleOf(team), devices)),
    ...silent.devices.map(({ persons, pendingCount, lastSeenAt }) =>
      words.silent(persons.map(nameOf).join(" "), pendingCount, Math.floor((silent.serverTime - lastSeenAt) / dayMs)),
    ),
  ];
  return (
    <Line finding={judgeDevices(lines.length)} command={null}>
      {lines.length === 0
        ? words.quiet
        : lines.map((line) => (
            <span class="status-phone" key={line}>
              {line}
            </span>
          ))}
    </Line>
  );
}

function Details({ operation, words }: FactProps) {
  const all = useWords();
  const facts: readonly (readonly [string, string])[] = [
    [words.version, operation.appVersion],
    [words.started, momentOf(all, operation.startedAt, operation.serverTime)],
    [words.ledger, words.ledgerIs(operation.events, sizeText(operation.ledgerBytes))],
    [words.joined, words.joinedIs(operation.devices)],
    [words.schema, words.schemaIs(operation.schemaVersion, operation.epoch)],
    [words.place, operation.dataDir],
  ];
  return (
    <section class="card">
      <h2>{words.details}</h2>
      <dl class="status-facts">
        {facts.map(([name, value]) => (
          <>
            <dt key={name}>{name}</dt>
            <dd key={value}>{value}</dd>
          </>
        ))}
      </dl>
    </section>
  );
}
