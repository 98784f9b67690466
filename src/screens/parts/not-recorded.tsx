// 没记上! in the largest words of the screen: shown as long as the last tap was not recorded.

import { useWords } from "../saying.tsx";
import { useSession } from "../session.ts";

export function NotRecorded() {
  const words = useWords();
  const failure = useSession().failure();
  return failure === null ? null : (
    <p class="not-recorded" role="alert">
      <strong>{words.notRecorded.title}</strong>
      {words.notRecorded[failure]}
    </p>
  );
}
