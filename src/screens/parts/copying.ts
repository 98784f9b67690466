// Copies a text and says whether it worked. Insecure pages and old phones have no clipboard of their own: there a hidden field
// and the old command do it.

import { useWords } from "../saying.tsx";
import { useSession } from "../session.ts";

function copyByCommand(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.className = "copy-field";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

async function copyText(text: string): Promise<boolean> {
  const clipboard = (navigator as { readonly clipboard?: Clipboard }).clipboard;
  try {
    if (clipboard === undefined) return copyByCommand(text);
    await clipboard.writeText(text);
    return true;
  } catch {
    return copyByCommand(text);
  }
}

export function useCopy(): (text: string) => void {
  const session = useSession();
  const words = useWords();
  return (text) => {
    void copyText(text).then((done) => (done ? session.show(words.copied) : session.fail(words.notCopied)));
  };
}
