// 出示码.

import type { Language } from "./words.ts";

const zh = {
  title: "出示码",
  posts: "岗位",
  label: (post: string) => `${post}的签到码`,
  how: "志愿者点“扫码”,对准它",
  left: (seconds: number) => `${seconds}秒后换一个`,
  right: (moment: string) => `本机时间已校正(${moment})`,
  never: "这台设备还没联过网、没对过时间:扫到的码只能算弱证据。连一次网就好",
  unsure: "本机时间靠不住:太久没联网,或被改过。扫到的码只能算弱证据,连一次网就好",
  bright: "屏幕调亮些,太阳下挡一挡",
  dim: "这台设备会自己熄屏,请在设置里把自动锁屏调长",
  awake: "屏幕一直亮着",
  photo: "每30秒换一个,过时的截图不作数",
  early: (time: string) => `${time} 起可以出示`,
  over: "这一班已经结束,不再出示",
  notYours: "这一班由队长或点长出示,你这里不用出示",
  noPosts: "这一班没有岗位,先去排班里加上",
  notFound: "没找到这一班",
  toBoard: "回看板",
};

export type CodeWords = typeof zh;

const en: CodeWords = {
  title: "Show code",
  posts: "Posts",
  label: (post) => `Check-in code of ${post}`,
  how: "Volunteers tap “Scan” and point at it",
  left: (seconds) => `Another one in ${seconds} s`,
  right: (moment) => `This device's time is right (${moment})`,
  never: "This device has never been online and was never told the time: codes read here are weak evidence. Going online once mends it",
  unsure:
    "This device's time cannot be relied on: too long offline, or changed. Codes read here are weak evidence, going online once mends it",
  bright: "Turn the screen bright, and shade it from the sun",
  dim: "This device turns its screen off by itself: set a longer time in its settings",
  awake: "The screen stays on",
  photo: "Another one every 30 s: a picture that comes late counts for little",
  early: (time) => `Can be shown from ${time}`,
  over: "This shift is over, nothing is shown any more",
  notYours: "Codes of this shift are shown by its leader or post lead, not by you",
  noPosts: "This shift has no posts, add one in the roster",
  notFound: "This shift was not found",
  toBoard: "To the board",
};

export const codeWords: Readonly<Record<Language, CodeWords>> = { "zh-CN": zh, en };
