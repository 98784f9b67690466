// Who holds the tablet: one of its leaders, by name and PIN. Six digits open it by themselves.

import { useState } from "preact/hooks";
import { parsePin } from "../../device/pins.ts";
import type { Id } from "../../domain/event.ts";
import type { App } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { clockOf } from "../saying.tsx";
import { Forgot } from "./forgot.tsx";
import type { LockKeeper, LockState } from "./lock-state.ts";
import { NewPin } from "./new-pin.tsx";
import { PinField } from "./pin-field.tsx";
import { saidWords } from "./said.ts";

export interface WhoProps {
  readonly app: App;
  readonly keeper: LockKeeper;
  readonly state: LockState;
}

export function Who({ app, keeper, state: { view, holders, lock, pins } }: WhoProps) {
  const words = saidWords();
  const lone = view.persons.length === 1 ? (view.persons[0]?.id ?? null) : null;
  const [person, choose] = useState<Id | null>(lone);
  const [said, say] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [hasForgotten, setForgotten] = useState(false);
  // By an invite of their own: the old PIN stands until the new one is chosen, so that no tablet is left without one.
  const [hasProved, setProved] = useState(false);
  const name = view.persons.find(({ id }) => id === person)?.name ?? words.nobody;
  const pick = (id: Id | null): void => {
    choose(id);
    say(null);
    setForgotten(false);
    setProved(false);
  };
  const check = async (of: Id, pin: string): Promise<void> => {
    setBusy(true);
    try {
      const answer = await pins.check(of, pin, app.ports.clock.now());
      if (answer.type === "right") {
        app.feedback.tick();
        await keeper.openFor(of);
        return;
      }
      app.feedback.failure();
      say(answer.type === "wrong" ? words.wrong(answer.left) : words.wait(clockOf(answer.until + app.now() - app.ports.clock.now())));
    } finally {
      setBusy(false);
    }
  };
  if (person === null)
    return (
      <>
        {lock.type === "aged" ? <p class="large">{words.aged(lock.days)}</p> : null}
        <h2>{words.choose}</h2>
        {view.persons.map(({ id, name: of }) => (
          <Button key={id} wide big onPress={() => pick(id)}>
            {of ?? words.nobody}
          </Button>
        ))}
      </>
    );
  const back = lone === null ? <Button onPress={() => pick(null)}>{words.others}</Button> : null;
  if (!holders.has(person) || hasProved)
    return (
      <>
        <p class="large">{hasProved ? words.anotherPin(name) : words.firstPin(name)}</p>
        <NewPin
          onPin={async (pin) => {
            await pins.set(person, pin);
            await keeper.openFor(person);
          }}
        />
        {back}
      </>
    );
  if (hasForgotten) return <Forgot app={app} person={person} onReset={() => setProved(true)} onBack={() => setForgotten(false)} />;
  return (
    <>
      {lock.type === "aged" ? <p class="large">{words.aged(lock.days)}</p> : null}
      <PinField
        label={words.pinOf(name)}
        said={isBusy ? words.checking : said}
        isBusy={isBusy}
        onPin={(text) => {
          const pin = parsePin(text);
          if (pin === null) say(words.short);
          else void check(person, pin);
        }}
      />
      <div class="pair">
        {back}
        <Button onPress={() => setForgotten(true)}>{words.forgot}</Button>
      </div>
    </>
  );
}
