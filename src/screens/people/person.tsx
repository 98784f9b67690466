// One person: who they are, where they belong, what they are, and what may be changed about them. Register details beyond name and phone
// only for branch and corps, from the endpoint, and the look is logged (R25).

import { useState } from "preact/hooks";
import { useRoute } from "preact-iso/router";
import { dateText } from "../../domain/clock.ts";
import type { Id } from "../../domain/event.ts";
import { rules } from "../../domain/rules.ts";
import { pathTitle } from "../../domain/team-tree.ts";
import { type PersonReport, personReportSchema } from "../../protocol/people.ts";
import { type PeopleWords, peopleWords } from "../../words/people.ts";
import { problemText } from "../../words/words.ts";
import { DeskFrame, useDeskWords, useRoles } from "../desk/desk.tsx";
import { deskPages } from "../desk/pages.ts";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Reading } from "../parts/frame.tsx";
import { useLate } from "../parts/late.ts";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { PersonRecords } from "../record/person-records.tsx";
import { useWords } from "../saying.tsx";
import { useSession } from "../session.ts";
import { Fitness } from "./fitness.tsx";
import { type Known, mayEnd, officesFor, useKnown } from "./known.ts";
import { Merge } from "./person-merge.tsx";
import { type Doing, Edit, End, Leave, Name, Transfer } from "./person-sheets.tsx";
import { useReport } from "./report.ts";
import "../page.css";
import "./people.css";

export function Person() {
  const title = useDeskWords().pages.person;
  const words = peopleWords[useLanguage()];
  const all = useWords();
  const { params } = useRoute();
  const id = params.person ?? "";
  const roles = useRoles();
  const isCorps = roles?.some(({ role }) => role === "corpsStaff");
  const seen = useKnown(id, isCorps);
  const heading = seen.type === "known" ? (seen.known.name ?? words.nameless) : title;
  return (
    <DeskFrame title={heading} back="/desk/people" screen="person">
      {seen.type === "reading" ? <Reading isFailing={seen.isFailing} /> : null}
      {seen.type === "unknown" ? <p class="box">{words.unknown}</p> : null}
      {seen.type === "failed" ? (
        <div class="box warn" role="alert">
          <p>{seen.problem === "offline" ? words.offline : problemText(all, seen.problem)}</p>
          <Button onPress={seen.again}>{words.again}</Button>
        </div>
      ) : null}
      {seen.type === "known" ? <Card key={id} known={seen.known} words={words} isCorps={isCorps === true} /> : null}
    </DeskFrame>
  );
}

type Asking = "edit" | "transfer" | "name" | "leave" | "merge" | { readonly end: Id };

