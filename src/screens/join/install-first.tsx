// iPhone and iPad: Safari and the installed app do not share their storage, and Safari forgets what is not opened for a week. So first the
// home screen, then the invite; nothing of the invite is used up meanwhile, and whoever will not may go on here.

import { Steps } from "../install/install-how.tsx";
import { useJoiningWords } from "../install/joining-words.ts";
import { Button } from "../parts/button.tsx";
import { useCopy } from "../parts/copying.ts";
import { ToastPlace } from "../parts/toast.tsx";

/** `link`: the page's address with its invite; null where none was opened. */
export function InstallFirst({ link, onAnyway }: { readonly link: string | null; readonly onAnyway: () => void }) {
  const { ios, spellMine } = useJoiningWords();
  const copy = useCopy();
  return (
    <>
      <h2 class="large">{ios.title}</h2>
      <p>{ios.why}</p>
      <Steps steps={ios.steps} />
      {link === null ? null : (
        <>
          <p class="box good">{ios.kept}</p>
          <Button kind="main" wide icon="copy" onPress={() => copy(`${spellMine}${link}`)}>
            {ios.copy}
          </Button>
        </>
      )}
      <ToastPlace />
      <p class="muted">{ios.anywayWarn}</p>
      <Button wide onPress={onAnyway}>
        {ios.anyway}
      </Button>
    </>
  );
}
