// What 审批 says: the frame, claims and leaves. Fetched with it, both languages together.

import type { Language } from "./words.ts";

const zh = {
  none: "没有等着你的事",
  noneWhat: "有人认岗、请假,会排在这里。",
};
const en: typeof zh = {
  none: "Nothing is waiting for you",
  noneWhat: "When somebody claims a place or takes leave, it stands here.",
};
export type ApprovalsWords = typeof zh;
export const approvalsWords: Readonly<Record<Language, ApprovalsWords>> = { "zh-CN": zh, en };
