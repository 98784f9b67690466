// Finds a person of the teams this device keeps, as they are typed. Leaves out whom the one who looks could not vouch for: a device
// speaks with all the roles of its person.

import { useState } from "preact/hooks";
import { listedPeople, type PeopleView, type PersonLine, peopleView } from "../../device/people-view.ts";
import type { Id } from "../../domain/event.ts";
import { isFound } from "../../domain/name-search.ts";
import { mayVouchFor } from "../../domain/vouching.ts";
import { inviteWords } from "../../words/invites.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../language.ts";
import { Reading } from "../parts/frame.tsx";
import { useNow, useView } from "../reading.ts";
import { useWords } from "../saying.tsx";

export interface PersonPickerProps {
  /** Only of this team; absent: of all that are kept. */
  readonly team?: Id;
  readonly onPick: (person: Id, name: string) => void;
}

const mostShown = 20;
/** Before anything is typed: enough to see what is meant. */
const shownFirst = 5;

function pickable(view: PeopleView, line: PersonLine, team: Id | undefined, now: number): boolean {
  if (team !== undefined && line.team !== team) return false;
  const world = { team: (id: Id) => view.teams.get(id) ?? null, rolesOf: () => line.roles };
  return mayVouchFor(view.roles, line.person.id, now, world);
}

export function PersonPicker({ team, onPick }: PersonPickerProps) {
  const app = useApp();
  const all = useWords();
  const words = inviteWords[useLanguage()].invites;
  const now = useNow();
  const [search, type] = useState("");
  const seen = useView(() => app.views.read((reader) => peopleView(reader, app.now())), []);
  const view = seen.value;
  if (view === undefined) return <Reading isFailing={seen.isFailing} />;
  const found = listedPeople(view).filter((line) => pickable(view, line, team, now) && isFound(line, search));
  return (
    <div class="picked">
      <label class="field">
        <span>{words.search}</span>
        <input type="search" autocomplete="off" value={search} onInput={(event) => type(event.currentTarget.value)} />
      </label>
      {found.length === 0 ? <p role="status">{words.searchNone}</p> : null}
      {found.slice(0, search.trim() === "" && team === undefined ? shownFirst : mostShown).map(({ person, name, phone, team: of }) => (
        <button type="button" class="join-line" key={person.id} data-pick={person.id} onClick={() => onPick(person.id, name ?? all.nobody)}>
          <span class="join-who">
            <b>{name ?? all.nobody}</b> <span>{phone === null ? "" : phone.slice(-4)}</span>
          </span>
          <span class="muted">{team === undefined && of !== null ? (view.teams.get(of)?.title ?? "") : null}</span>
        </button>
      ))}
    </div>
  );
}
