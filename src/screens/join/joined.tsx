// Joined: by name, and whether the app will open without a network yet; then 练一次, and the way to the home screen.

import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { InstallHow } from "../install/install-how.tsx";
import { useOfflineReady } from "../offline-ready.ts";
import { useInstall, useView } from "../reading.ts";

export function Joined() {
  const app = useApp();
  const words = useAllWords();
  const isOfflineReady = useOfflineReady();
  const { isInstalled } = useInstall();
  const me = useView(() => app.views.me(), []).value;
  // An office begins at its desk, not at a day without duty.
  const isOffice = me?.roles.some(({ role }) => role.endsWith("Staff")) === true;
  // Without workers (an insecure page) it would wait for ever.
  const canBeReady = isSecureContext && "serviceWorker" in navigator;
  return (
    <>
      {me?.name == null ? null : <h2 class="large">{words.join.welcome(me.name)}</h2>}
      <p>{me?.team?.title}</p>
      <p class={isOfflineReady ? "box good" : "box"} role="status" data-offline-ready={isOfflineReady}>
        {isOfflineReady ? <strong>{words.join.ready}</strong> : canBeReady ? words.join.savingApp : words.join.readyNot}
      </p>
      {isOffice ? (
        <a class="button main wide" href="/desk">
          {words.today.toDesk}
        </a>
      ) : null}
      <a class={isOffice ? "button plain wide" : "button main wide"} href="/rehearse">
        {words.join.rehearse}
      </a>
      <a class="button plain wide" href={isOffice ? "/desk" : "/"}>
        {words.join.later}
      </a>
      {isInstalled ? null : (
        <section class="card">
          <InstallHow />
        </section>
      )}
    </>
  );
}
