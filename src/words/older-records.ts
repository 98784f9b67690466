// What a branch reads of records older than its device holds.

import type { Language } from "./words.ts";

const zh = {
  title: "更早的记录",
  what: "这台设备只有最近35天的记录。更早的向服务器查,要联网,每次查看都会留记录。",
  look: "查更早的记录",
  looking: "正在查",
  offline: "没有网络,查不到更早的记录。连上网再试。",
  again: "再试一次",
  none: "没有更早的记录",
  next: "再早一些",
  first: "回到较近的",
  correct: "更正这条",
  corrected: "支队更正过",
  sent: "更正已记下,上传后这里就会更新",
};
const en: typeof zh = {
  title: "Older records",
  what: "This device holds the last 35 days. Older ones are asked of the server: it needs a network, and every look is logged.",
  look: "Look up older records",
  looking: "Looking",
  offline: "No network: older records cannot be looked up. Try again once there is one.",
  again: "Try again",
  none: "No older records",
  next: "Older still",
  first: "Back to the later ones",
  correct: "Correct this one",
  corrected: "Corrected by the branch",
  sent: "The correction is noted; once uploaded it shows here",
};

export type OlderRecordsWords = typeof zh;
export const olderRecordsWords: Readonly<Record<Language, OlderRecordsWords>> = { "zh-CN": zh, en };
