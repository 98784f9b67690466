// What somebody has to know before they rely on this browser: that its storage was wiped, with what had not been sent; that a private window
// forgets everything.

import { useEffect, useState } from "preact/hooks";
import type { Past } from "../../device/past.ts";
import { disasterWords } from "../../words/disasters.ts";
import { useApp } from "../app.ts";
import { useWords } from "../saying.tsx";

export function Before() {
  const app = useApp();
  const words = disasterWords[useWords().language === "en" ? "en" : "zh-CN"];
  const [past, setPast] = useState<Past | null>(null);
  const [isPrivate, setPrivate] = useState<boolean | null>(false);
  useEffect(() => {
    app.store.past().then(setPast, (error: unknown) => console.error(error));
    app.storage.isPrivate().then(setPrivate, (error: unknown) => console.error(error));
  }, [app]);
  const wasJoined = past !== null || app.settings.current().hasJoined || app.store.owner() !== null;
  return (
    <>
      {wasJoined ? (
        <p class="box warn" role="alert" data-past={past?.outboxCount ?? "unknown"}>
          {past === null ? words.trouble.wiped : words.past(past.outboxCount)}
        </p>
      ) : null}
      {isPrivate === true ? (
        <p class="box warn" role="alert" data-private="true">
          {words.isPrivate}
        </p>
      ) : isPrivate === null ? (
        <p class="muted" data-private="unknown">
          {words.maybePrivate}
        </p>
      ) : null}
    </>
  );
}
