// One short message with 撤销 beside it, for 10 s. It stands where the screen puts it, so that it never covers what a thumb
// is about to press. Spoken by screen readers as it comes.

import { useEffect, useLayoutEffect } from "preact/hooks";
import { useWords } from "../saying.tsx";
import { useSession } from "../session.ts";
import { Button } from "./button.tsx";

const shownMs = 10_000;

export function ToastPlace() {
  const session = useSession();
  const words = useWords();
  const toast = session.toast();
  useLayoutEffect(() => {
    if (toast === null) return;
    const timer = setTimeout(() => session.dismiss(), shownMs);
    return () => clearTimeout(timer);
  }, [toast, session]);
  // A message belongs to the screen it was shown on.
  useEffect(() => () => session.dismiss(), [session]);
  const undo = toast?.undo ?? null;
  return (
    <div class="toast-place" role="status">
      {toast === null ? null : (
        <div class={`toast ${toast.tone}`}>
          <span>{toast.text}</span>
          {undo === null ? null : (
            <Button
              kind="warn"
              icon="undo"
              onPress={() => {
                session.dismiss();
                undo();
              }}
            >
              {words.undo}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
