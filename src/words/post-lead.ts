// 点长: given by a leader on the board, taken on by a volunteer's phone, and what they do at their post.

import type { Language } from "./words.ts";

const zh = {
  appoint: (post: string) => `设为点长(${post})`,
  isLead: (name: string, post: string) => `${name} 是${post}的点长`,
  how: "有网时他的手机会自己收到。没网:请他打开“扫码”,对准这里",
  show: "给他扫的码",
  noWord: "这台平板还没连过网,出示不了,请等有网",
  end: "不再当点长",
  ended: (name: string) => `${name} 不再是点长`,
  card: "我这个点",
  counts: (arrived: number, expected: number) => `${arrived}/${expected}`,
  roll: "点名",
  scan: "扫码",
  code: "出示码",
  title: "点名",
  none: "你今天不是点长",
  toToday: "回今日",
  taking: (have: number, of: number) => `收到 ${have}/${of}`,
  taken: "你是点长了,没网也能点名",
  otherCodes: {
    relay: "这是代传记录的码:要替他上传,请到“代传收取”里扫",
    handover: "这是交接班次的码:请用接班的平板,到“接收交接”里扫",
  },
  toOther: { relay: "去代传收取", handover: "去接收交接" },
  notForYou: "这个码是给别人的",
  notBelieved: "这个码核不了,请队长重新出示",
};

export type PostLeadWords = typeof zh;

const en: PostLeadWords = {
  appoint: (post) => `Make post lead (${post})`,
  isLead: (name, post) => `${name} leads ${post}`,
  how: "Their phone hears of it with the next network. Without one: let them open Scan and point it here",
  show: "The code for their phone",
  noWord: "This tablet has never been online, so nobody could believe its code",
  end: "No longer post lead",
  ended: (name) => `${name} is no longer post lead`,
  card: "My post",
  counts: (arrived, expected) => `${arrived}/${expected}`,
  roll: "Roll call",
  scan: "Scan",
  code: "Show code",
  title: "Roll call",
  none: "You are not a post lead today",
  toToday: "To today",
  taking: (have, of) => `Read ${have}/${of}`,
  taken: "You lead this post now, also without a network",
  otherCodes: {
    relay: "These codes relay records: to upload them for somebody, scan them where relayed records are taken in",
    handover: "These codes hand over a shift: scan them with the tablet that takes it over",
  },
  toOther: { relay: "Take in relayed records", handover: "Take over a shift" },
  notForYou: "This code is for somebody else",
  notBelieved: "This code cannot be checked. Ask the leader to show it again",
};

export const postLeadWords: Readonly<Record<Language, PostLeadWords>> = { "zh-CN": zh, en };
