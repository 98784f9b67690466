// The screen stays lit while what is on it is held out to others.

import { useEffect, useState } from "preact/hooks";
import { useApp } from "../app.ts";

/** Whether the browser keeps it lit; null until it has said. */
export function useAwake(): boolean | null {
  const app = useApp();
  const [isHeld, setHeld] = useState<boolean | null>(null);
  useEffect(() => {
    let release: (() => void) | null = null;
    let isOver = false;
    app.awake().then(
      (it) => {
        if (!isOver) release = it.keep(setHeld);
      },
      (error: unknown) => console.error(error),
    );
    return () => {
      isOver = true;
      release?.();
    };
  }, [app]);
  return isHeld;
}
