// What every list of 审批 does with an answer: recorded at once, said with its 撤销 for ten seconds, or said not to be recorded.

import { retract } from "../../actions/retract.ts";
import { reachView } from "../../device/led-duties.ts";
import type { Id } from "../../domain/event.ts";
import { decidingWords } from "../../words/deciding.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../language.ts";
import { useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";

export const useDecidingWords = () => decidingWords[useLanguage()];

/** Whoever holds this device; null while that is being read. */
export function useMe(): Id | null {
  const app = useApp();
  return useView(() => app.views.read((reader) => reachView(reader, app.now())), []).value?.me ?? null;
}

/** `act` records and answers with the ids, which 撤销 takes back together. */
export function useDeciding(me: Id | null): (act: (me: Id) => Promise<readonly Id[]>, done: string) => Promise<boolean> {
  const app = useApp();
  const session = useSession();
  const recording = useRecording();
  const words = useDecidingWords();
  return async (act, done) => {
    // A list may be there a moment before it is known who reads it: no tap is lost for that.
    const by = me ?? (await app.views.read((reader) => reachView(reader, app.now()))).me;
    if (by === null) return false;
    const ids = await recording(() => act(by));
    if (ids === null) return false;
    const takeBack = async (): Promise<void> => {
      if ((await recording(() => retract(app.ports, by, ids))) !== null) session.show(words.undone);
    };
    session.show(done, () => void takeBack());
    return true;
  };
}
