// Screens that are fetched only when somebody goes there, and the page that says so when one does not arrive.

import type { ComponentChildren, ComponentType } from "preact";
import lazy from "preact-iso/lazy";
import { Button } from "./parts/button.tsx";
import { Header } from "./parts/frame.tsx";
import { useWords } from "./saying.tsx";

export function Message({ text, children }: { readonly text: string; readonly children: ComponentChildren }) {
  const words = useWords();
  return (
    <div class="screen">
      <Header title={words.name} />
      <main class="page">
        <p class="large">{text}</p>
        {children}
      </main>
    </div>
  );
}

function NotDownloaded() {
  const words = useWords();
  return (
    <Message text={words.notDownloaded}>
      <Button kind="main" wide onPress={() => location.reload()}>
        {words.reopen}
      </Button>
    </Message>
  );
}

/** A piece that does not arrive must not leave an empty page. */
export const piece = (load: () => Promise<ComponentType>): ComponentType =>
  lazy(() =>
    load().then(
      (it) => ({ default: it }),
      (error: unknown) => {
        console.error(error);
        return { default: NotDownloaded as ComponentType };
      },
    ),
  );
