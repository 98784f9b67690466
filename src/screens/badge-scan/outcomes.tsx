// What the last scan came to, large enough to be read at arm's length in the sun, and the last ten with their 撤销. Never by colour alone: each
// kind has a sign of its own.

import type { BadgeWords } from "../../words/badge.ts";
import { Button } from "../parts/button.tsx";
import { clockOf } from "../saying.tsx";
import type { Tone } from "./saying.ts";
import type { Scanned, Scanning } from "./scanning.ts";

const signs: Readonly<Record<Tone, string>> = { good: "M5 13l5 5 9-11", look: "M12 5v9M12 18.500v.5", bad: "M6 6l12 12M18 6 6 18" };

const Sign = ({ tone }: { readonly tone: Tone }) => (
  <svg class="badge-sign" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={signs[tone]} />
  </svg>
);

export function Outcomes({ scanning, words }: { readonly scanning: Scanning; readonly words: BadgeWords["scan"] }) {
  const [last, ...before] = scanning.list;
  return (
    <>
      <div class="badge-last" role="status">
        {last === undefined ? (
          <div class="badge-told waiting">
            <div>
              <p class="badge-title">{words.waiting}</p>
              <p>{words.wedge}</p>
            </div>
          </div>
        ) : (
          <div
            class={`badge-told ${last.isUndone ? "undone" : last.tone}`}
            key={last.key}
            data-outcome={last.isUndone ? "undone" : last.tone}
          >
            <Sign tone={last.tone} />
            <div>
              <p class="badge-title">{last.isUndone ? <s>{last.title}</s> : last.title}</p>
              {last.isUndone ? <p>{words.undone}</p> : last.details.map((line) => <p key={line}>{line}</p>)}
            </div>
          </div>
        )}
      </div>
      {last === undefined ? null : <Deeds one={last} scanning={scanning} words={words} />}
      {before.length === 0 ? null : (
        <ol class="badge-list" aria-label={words.list}>
          {before.map((one) => (
            <li key={one.key} class={one.isUndone ? "undone" : one.tone} data-outcome={one.isUndone ? "undone" : one.tone}>
              <Sign tone={one.tone} />
              <p>
                {one.isUndone ? <s>{one.title}</s> : one.title}
                {one.isUndone ? <small>{words.undone}</small> : null}
                {one.recorded.length > 0 || one.isUndone ? null : <small>{clockOf(one.at)}</small>}
              </p>
              <Deeds one={one} scanning={scanning} words={words} />
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

function Deeds({ one, scanning, words }: { readonly one: Scanned; readonly scanning: Scanning; readonly words: BadgeWords["scan"] }) {
  if (one.question !== null)
    return (
      <div class="badge-deeds">
        <Button onPress={() => scanning.decline(one)}>{words.notSupport}</Button>
        <Button kind="go" icon="check" onPress={() => scanning.accept(one)}>
          {words.asSupport}
        </Button>
      </div>
    );
  if (one.way !== undefined)
    return (
      <div class="badge-deeds">
        <a class="button main" href={one.way.href}>
          {one.way.word}
        </a>
      </div>
    );
  if (one.recorded.length === 0) return null;
  return (
    <div class="badge-deeds">
      <Button kind="warn" icon="undo" label={words.undoOf(one.name ?? words.nobody)} onPress={() => scanning.undo(one)}>
        {words.undo}
      </Button>
    </div>
  );
}
