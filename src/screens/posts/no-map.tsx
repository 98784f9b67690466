// In place of the map where it could not be fetched: what to do instead.

import { usePostWords } from "./saying.ts";

export function NoMap() {
  const words = usePostWords();
  return (
    <p class="warn" role="status" data-map="missing">
      {words.map.notHere}
    </p>
  );
}
