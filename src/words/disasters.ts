// What is said when the device's own storage fails: what happened, where the tap is now, what to do. Nothing here ever says that a tap is
// kept when it is not.

import type { Language } from "./words.ts";

const zh = {
  trouble: {
    silent: "手机的存储没有反应,正在再试",
    blocked: "“到岗”还开着旧的窗口,请把别的窗口关掉",
    outdated: "“到岗”已在别的窗口更新,请重新打开",
    refused: "手机的数据库打不开,正在再试",
    wiped: "手机数据被清过,请重新加入",
  },
  kept: (count: number) => `没法存进手机的数据库,先记在应急本里(${count}条)`,
  keptWhat: "别清浏览器的数据。手机好了会自动存进去,再上传,不会重复。",
  waiting: (count: number) => `应急本里还有${count}条,等这台手机加入后存进去`,
  tapHere: "看不到班次也能先签:队长会对上岗位。",
  reload: "重新打开",
  isPrivate: "这是无痕(隐私)窗口:一关,没上传的记录就没了。请用普通窗口打开",
  maybePrivate: "请别用无痕(隐私)窗口:一关,没上传的记录就没了",
  past: (count: number) =>
    count === 0 ? "手机数据被清过,请重新加入。上次连网时都已上传" : `手机数据被清过,请重新加入。上次还有${count}条没上传,请告诉队长`,
};

const en: typeof zh = {
  trouble: {
    silent: "This phone’s storage does not answer; trying again",
    blocked: "An old window of this app is still open: please close the other windows",
    outdated: "The app was updated in another window: please open it again",
    refused: "This phone’s database cannot be opened; trying again",
    wiped: "This phone’s data was cleared: please join again",
  },
  kept: (count) => `Cannot be saved in this phone’s database: kept in the emergency book for now (${count})`,
  keptWhat: "Do not clear the browser’s data. Once the phone is well it is saved and uploaded by itself, once.",
  waiting: (count) => `${count} in the emergency book, saved once this phone has joined`,
  tapHere: "You can sign without seeing your shift: your leader will match the post.",
  reload: "Open again",
  isPrivate: "This is a private window: once closed, what was not uploaded is gone. Please use an ordinary window",
  maybePrivate: "Please do not use a private window: once closed, what was not uploaded is gone",
  past: (count) =>
    count === 0
      ? "This phone’s data was cleared: please join again. Everything had been uploaded when it was last online"
      : `This phone’s data was cleared: please join again. ${count} had not been uploaded: please tell your leader`,
};

export type DisasterWords = typeof zh;
export const disasterWords: Readonly<Record<Language, DisasterWords>> = { "zh-CN": zh, en };
