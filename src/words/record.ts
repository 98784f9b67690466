// One record opened: every piece of evidence, how it was weighed, and how the minutes come about. Both languages, fetched with the page.

import type { Language } from "./words.ts";

const zh = {
  title: "这次记录",
  missing: "这台手机里没有这次记录",
};
const en: typeof zh = {
  title: "One record",
  missing: "This device does not hold this record",
};

export type RecordWords = typeof zh;
export const recordWords: Readonly<Record<Language, RecordWords>> = { "zh-CN": zh, en };