function Card({ known, words, isCorps }: { readonly known: Known; readonly words: PeopleWords; readonly isCorps: boolean }) {
  const session = useSession();
  const [asking, ask] = useState<Asking | null>(null);
  const { view, team, mayKeep, closed, mergedInto, roles } = known;
  const isStaff = view.roles.some(({ role }) => role === "corpsStaff" || role === "branchStaff");
  const BadgePart = useLate(!isCorps, async () => (await import("./badge-part.tsx")).BadgePart);
  const isBranch = view.roles.some(({ role }) => role === "branchStaff");
  const OlderPart = useLate(isBranch, async () => (await import("../record/older-records.tsx")).OlderRecords);
  const doing: Doing = { known, words, close: () => ask(null) };
  const offices = officesFor(known);
  const living = mayKeep && !closed && mergedInto === null;
  const invites = deskPages.find((page) => page.path === "/invites");
  const ending = typeof asking === "object" && asking !== null ? roles.find(({ id }) => id === asking.end) : undefined;
  const teamTitle = (id: Id | null): string => (id === null ? "" : pathTitle(view.teams, id));
  return (
    <>
      {session.failure() === null ? null : <NotRecorded />}
      {closed ? <p class="box warn">{words.isLeft}</p> : null}
      {mergedInto === null ? null : (
        <a class="button warn wide" href={`/desk/people/${mergedInto}`}>
          {words.isMerged(known.mergedName ?? words.nameless)}
        </a>
      )}
      {known.contended.map(({ field, values }) => (
        <p key={field} class="box warn" data-contended={field}>
          {words.saidByTwo(words.fields[field] ?? field, values)}
        </p>
      ))}
      <dl class="card facts" data-person={known.id} data-team={teamTitle(team)}>
        <dt>{words.fields.phone}</dt>
        <dd>{known.phone === null ? "—" : <a href={`tel:${known.phone}`}>{known.phone}</a>}</dd>
        <dt>{words.fields.volunteerNumber}</dt>
        <dd>{known.volunteerNumber ?? "—"}</dd>
        <dt>{words.history}</dt>
        {[...known.history].reverse().map(({ team: at, since }, i) => (
          <dd key={since}>
            {teamTitle(at)}
            {i < known.history.length - 1 ? ` (${words.from(dateText(since, rules))})` : ""}
          </dd>
        ))}
        {known.devices === null ? null : <dd>{words.devices(known.devices)}</dd>}
      </dl>
      {roles.length === 0 ? null : (
        <ul class="rows">
          {roles.map((role) => (
            <li key={role.id} class="line" data-role={role.role}>
              <b>{words.roles[role.role]}</b>
              <span>{teamTitle(role.team)}</span>
              {mayEnd(view, role) ? <Button onPress={() => ask({ end: role.id })}>{words.endRole(words.roles[role.role])}</Button> : null}
            </li>
          ))}
        </ul>
      )}
      {mayKeep ? null : <p class="muted">{words.notYours}</p>}
      <div class="desk-actions">
        {living ? (
          <Button kind="main" onPress={() => ask("edit")}>
            {words.edit}
          </Button>
        ) : null}
        {living && invites !== undefined && view.roles.some(({ role }) => invites.roles.includes(role)) ? (
          <a class="button plain" href={`/desk/invites?person=${known.id}`}>
            {words.invite}
          </a>
        ) : null}
        {living && offices.length > 0 ? <Button onPress={() => ask("name")}>{words.nameStaff}</Button> : null}
        {living && view.kept.size > 1 ? <Button onPress={() => ask("transfer")}>{words.transfer}</Button> : null}
        {living ? <Button onPress={() => ask("merge")}>{words.merge}</Button> : null}
        {mayKeep ? (
          <Button onPress={() => ask("leave")}>{mergedInto !== null ? words.split : closed ? words.back : words.leave}</Button>
        ) : null}
      </div>
      {isCorps ? null : <Fitness id={known.id} mayKeep={living} />}
      {isCorps || !living || BadgePart === null ? null : <BadgePart person={known.id} name={known.name ?? words.nameless} />}
      {isCorps ? null : <PersonRecords person={known.id} />}
      {OlderPart === null || view.me === null ? null : <OlderPart person={known.id} name={known.name} me={view.me} />}
      {isStaff ? <Details id={known.id} words={words} isOpen={isCorps} /> : null}
      {asking === "edit" ? <Edit {...doing} /> : null}
      {asking === "transfer" ? <Transfer {...doing} /> : null}
      {asking === "name" ? <Name {...doing} offices={offices} /> : null}
      {asking === "merge" ? <Merge {...doing} isCorps={isCorps} /> : null}
      {asking === "leave" ? <Leave {...doing} /> : null}
      {ending === undefined ? null : <End {...doing} role={ending} />}
    </>
  );
}

/** `isOpen`: was asked for already with the page. */
function Details({ id, words, isOpen }: { readonly id: Id; readonly words: PeopleWords; readonly isOpen: boolean }) {
  const all = useWords();
  const [wanted, want] = useState(isOpen);
  const { value, isAsking, problem, ask } = useReport<PersonReport>(wanted ? `/api/reports/people/${id}` : null, personReportSchema);
  if (!wanted)
    return (
      <Button wide onPress={() => want(true)}>
        {words.details} ({words.detailsLogged})
      </Button>
    );
  return (
    <section data-asked={isAsking ? "asking" : (problem ?? "answered")}>
      <h2>{words.fields.register}</h2>
      <div role="status">
        {isAsking ? <p>{words.asking}</p> : null}
        {isAsking || problem === null ? null : (
          <div class="box warn">
            <p>{problem === "offline" ? words.offline : problemText(all, problem)}</p>
            <Button onPress={ask}>{words.again}</Button>
          </div>
        )}
      </div>
      {value === undefined ? null : (
        <div class="card facts">
          {value.idTail === null ? null : <p>{words.idTail(value.idTail)}</p>}
          {value.register.length === 0 ? null : (
            <dl>
              {value.register.map(({ header, value: said }) => (
                <div key={header}>
                  <dt>{header}</dt>
                  <dd>{said}</dd>
                </div>
              ))}
            </dl>
          )}
          {value.idTail === null && value.register.length === 0 ? <p>{words.noDetails}</p> : null}
        </div>
      )}
    </section>
  );
}
