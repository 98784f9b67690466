// 我的时长: counted minutes as a volunteer reads them. Both languages, fetched with the page.

import type { TimeClass } from "../domain/facts.ts";
import type { Language } from "./words.ts";

const zh = {
  title: "我的时长",
  hours: (text: string) => `${text} 小时`,
  minutes: (count: number) => `${count}分钟`,
  settled: "已核定",
  classes: { verified: "系统确认", attested: "队长登记" } as Readonly<Record<TimeClass, string>>,
  waiting: "等核定",
  waitingWhat: (shifts: number) => `${shifts}次还没核定,核定后才算进来`,
  since: (date: string) => `这台手机里是最近400天的,最早一次是${date}。`,
  allTime: (hours: string) => `从加入到现在,一共 ${hours} 小时`,
  allTimeAsking: "正在向服务器查一共多少",
  allTimeOffline: "连上网,可以看从加入到现在的总数",
  none: "还没有核定的时长",
  noneWhat: "值勤后队长收队,时长就会记在这里。",
  howSummed: "先把分钟加起来,再换成小时,不足0.1小时的不显示。",
  year: (year: number) => `${year}年`,
  month: (month: number) => `${month}月`,
  day: (month: number, day: number) => `${month}月${day}日`,
  cut: {
    overlap: (minutes: number) => `和另一班时间重了,减${minutes}分钟`,
    dailyCap: (minutes: number) => `一天最多算8小时,减${minutes}分钟`,
  },
  split: (parts: readonly string[]) => `过了零点,分两天算:${parts.join(",")}`,
  splitPart: (day: string, minutes: number) => `${day} ${minutes}分钟`,
  notCounted: "没有计时",
  noPost: "岗位待定",
};
const en: typeof zh = {
  title: "My hours",
  hours: (text) => `${text} hours`,
  minutes: (count) => `${count} min`,
  settled: "Settled",
  classes: { verified: "confirmed by the system", attested: "noted by the leader" },
  waiting: "Waiting",
  waitingWhat: (shifts) =>
    shifts === 1 ? "1 shift is not settled yet and counts once it is" : `${shifts} shifts are not settled yet and count once they are`,
  since: (date) => `This phone holds the last 400 days; the first is of ${date}.`,
  allTime: (hours) => `Since you joined: ${hours} hours in all`,
  allTimeAsking: "Asking the server for the total",
  allTimeOffline: "Connect to see the total since you joined",
  none: "No settled hours yet",
  noneWhat: "When your leader closes a duty, your time is kept here.",
  howSummed: "Minutes are added up first and then shown as hours, down to a tenth.",
  year: (year) => String(year),
  month: (month) => ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1] ?? String(month),
  day: (month, day) => `${day}/${month}`,
  cut: {
    overlap: (minutes) => `Overlaps another shift: ${minutes} min less`,
    dailyCap: (minutes) => `At most 8 hours a day: ${minutes} min less`,
  },
  split: (parts) => `Past midnight, counted by day: ${parts.join(", ")}`,
  splitPart: (day, minutes) => `${day} ${minutes} min`,
  notCounted: "No time credited",
  noPost: "Post to be told",
};

export type HoursWords = typeof zh;
export const hoursWords: Readonly<Record<Language, HoursWords>> = { "zh-CN": zh, en };
