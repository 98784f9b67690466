// Inside WeChat's own browser nothing is kept: only an arrow to the ··· corner, and the text to carry over. Nothing of an invite
// is used up here.

import { Button } from "../parts/button.tsx";
import { useCopy } from "../parts/copying.ts";
import { Icon } from "../parts/icon.tsx";
import { ToastPlace } from "../parts/toast.tsx";
import { useWords } from "../saying.tsx";
import "./wechat.css";

export function Wechat() {
  const words = useWords();
  const copy = useCopy();
  const isInvite = location.hash.length > 1;
  return (
    <main class="wechat" data-screen="wechat">
      <div class="wechat-arrow" aria-hidden="true">
        <Icon name="up" />
        <b>···</b>
      </div>
      <h1>{words.wechat.how}</h1>
      <p>{words.wechat.title}</p>
      <Button kind="main" wide icon="copy" onPress={() => copy(location.href)}>
        {words.wechat.copyLink}
      </Button>
      <p>{words.wechat.afterwards}</p>
      {isInvite ? (
        <>
          <Button wide icon="copy" onPress={() => copy(words.wechat.spell + location.href)}>
            {words.wechat.copyInvite}
          </Button>
          <p>{words.wechat.spellHow}</p>
        </>
      ) : null}
      <ToastPlace />
    </main>
  );
}
