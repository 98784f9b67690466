// 放到桌面: the browser's own offer where it makes one, else the steps of this very browser. Never needed: the app works uninstalled.

import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { useInstall } from "../reading.ts";
import { browserKindOf, isIos } from "./browser-kind.ts";
import { useJoiningWords } from "./joining-words.ts";

export const browserKind = () => browserKindOf(navigator.userAgent, navigator.maxTouchPoints);

/** With `isBare`, only the steps: the screen around says why. */
export function InstallHow({ isBare = false }: { readonly isBare?: boolean }) {
  const app = useApp();
  const words = useJoiningWords().install;
  const { isInstalled, canPrompt } = useInstall();
  const kind = browserKind();
  if (isInstalled) return <p data-installed="true">{words.done}</p>;
  if (canPrompt)
    return (
      <>
        <Button wide onPress={() => void app.install.prompt()}>
          {words.prompt}
        </Button>
        {isBare ? null : <p class="muted">{words.why}</p>}
      </>
    );
  return (
    <div data-browser={kind}>
      {isBare ? null : (
        <>
          <h3>{words.title}</h3>
          <p>{words.why}</p>
        </>
      )}
      <Steps steps={words.steps[kind]} />
      {isIos(kind) || kind.startsWith("desktop") ? null : <p class="muted">{words.noIcon}</p>}
    </div>
  );
}

export function Steps({ steps }: { readonly steps: readonly string[] }) {
  return (
    <ol class="steps">
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}
