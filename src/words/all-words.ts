// Every sentence of a language together, for the screens that are fetched on demand.

import type { Words } from "./zh.ts";
import { type MoreWords, zhMore } from "./zh-more.ts";

export type AllWords = Words & MoreWords;

export const allWords = (words: Words): AllWords => ({ ...words, ...(words.more ?? zhMore) });
