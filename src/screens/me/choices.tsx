// What a person may choose: location on or off at any time (R39), light or dark, language, sound.

import { giveConsent } from "../../actions/consent.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useNow, useSettings, useView } from "../reading.ts";
import { useRecording } from "../recording.ts";

export function Choices() {
  const app = useApp();
  const words = useAllWords();
  const settings = useSettings();
  const save = (change: Parameters<typeof app.settings.save>[0]): void => {
    app.settings.save(change).catch((error: unknown) => console.error(error));
  };
  return (
    <>
      <Location />
      <section class="card">
        <h2>{words.me.settings}</h2>
        <Choice
          legend={words.me.theme}
          options={[
            ["auto", words.me.themes.auto],
            ["light", words.me.themes.light],
            ["dark", words.me.themes.dark],
          ]}
          chosen={settings.theme}
          onChoose={(theme) => save({ theme })}
        />
        <Choice
          legend={words.me.care}
          options={[
            ["auto", words.me.cares.auto],
            ["on", words.me.cares.on],
            ["off", words.me.cares.off],
          ]}
          chosen={settings.care}
          onChoose={(care) => save({ care })}
        />
        <Choice
          legend={words.me.languageLabel}
          options={[
            ["auto", words.me.languages.auto],
            ["zh-CN", words.me.languages["zh-CN"]],
            ["en", words.me.languages.en],
          ]}
          chosen={settings.language}
          onChoose={(language) => save({ language })}
        />
        <Choice
          legend={words.me.sound}
          options={[
            ["on", words.me.on],
            ["off", words.me.off],
          ]}
          chosen={settings.sound ? "on" : "off"}
          onChoose={(sound) => save({ sound: sound === "on" })}
        />
        <a class="button plain wide" href="/rehearse">
          {words.me.rehearse}
        </a>
      </section>
    </>
  );
}

interface ChoiceProps<V extends string> {
  readonly legend: string;
  readonly options: readonly (readonly [V, string])[];
  readonly chosen: V;
  readonly onChoose: (value: V) => void;
}

function Choice<V extends string>({ legend, options, chosen, onChoose }: ChoiceProps<V>) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      <div class="choice">
        {options.map(([value, word]) => (
          <Button key={value} pressed={value === chosen} onPress={() => onChoose(value)}>
            {word}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}

function Location() {
  const app = useApp();
  const words = useAllWords();
  const recording = useRecording();
  const now = useNow();
  const person = useView(() => app.views.membership(), []).value?.person ?? null;
  const hasConsent = useView(() => app.views.today(app.now()), [now]).value?.hasConsent;
  if (person === null || hasConsent === undefined) return null;
  return (
    <section class="card" data-consent={hasConsent}>
      <h2>{words.me.location}</h2>
      <p role="status">{hasConsent ? words.me.locationOn : words.me.locationOff}</p>
      <ul class="terms">
        {words.rehearse.placeTerms.map((term) => (
          <li key={term}>{term}</li>
        ))}
      </ul>
      <NotRecorded />
      <Button wide onPress={() => void recording(() => giveConsent(app.ports, person, !hasConsent))}>
        {hasConsent ? words.me.turnOff : words.me.turnOn}
      </Button>
    </section>
  );
}
