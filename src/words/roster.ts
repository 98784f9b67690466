// What 排班 says: fetched with it, both languages together.

import { en } from "./en-roster.ts";
import type { Language } from "./words.ts";
import { type RosterWords, zh } from "./zh-roster.ts";

export type { RosterWords };
export const rosterWords: Readonly<Record<Language, RosterWords>> = { "zh-CN": zh, en };
