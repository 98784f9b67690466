// What one page of 排班 leaves for the next one to say: a message belongs to the screen it is shown on, and 撤销 must still be there after
// the form has closed.

import { useEffect } from "preact/hooks";

let left: (() => void) | null = null;

export const leaveWord = (say: () => void): void => {
  left = say;
};

/** Says what the page before has left, once this one stands. */
export function useWordLeft(): void {
  useEffect(() => {
    const say = left;
    left = null;
    say?.();
  }, []);
}
