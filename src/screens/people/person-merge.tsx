// The person a double really is: found by name, number or phone, and the two become one entry. Recorded like any change, with its 撤销.

import { useState } from "preact/hooks";
import { peopleView } from "../../device/people-view.ts";
import type { Id } from "../../domain/event.ts";
import { isListed } from "../../domain/merging.ts";
import { pathTitle } from "../../domain/team-tree.ts";
import { peoplePageSchema } from "../../protocol/people.ts";
import { useApp } from "../app.ts";
import { Sheet } from "../parts/sheet.tsx";
import { useView } from "../reading.ts";
import { TextField } from "./fields.tsx";
import { isLineFound } from "./people.tsx";
import { Buttons, type Doing, usePersonChange } from "./person-sheets.tsx";
import { useReport } from "./report.ts";

const mostShown = 8;

interface Candidate {
  readonly id: Id;
  readonly name: string;
  readonly more: string;
}

/** From the journal, or asked of the endpoint: neither the person themselves nor another double. */
function useCandidates({ known, words }: Doing, isCorps: boolean, search: string): readonly Candidate[] {
  const app = useApp();
  const path = isCorps && search !== "" ? `/api/reports/people?search=${encodeURIComponent(search)}` : null;
  const asked = useReport(path, peoplePageSchema).value;
  const held = useView(async () => (isCorps ? null : await app.views.read((reader) => peopleView(reader, app.now()))), [isCorps]).value;
  const title = (team: Id | null): string => (team === null ? "" : pathTitle(known.view.teams, team));
  const found: readonly Candidate[] = isCorps
    ? (asked?.people ?? []).map((it) => ({
        id: it.person,
        name: it.name ?? words.nameless,
        more: `${title(it.team)} ${it.phoneTail === null ? "" : words.tail(it.phoneTail)}`,
      }))
    : (held?.people ?? [])
        .filter((line) => isListed(line.person) && isLineFound(line, search))
        .map((line) => ({ id: line.person.id, name: line.name ?? words.nameless, more: `${title(line.team)} ${line.phone ?? ""}` }));
  return search === "" ? [] : found.filter(({ id }) => id !== known.id).slice(0, mostShown);
}

export function Merge(doing: Doing & { readonly isCorps: boolean }) {
  const { known, words, close, isCorps } = doing;
  const [search, type] = useState(known.name ?? "");
  const change = usePersonChange(doing);
  const candidates = useCandidates(doing, isCorps, search.trim());
  return (
    <Sheet title={words.merge} onClose={close}>
      <p class="muted">{words.mergeWhat}</p>
      <TextField label={words.search} type="search" value={search} onChange={type} />
      {candidates.map(({ id, name, more }) => (
        <button
          type="button"
          class="line"
          key={id}
          onClick={() => void change(words.merged(known.name ?? words.nameless, name), { mergedInto: id }, { mergedInto: null })}
        >
          <b>{words.mergeWith(name)}</b>
          <span>{more}</span>
        </button>
      ))}
      {search.trim() !== "" && candidates.length === 0 ? <p role="status">{words.none}</p> : null}
      <Buttons words={words} close={close}>
        {null}
      </Buttons>
    </Sheet>
  );
}
