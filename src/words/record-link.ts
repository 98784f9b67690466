// What leads to one record, wherever it is named.

import type { Language } from "./words.ts";

export const recordLinkWords: Readonly<Record<Language, string>> = { "zh-CN": "看这次记录", en: "Open this record" };
