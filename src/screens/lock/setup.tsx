// 更多 → 平板和密码: whose tablet this is, their PINs, changing the leader who holds it.

import { useLayoutEffect, useState } from "preact/hooks";
import { lockWords } from "../../words/lock.ts";
import { useApp } from "../app.ts";
import { DeskFrame } from "../desk/desk.tsx";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useWords } from "../saying.tsx";
import { useSession } from "../session.ts";
import { startLock } from "./lock.tsx";
import { lockKeeperOf } from "./lock-state.ts";
import { NewPin } from "./new-pin.tsx";
import "./lock.css";

export function Setup() {
  const app = useApp();
  const session = useSession();
  const cancel = useWords().cancel;
  const all = lockWords[useLanguage()];
  const words = all.page;
  const [keeper] = useState(() => lockKeeperOf(app));
  const [, redraw] = useState(0);
  const [sheet, open] = useState<"set" | "remove" | null>(null);
  useLayoutEffect(() => {
    startLock(app);
    keeper.look().catch((error: unknown) => console.error(error));
    return keeper.observe(() => redraw((n) => n + 1));
  }, [app, keeper]);
  const state = keeper.state();
  const me = state?.view.person;
  const hasOwn = state !== null && me !== undefined && state.holders.has(me);
  const hasPins = state?.view.persons.some(({ id }) => state.holders.has(id)) === true;
  const lockNow = (): void => void keeper.lockNow().catch((error: unknown) => console.error(error));
  return (
    <DeskFrame title={words.title} screen="tablet-setup">
      {state === null || me === undefined ? (
        <p role="status">{all.opening}</p>
      ) : (
        <div class="lock-form" data-pins={state.holders.size} data-holder={me}>
          <section class="card">
            <h2>{words.who}</h2>
            <p class="large">{state.view.persons.find(({ id }) => id === me)?.name ?? all.nobody}</p>
            <Button kind="main" wide onPress={() => open("set")}>
              {hasOwn ? words.change : words.set}
            </Button>
            {hasOwn ? (
              <Button wide onPress={() => open("remove")}>
                {words.remove}
              </Button>
            ) : null}
            {hasPins ? (
              <Button wide onPress={lockNow}>
                {state.view.persons.length > 1 ? words.switch : words.lock}
              </Button>
            ) : null}
          </section>
          <section class="card">
            <h2>{words.persons}</h2>
            <ul class="rows">
              {state.view.persons.map(({ id, name }) => (
                <li key={id} data-person={id}>
                  <b>{name ?? all.nobody}</b> {state.holders.has(id) ? words.has : words.hasNot}
                </li>
              ))}
            </ul>
            <p>{words.add}</p>
          </section>
          <p>{words.idle}</p>
          <p>{words.what}</p>
        </div>
      )}
      {sheet === "set" && state !== null && me !== undefined ? (
        <Sheet title={hasOwn ? words.change : words.set} onClose={() => open(null)}>
          <NewPin
            onPin={async (pin) => {
              await state.pins.set(me, pin);
              await keeper.openFor(me);
              open(null);
              session.show(words.setDone);
            }}
          />
        </Sheet>
      ) : null}
      {sheet === "remove" && state !== null && me !== undefined ? (
        <Sheet title={words.remove} onClose={() => open(null)}>
          <p>{words.removeAsk}</p>
          <div class="pair">
            <Button onPress={() => open(null)}>{cancel}</Button>
            <Button
              kind="warn"
              onPress={() =>
                void state.pins.forget(me).then(() => {
                  open(null);
                  session.show(words.removed);
                  return keeper.look();
                })
              }
            >
              {words.remove}
            </Button>
          </div>
        </Sheet>
      ) : null}
    </DeskFrame>
  );
}
