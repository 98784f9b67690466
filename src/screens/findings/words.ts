// The words of findings and photos, in the language of the screens.

import { type FindingsWords, findingsWords } from "../../words/findings.ts";
import { useWords } from "../saying.tsx";

export const useFindingsWords = (): FindingsWords => findingsWords[useWords().language === "en" ? "en" : "zh-CN"];
