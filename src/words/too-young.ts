// R41 as whoever plans reads it: why somebody cannot be put there.

import type { AgeProblem } from "../domain/claiming.ts";
import type { Language } from "./words.ts";

export const tooYoungWords: Readonly<Record<Language, Readonly<Record<AgeProblem, string>>>> = {
  "zh-CN": { carriagewayTooYoung: "未满18岁,不能站车行道", guardianMissing: "未满14岁,要监护人先同意" },
  en: { carriagewayTooYoung: "under 18, not beside a carriageway", guardianMissing: "under 14, a guardian has to agree first" },
};
