// One record opened: both languages, fetched with its page.

import { enRecord } from "./record-en.ts";
import { zhRecord } from "./record-zh.ts";
import type { Language } from "./words.ts";

export type RecordWords = typeof zhRecord;
export const recordWords: Readonly<Record<Language, RecordWords>> = { "zh-CN": zhRecord, en: enRecord };
