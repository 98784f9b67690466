// Which of the two languages the words of a screen are in. Apart from the desk: what only asks this must not bring the desk along.

import type { Language } from "../words/words.ts";
import { useWords } from "./saying.tsx";

export const useLanguage = (): Language => (useWords().language === "en" ? "en" : "zh-CN");
