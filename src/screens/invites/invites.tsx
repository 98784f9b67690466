// 邀请: the squad's link to post in the group, and a link or six digits for one person. Made by the endpoint on request, so this needs a
// network; nothing that was made before is lost by making another.

import { useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { peopleView, teamsView } from "../../device/people-view.ts";
import type { Id } from "../../domain/event.ts";
import { pathTitle } from "../../domain/team-tree.ts";
import { inviteWords } from "../../words/invites.ts";
import { useApp } from "../app.ts";
import { DeskFrame, useDeskWords } from "../desk/desk.tsx";
import { useLanguage } from "../language.ts";
import { Choose } from "../parts/choose.tsx";
import { Reading } from "../parts/frame.tsx";
import { useView } from "../reading.ts";
import { OneInvite } from "./one-invite.tsx";
import { PersonPicker } from "./person-picker.tsx";
import "../page.css";
import "../joins/joins.css";
import "./invites.css";

export function Invites() {
  const app = useApp();
  const title = useDeskWords().pages.invites;
  const words = inviteWords[useLanguage()].invites;
  const { query } = useLocation();
  const [team, chooseTeam] = useState<Id | null>(null);
  const [picked, pick] = useState<{ readonly id: Id; readonly name: string } | null>(null);
  const seen = useView(() => app.views.read((reader) => teamsView(reader, app.now())), []);
  const view = seen.value;
  const asked = query.person ?? null;
  // 名册 leads here with somebody already chosen; corps staff hold no names, the link is made all the same.
  const askedName = useView(
    () =>
      app.views.read(
        async (reader) => (await peopleView(reader, app.now())).people.find(({ person }) => person.id === asked)?.name ?? null,
      ),
    [asked],
  ).value;
  const person = picked ?? (asked === null || askedName === undefined ? null : { id: asked, name: askedName ?? "" });
  const teams = view === undefined ? [] : view.lines.map((line) => line.team).filter(({ id }) => view.kept.has(id));
  const isCorps = view?.roles.some(({ role }) => role === "corpsStaff") === true;
  // Squads first in mind: a branch's own link is there too, for branches without squads.
  const chosen = team ?? teams.find(({ tier }) => tier === "squad")?.id ?? teams[0]?.id ?? null;
  const personPart = (
    <section class="card" data-invite-part="person">
      <h2>{words.personTitle}</h2>
      <p>{words.personWhy}</p>
      {person === null ? (
        isCorps ? (
          <a class="button plain wide" href="/desk/people">
            {words.search}
          </a>
        ) : (
          <PersonPicker onPick={(id, name) => pick({ id, name })} />
        )
      ) : (
        <OneInvite key={person.id} request={{ for: "person", person: person.id }} name={person.name} />
      )}
    </section>
  );
  return (
    <DeskFrame title={title} screen="invites">
      {view === undefined ? <Reading isFailing={seen.isFailing} /> : null}
      {asked === null ? null : personPart}
      {view !== undefined && chosen === null ? <p class="large">{words.noTeams}</p> : null}
      {view === undefined || chosen === null ? null : (
        <section class="card" data-invite-part="team">
          <h2>{words.squadTitle}</h2>
          <p>{words.squadWhy}</p>
          {teams.length < 2 ? (
            <p class="large">{teams[0]?.title}</p>
          ) : (
            <Choose
              label={words.team}
              options={teams.map(({ id }) => [id, pathTitle(view.teams, id)] as const)}
              chosen={chosen}
              onChoose={chooseTeam}
            />
          )}
          <OneInvite key={chosen} request={{ for: "team", team: chosen }} name={view.teams.get(chosen)?.title ?? ""} />
        </section>
      )}
      {asked === null ? personPart : null}
    </DeskFrame>
  );
}
