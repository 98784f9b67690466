// The one line that comes by itself: the shift is about to end.

import type { Language } from "./words.ts";

const zh = {
  line: (minutes: number) => `离结束还有${minutes}分钟,走之前记得签退`,
  title: "到岗",
  close: "知道了",
};
const en: typeof zh = {
  line: (minutes) => `${minutes} min to the end: remember to sign out before you leave`,
  title: "On duty",
  close: "All right",
};

export type ReminderWords = typeof zh;
export const reminderWords: Readonly<Record<Language, ReminderWords>> = { "zh-CN": zh, en };
