// From 我的: another leader takes the tablet, or it is locked. Only where somebody has a PIN.

import { useLayoutEffect, useState } from "preact/hooks";
import { lockWords } from "../../words/lock.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { useWords } from "../saying.tsx";
import { lockKeeperOf } from "./lock-state.ts";

export function LockLink() {
  const app = useApp();
  const words = lockWords[useWords().language === "en" ? "en" : "zh-CN"].page;
  const [keeper] = useState(() => lockKeeperOf(app));
  const [, redraw] = useState(0);
  useLayoutEffect(() => keeper.observe(() => redraw((n) => n + 1)), [keeper]);
  const state = keeper.state();
  if (state === null || !state.view.persons.some(({ id }) => state.holders.has(id))) return null;
  return (
    <Button wide onPress={() => void keeper.lockNow().catch((error: unknown) => console.error(error))}>
      {state.view.persons.length > 1 ? words.switch : words.lock}
    </Button>
  );
}
