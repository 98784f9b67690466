// Seven days without a network: nothing is wiped, nothing is shown; what is here can still be sent in every way there is.

import { useState } from "preact/hooks";
import type { App } from "../app.ts";
import { Button } from "../parts/button.tsx";
import type { LockState } from "./lock-state.ts";
import { saidWords } from "./said.ts";

export function Aged({ app, state: { lock } }: { readonly app: App; readonly state: LockState }) {
  const words = saidWords();
  const [isTrying, setTrying] = useState(false);
  const days = lock.type === "aged" ? lock.days : 7;
  const retry = (): void => {
    setTrying(true);
    app.sync.wake("tap");
    setTimeout(() => setTrying(false), 5_000);
  };
  return (
    <>
      <p class="large">{words.agedPlain(days)}</p>
      <p>{words.agedOpen(days)}</p>
      <Button kind="main" wide onPress={retry}>
        {words.retry}
      </Button>
      <p role="status">{isTrying ? words.retrying : null}</p>
      <a class="button plain wide" href="/relay">
        {words.toRelay}
      </a>
    </>
  );
}
