// What 岗位 says. Both languages together, fetched with these screens.

import { postEn } from "./posts-en.ts";
import { postZh } from "./posts-zh.ts";
import type { Language } from "./words.ts";

export type PostWords = typeof postZh;
export const postWords: Readonly<Record<Language, PostWords>> = { "zh-CN": postZh, en: postEn };
