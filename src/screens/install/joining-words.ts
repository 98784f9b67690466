// The words of joining and of the home screen, in the language of the settings.

import { type JoiningWords, joiningWords } from "../../words/joining.ts";
import { useWords } from "../saying.tsx";

export const useJoiningWords = (): JoiningWords => joiningWords[useWords().language === "en" ? "en" : "zh-CN"];
