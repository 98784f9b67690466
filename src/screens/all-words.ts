// All words at once, for every screen but the first: importing this is what brings the Chinese ones along.

import { useMemo } from "preact/hooks";
import { type AllWords, allWords } from "../words/all-words.ts";
import { useWords } from "./saying.tsx";

export function useAllWords(): AllWords {
  const words = useWords();
  return useMemo(() => allWords(words), [words]);
}
