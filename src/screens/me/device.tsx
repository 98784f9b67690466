// This phone: whether it keeps our storage, opens without a network, stands on the home screen, and has the newest version.

import { useEffect, useState } from "preact/hooks";
import type { StorageState } from "../../actions/ports.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { InstallHow } from "../install/install-how.tsx";
import { useOfflineReady } from "../offline-ready.ts";
import { Button } from "../parts/button.tsx";
import { useUpdate } from "../reading.ts";

export function Device() {
  const app = useApp();
  const words = useAllWords();
  const update = useUpdate();
  const isOfflineReady = useOfflineReady();
  return (
    <section class="card">
      <h2>{words.me.device}</h2>
      {isSecureContext ? null : <p class="box warn">{words.insecure}</p>}
      {update.isWaiting ? (
        <div class="box warn" data-update="waiting">
          <p>
            <strong>{words.me.update}</strong> {words.me.updateLater}
          </p>
          <Button kind="main" wide onPress={() => app.update.apply()}>
            {words.me.updateNow}
          </Button>
        </div>
      ) : null}
      <Storage />
      <p data-offline-ready={isOfflineReady}>{isOfflineReady ? words.me.offlineReady : words.me.offlineNot}</p>
      <InstallHow />
      <p class="muted">{words.me.version(app.appVersion)}</p>
    </section>
  );
}

function Storage() {
  const app = useApp();
  const words = useAllWords();
  const [state, setState] = useState<StorageState | null>(null);
  const [wasRefused, setRefused] = useState(false);
  useEffect(() => {
    app.storage.state().then(setState, (error: unknown) => console.error(error));
  }, [app]);
  if (state === null) return null;
  const ask = async (): Promise<void> => {
    const answer = await app.storage.request();
    setRefused(answer !== true);
    setState(await app.storage.state());
  };
  const { persisted, usedBytes } = state;
  return (
    <>
      <p data-persisted={String(persisted)}>
        {persisted === true ? words.me.kept : persisted === false ? words.me.notKept : words.me.keepUnknown}
      </p>
      {persisted === false ? (
        <Button wide onPress={() => void ask()}>
          {words.me.keepAsk}
        </Button>
      ) : null}
      {wasRefused && persisted === false ? <p role="status">{words.me.keepRefused}</p> : null}
      {usedBytes === null ? null : <p class="muted">{words.me.space(`${(usedBytes / 1_000_000).toFixed(1)} MB`)}</p>}
    </>
  );
}
