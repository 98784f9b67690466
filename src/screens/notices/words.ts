// The words of notices, in the language of the screens.

import { type NoticesWords, noticesWords } from "../../words/notices.ts";
import { useWords } from "../saying.tsx";

export const useNoticesWords = (): NoticesWords => noticesWords[useWords().language === "en" ? "en" : "zh-CN"];
