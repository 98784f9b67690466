// /desk/import: a register becomes people, or a table becomes teams. First what was read and what would happen, line by line; then, when
// somebody says so, the import.

import { useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { teamsView } from "../../device/people-view.ts";
import { importWords } from "../../words/import.ts";
import { registerEn, registerZh, sayRegisterFileProblem } from "../../words/register.ts";
import { useApp } from "../app.ts";
import { DeskFrame, useDeskWords } from "../desk/desk.tsx";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Reading } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useNow, useView } from "../reading.ts";
import { useSession } from "../session.ts";
import { type Chosen, FileChoice } from "./file.tsx";
import { RegisterImport } from "./register.tsx";
import { TeamsImport } from "./teams.tsx";
import "../page.css";
import "../people/people.css";

type Kind = "register" | "teams";

export function Import() {
  const language = useLanguage();
  const words = importWords[language];
  const said = language === "en" ? registerEn : registerZh;
  const title = useDeskWords().pages.import;
  const app = useApp();
  const session = useSession();
  const now = useNow();
  const { query } = useLocation();
  const seen = useView(() => app.views.read((reader) => teamsView(reader, app.now())), [now]);
  const [kind, setKind] = useState<Kind>(query.kind === "teams" ? "teams" : "register");
  const [chosen, choose] = useState<(Chosen & { readonly at: number }) | null>(null);
  const view = seen.value;
  if (view === undefined)
    return (
      <DeskFrame title={title} screen="import" wide>
        <Reading isFailing={seen.isFailing} />
      </DeskFrame>
    );
  const isStaff = view.roles.some(({ role }) => role === "corpsStaff" || role === "branchStaff");
  const problem = chosen?.register?.fileProblem ?? null;
  const header = chosen?.register?.header ?? null;
  return (
    <DeskFrame title={title} screen="import">
      {session.failure() === null ? null : <NotRecorded />}
      {isStaff ? (
        <div class="choice">
          {(["register", "teams"] as const).map((of) => (
            <Button
              key={of}
              pressed={kind === of}
              onPress={() => {
                setKind(of);
                choose(null);
              }}
            >
              {words.kinds[of]}
            </Button>
          ))}
        </div>
      ) : null}
      <p>{words.what[kind]}</p>
      <FileChoice
        key={kind}
        kind={kind}
        words={words}
        said={said}
        isFirst={chosen === null}
        onChosen={(read) => choose(read === null ? null : { ...read, at: app.now() })}
      />
      {problem === null ? null : <p class="box bad">{sayRegisterFileProblem(said, problem)}</p>}
      {chosen?.register == null || problem !== null || header === null ? null : (
        <RegisterImport key={chosen.at} chosen={chosen} reading={chosen.register} header={header} view={view} words={words} said={said} />
      )}
      {chosen?.teams == null ? null : <TeamsImport key={chosen.at} reading={chosen.teams} view={view} words={words} said={said} />}
    </DeskFrame>
  );
}
