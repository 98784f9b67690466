// The words of 交接, in the language of the screens.

import { type HandoverWords, handoverWords } from "../../words/handover.ts";
import { useWords } from "../saying.tsx";

export const useHandoverWords = (): HandoverWords => handoverWords[useWords().language === "en" ? "en" : "zh-CN"];
