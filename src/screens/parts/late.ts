// A piece of a screen that is fetched when it is wanted, and draws nothing until it is there: for what few people open, on screens that
// everybody opens.

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

export function useLate<P>(isWanted: boolean, load: () => Promise<ComponentType<P>>): ComponentType<P> | null {
  const [piece, setPiece] = useState<ComponentType<P> | null>(null);
  useEffect(() => {
    if (isWanted && piece === null)
      load().then(
        (it) => setPiece(() => it),
        (error: unknown) => console.error(error),
      );
  }, [isWanted]);
  return piece;
}
