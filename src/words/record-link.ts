// What leads to one record and to one's hours, wherever they are named.

import type { Language } from "./words.ts";

export const recordLinkWords: Readonly<Record<Language, string>> = { "zh-CN": "看这次记录", en: "Open this record" };
export const hoursLinkWords: Readonly<Record<Language, string>> = { "zh-CN": "我的时长", en: "My hours" };
export const personRecordsWords: Readonly<Record<Language, string>> = { "zh-CN": "最近的记录", en: "Last records" };
