// 我的码: held out to the leader's tablet. As large as the glass allows, black on white in every theme, lit as long as it is open; there without any
// network once it has been fetched.

import { useEffect, useState } from "preact/hooks";
import { type OwnBadge, ownBadge, renewBadge } from "../../device/own-badge.ts";
import { badgeWords } from "../../words/badge.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../language.ts";
import { useAwake } from "../parts/awake.ts";
import { Button } from "../parts/button.tsx";
import { Header, Reading, Unsent } from "../parts/frame.tsx";
import { Qr } from "../parts/qr.tsx";
import { useNow, useView } from "../reading.ts";
import { dayOf, useWords } from "../saying.tsx";
import "../page.css";
import "../parts/held-code.css";
import "./my-code.css";

export function MyCode() {
  const app = useApp();
  const all = useWords();
  const words = badgeWords[useLanguage()].own;
  const now = useNow();
  const me = useView(() => app.views.me(), []).value;
  const isAwake = useAwake();
  const [held, setHeld] = useState<OwnBadge | null | undefined>(undefined);
  const [isAsking, setAsking] = useState(false);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isOver = false;
    const { journal } = app.ports;
    const look = async (): Promise<OwnBadge | null> => {
      const found = await ownBadge(journal, app.now());
      if (!isOver) setHeld(found);
      return found;
    };
    const run = async (): Promise<void> => {
      const found = await look();
      if (!isOver) setAsking(found?.standing !== "good");
      await renewBadge(journal, app.desk, app.now(), attempt > 0 && found?.standing !== "good");
      await look();
    };
    run()
      .catch((error: unknown) => {
        console.error(error);
        if (!isOver) setHeld((before) => before ?? null);
      })
      .then(() => !isOver && setAsking(false));
    return () => {
      isOver = true;
    };
  }, [app, attempt]);
  const isGood = held?.standing === "good";
  return (
    <div class="screen">
      <Header title={words.title} back="/">
        <Unsent />
      </Header>
      <main class="page held my-code" data-screen="my-code" data-badge={held === undefined ? "reading" : (held?.standing ?? "none")}>
        {held === undefined ? <Reading isFailing={false} /> : null}
        {held == null || !isGood ? null : (
          <div class="held-code my-code-qr">
            <Qr text={held.badge.text} label={words.label} />
          </div>
        )}
        <section class="held-says">
          <h2>{me?.name ?? all.nobody}</h2>
          <p>{me?.team?.title}</p>
          {held === undefined || isGood ? null : (
            <>
              <p class="box warn" role="status">
                {isAsking ? words.renewing : held === null ? words.none : words[held.standing]}
              </p>
              <Button kind="main" wide disabled={isAsking} onPress={() => setAttempt((n) => n + 1)}>
                {words.again}
              </Button>
            </>
          )}
          {held == null || !isGood ? null : (
            <>
              <p class="large">{words.show}</p>
              <p>
                {words.until(dayOf(all, held.badge.expires))}
                {held.badge.expires - now < 15 * 86_400_000 ? ` · ${words.old}` : null}
              </p>
              <p class="muted" data-awake={isAwake ?? "asking"}>
                {isAwake === false ? words.dim : words.awake}
              </p>
              <p class="muted">{words.privacy}</p>
            </>
          )}
        </section>
      </main>
    </div>
  );
}
