// What was handed over, in words, before anything is kept.

import type { Handed } from "../../device/handover-take.ts";
import type { Handover } from "../../protocol/handover.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { momentOf, useWords } from "../saying.tsx";
import { useHandoverWords } from "./words.ts";

/** Read off the package itself: nothing of it is in the journal yet. */
function named({ news, team, credential }: Handover): { readonly squad: string; readonly who: string | null; readonly people: number } {
  const patches = news.rows.map(({ event, name }) => ({ facts: event.facts, name }));
  const titles = patches.flatMap(({ facts }) => (facts.id === team ? ((facts.set as { title?: string }).title ?? []) : []));
  const who = patches.filter(({ facts, name }) => name !== undefined && credential.persons.includes(String(facts.id)));
  const people = new Set(patches.flatMap(({ facts, name }) => (facts.entity === "person" && name !== undefined ? [facts.id] : [])));
  return { squad: titles[titles.length - 1] ?? "", who: who[who.length - 1]?.name ?? null, people: people.size };
}

export interface SummaryProps {
  /** Null while it is being taken. */
  readonly handed: Handed | null;
  readonly onYes: (handed: Handed) => void;
  readonly onNo: () => void;
}

export function Summary({ handed, onYes, onNo }: SummaryProps) {
  const app = useApp();
  const all = useWords();
  const words = useHandoverWords();
  if (handed === null) return <p role="status">{words.take.reading}</p>;
  const { handover, bundles } = handed;
  const { squad, who, people } = named(handover);
  const at = (ms: number): string => momentOf(all, ms, app.now());
  const unsent = bundles.reduce((sum, { events }) => sum + events.length, 0);
  return (
    <section class="card" data-people={people}>
      <h2>{words.take.asks(squad, handover.shifts.length, people)}</h2>
      <p>{words.take.ask(who ?? words.take.somebody, at(handover.madeAt))}</p>
      <p>{words.take.roster(at(handover.syncedAt))}</p>
      {handover.lent === null ? null : <p class="box warn">{words.take.lent(at(handover.lent.until))}</p>}
      {unsent === 0 ? null : <p>{words.take.unsent(unsent)}</p>}
      <p>{words.take.believed}</p>
      <div class="pair">
        <Button onPress={onNo}>{words.take.no}</Button>
        <Button kind="main" onPress={() => onYes(handed)}>
          {words.take.yes}
        </Button>
      </div>
    </section>
  );
}
