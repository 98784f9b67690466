// One person added by hand, also without a network. Warns of who is in the register already; whether it is the same one a person decides.

import { useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { createEntityId } from "../../actions/patch.ts";
import { type PersonLine, peopleView } from "../../device/people-view.ts";
import type { Id } from "../../domain/event.ts";
import { isListed } from "../../domain/merging.ts";
import { nameKey } from "../../domain/register-identity.ts";
import { pathTitle } from "../../domain/team-tree.ts";
import { peopleWords } from "../../words/people.ts";
import { useApp } from "../app.ts";
import { DeskFrame, useDeskWords } from "../desk/desk.tsx";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Choose } from "../parts/choose.tsx";
import { Reading } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useView } from "../reading.ts";
import { useSession } from "../session.ts";
import { useChanging } from "./changing.ts";
import { plainPhone, TextField } from "./fields.tsx";
import "../page.css";
import "./people.css";

export function NewPerson() {
  const words = peopleWords[useLanguage()];
  const title = useDeskWords().pages.newPerson;
  const app = useApp();
  const session = useSession();
  const { query } = useLocation();
  const seen = useView(() => app.views.read((reader) => peopleView(reader, app.now())), []);
  const [name, setName] = useState("");
  const [phone, setPhone] = useState("");
  const [chosen, choose] = useState<Id>(query.team ?? "");
  const [added, setAdded] = useState<{ readonly id: Id; readonly name: string } | null>(null);
  const view = seen.value;
  const change = useChanging(view?.me ?? null);
  if (view === undefined)
    return (
      <DeskFrame title={title} back="/desk/people" screen="new-person">
        <Reading isFailing={seen.isFailing} />
      </DeskFrame>
    );
  const teams = view.lines.flatMap(({ team }) => (view.kept.has(team.id) ? [team] : []));
  const own = view.roles.find(({ team }) => view.kept.has(team))?.team;
  const team = view.kept.has(chosen) ? chosen : (own ?? teams[0]?.id ?? "");
  const plain = plainPhone(phone);
  const typed = name.trim();
  const twins = typed === "" ? [] : view.people.filter((line) => isListed(line.person) && nameKey(line.name ?? "") === nameKey(typed));
  const isSame = (line: PersonLine): boolean => plain !== null && plain !== "" && line.phone !== null && plainPhone(line.phone) === plain;
  const twin = twins.find(isSame) ?? twins[0];
  const isReady = typed !== "" && typed.length <= 200 && plain !== null && team !== "";
  const save = async (): Promise<void> => {
    const id = createEntityId(app.ports);
    const hasPhone = plain !== null && plain !== "";
    const isDone = await change({
      patches: [
        {
          entity: "person",
          id,
          basis: [],
          set: { team, name: true, ...(hasPhone ? { phone: true as const } : {}) },
          parts: { name: typed, ...(hasPhone ? { phone: plain } : {}) },
        },
      ],
      done: words.added(typed),
      undo: (ids) => [{ entity: "person", id, basis: ids, set: { closed: true } }],
      undone: words.undone,
    });
    if (!isDone) return;
    setAdded({ id, name: typed });
    setName("");
    setPhone("");
  };
  return (
    <DeskFrame title={title} back="/desk/people" screen="new-person">
      {session.failure() === null ? null : <NotRecorded />}
      {added === null ? null : (
        <div class="box good" data-added={added.id}>
          <p role="status">{words.added(added.name)}</p>
          <a class="button plain wide" href={`/desk/people/${added.id}`}>
            {words.seeThem}
          </a>
        </div>
      )}
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && twin === undefined) void save();
        }}
      >
        <TextField label={words.fields.name ?? ""} value={name} onChange={setName} />
        <TextField
          label={words.fields.phone ?? ""}
          type="tel"
          value={phone}
          wrong={plain === null ? words.phoneWrong : null}
          hint={words.phoneHint}
          onChange={setPhone}
        />
        {teams.length < 2 ? null : (
          <Choose
            label={words.team}
            options={teams.map(({ id }) => [id, pathTitle(view.teams, id)] as const)}
            chosen={team}
            onChoose={choose}
          />
        )}
        {twin === undefined ? null : (
          <div class="box warn" data-twin={twin.person.id}>
            <p role="status">
              {(isSame(twin) ? words.twinSame : words.twinName)(
                twin.name ?? typed,
                twin.team === null ? "" : pathTitle(view.teams, twin.team),
              )}
            </p>
            <a class="button plain wide" href={`/desk/people/${twin.person.id}`}>
              {words.seeThem}
            </a>
          </div>
        )}
        <Button kind={twin === undefined ? "main" : "warn"} wide disabled={!isReady} onPress={() => void save()}>
          {twin === undefined ? words.add : words.addAnyway}
        </Button>
      </form>
    </DeskFrame>
  );
}
