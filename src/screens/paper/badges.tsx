// 胸牌: eight on an A4 page. Names come from this device, what a tablet verifies offline from the endpoint.

import { useState } from "preact/hooks";
import { type Bearer, bearersView } from "../../device/paper-view.ts";
import { plannerView } from "../../device/roster-view.ts";
import type { Id } from "../../domain/event.ts";
import { badgesSchema } from "../../protocol/paper.ts";
import { useApp } from "../app.ts";
import { Reading } from "../parts/frame.tsx";
import { Qr } from "../parts/qr.tsx";
import { useNow, useView } from "../reading.ts";
import { useWords } from "../saying.tsx";
import { Asked, useAsked } from "./asking.tsx";
import { ChooseTeam, PaperFrame, PaperScroll, usePaperWords } from "./frame.tsx";
import { longDayOf } from "./saying.ts";

const perPage = 8;

const inPages = <V,>(all: readonly V[]): readonly (readonly V[])[] =>
  Array.from({ length: Math.ceil(all.length / perPage) }, (_, page) => all.slice(page * perPage, (page + 1) * perPage));

export function Badges() {
  const app = useApp();
  const words = usePaperWords();
  const now = useNow();
  const [picked, pick] = useState<Id | null>(null);
  const teams = useView(() => app.views.read((reader) => plannerView(reader, app.now())), [now]).value?.teams;
  const team = picked ?? teams?.[0]?.id ?? null;
  const seen = useView(() => app.views.read((reader) => (team === null ? Promise.resolve(null) : bearersView(reader, team))), [team]);
  const asked = useAsked(team === null ? null : `/api/reports/badges?team=${team}`, badgesSchema);
  const people = seen.value?.people ?? [];
  return (
    <PaperFrame
      title={words.badges.title}
      screen="paper-badges"
      format="portrait"
      isReady={people.length > 0 && asked.answer?.ok === true}
      tools={<ChooseTeam teams={teams ?? []} chosen={team ?? ""} onChoose={pick} />}
    >
      {seen.value === undefined ? <Reading isFailing={seen.isFailing} /> : null}
      {teams?.length === 0 ? <p class="large">{words.forbidden}</p> : null}
      {seen.value != null && people.length === 0 ? <p class="large">{words.badges.none}</p> : null}
      {team === null || people.length === 0 ? null : (
        <Asked asked={asked}>
          {({ badges, expires }) => {
            const texts = new Map(badges.map(({ person, text }) => [person, text]));
            return inPages(people.filter(({ person }) => texts.has(person))).map((page, i) => (
              <PaperScroll key={page[0]?.person} page={i + 1}>
                <section class="paper paper-badges">
                  {page.map((bearer) => (
                    <One
                      key={bearer.person}
                      bearer={bearer}
                      text={texts.get(bearer.person) ?? ""}
                      team={seen.value?.team?.title ?? ""}
                      expires={expires}
                    />
                  ))}
                </section>
              </PaperScroll>
            ));
          }}
        </Asked>
      )}
    </PaperFrame>
  );
}

function One({
  bearer,
  text,
  team,
  expires,
}: {
  readonly bearer: Bearer;
  readonly text: string;
  readonly team: string;
  readonly expires: number;
}) {
  const words = usePaperWords();
  const { nobody } = useWords();
  return (
    <div class="paper-badge" data-person={bearer.person}>
      <Qr text={text} label={bearer.name ?? nobody} />
      <div>
        <b>{bearer.name ?? nobody}</b>
        <p>{team}</p>
        {bearer.volunteerNumber === null ? null : <p>{words.badges.number(bearer.volunteerNumber)}</p>}
        <p>{words.badges.until(longDayOf(words, expires))}</p>
        <p>{words.badges.found}</p>
      </div>
    </div>
  );
}
