// What 排班 says of offered, urgent and trained shifts, and of swapping places: fetched with it, both languages together.

import { tooYoungWords } from "./too-young.ts";
import type { Language } from "./words.ts";

const zh = {
  offered: "招人",
  offers: { none: "不招人,队长排", team: "招本队的人", branch: "招全支队的人", corps: "招全总队的人" },
  urgent: "应急",
  notUrgent: "平常班次",
  isUrgent: "应急班次",
  risk: "风险告知",
  riskHow: "认岗的人先看到,同意了才能认",
  insurance: "保险单号",
  urgentLacks: "应急班次要写风险告知和保险单号",
  skills: "要有的培训(可以不选)",
  skillOther: "别的培训",
  skillAdd: "加上",
  common: ["急救", "交通手势", "消防", "防汛"] as readonly string[],
  needs: (skills: string) => `要有培训:${skills}`,
  insured: (policy: string) => `保险单 ${policy}`,
  waiting: (count: number) => `${count}人等着认岗`,
  away: "请假",
  support: (team: string) => `支援,${team}`,
  hasClaimed: "已认岗,在等",
  tooYoung: tooYoungWords["zh-CN"],

  swap: "和别人互换",
  swapTitle: (name: string) => `${name} 和谁互换?`,
  swapNone: "没有可以互换的人",
  swapBusy: "互换后时间会重叠",
  swapped: (a: string, b: string) => `${a} 和 ${b} 已互换`,
  substitute: "换人",
  substituteTitle: (name: string) => `谁来替 ${name}?`,
  substituted: (a: string, b: string) => `${b} 来替 ${a}`,
  reason: "原因(可以不写,双方都能看到)",
  undone: "已撤销",
};
const en: typeof zh = {
  offered: "Offered to",
  offers: { none: "nobody, the leader plans", team: "the own team", branch: "the whole branch", corps: "the whole corps" },
  urgent: "Urgent",
  notUrgent: "An ordinary shift",
  isUrgent: "Urgent",
  risk: "Risk notice",
  riskHow: "Shown first: only whoever agrees may claim",
  insurance: "Insurance policy",
  urgentLacks: "An urgent shift needs a risk notice and an insurance policy",
  skills: "Trainings needed (optional)",
  skillOther: "Another training",
  skillAdd: "Add",
  // A training is a fact: it is not called otherwise in another language.
  common: [],
  needs: (skills) => `Training needed: ${skills}`,
  insured: (policy) => `Policy ${policy}`,
  waiting: (count) => `${count} waiting to be taken`,
  away: "on leave",
  support: (team) => `support from ${team}`,
  hasClaimed: "has claimed, waits",
  tooYoung: tooYoungWords.en,

  swap: "Swap with somebody",
  swapTitle: (name) => `Who swaps with ${name}?`,
  swapNone: "There is nobody to swap with",
  swapBusy: "Their hours would overlap",
  swapped: (a, b) => `${a} and ${b} have swapped`,
  substitute: "Somebody else instead",
  substituteTitle: (name) => `Who comes instead of ${name}?`,
  substituted: (a, b) => `${b} comes instead of ${a}`,
  reason: "Reason (optional, both can read it)",
  undone: "Taken back",
};
export type OfferWords = typeof zh;
export const offerWords: Readonly<Record<Language, OfferWords>> = { "zh-CN": zh, en };
