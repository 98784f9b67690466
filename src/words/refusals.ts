// Why one record was not accepted or waits, and what to do about it: 我的, fetched with it, both languages together. The short reasons of
// zh-records.ts stand on the first screen; here is what helps.

import type { EventProblem } from "../protocol/problems.ts";
import type { Language } from "./words.ts";

interface Refusal {
  readonly why: string;
  readonly what: string;
}

const zh = {
  /** Of every problem that can befall a single event. */
  problems: {
    conflict: { why: "同一条记录来了两个样子,先到的算数", what: "多半不用管;要是少记了一次,请队长补记" },
    partMismatch: { why: "附带的内容路上坏了", what: "请再记一次,或请队长补记" },
    poison: { why: "内容读不懂,可能是应用版本不对", what: "请在下面更新应用;记录留着,服务器更新后会自动再看一遍" },
    tooBig: { why: "内容太大,服务器收不下", what: "请把备注写短些再记一次,或请队长补记" },
    notBound: { why: "这台手机不能替这个人记", what: "请本人用自己的手机记;记得没错的,请支队看过后收下" },
    forbidden: { why: "没有这个权限,或班次已取消", what: "可能刚换了队或职务。请队长再记一次;记得没错的,请支队看过后收下" },
    tooLate: { why: "过了72小时", what: "请把纸质签到表交给支队,支队看过后可以收下" },
    endInFuture: { why: "收队时间比当时还晚", what: "请到看板再收一次队,时间填当时或更早" },
    unknownType: { why: "服务器还不认识这种记录", what: "不用管,服务器更新后会自动核对" },
    missingReference: { why: "要等另一台手机上的记录先到", what: "不用管;过了两天还在等,请队长的手机连一次网" },
  } satisfies Readonly<Record<EventProblem, Refusal>> as Readonly<Record<EventProblem, Refusal>>,
  unknown: { why: "原因不明", what: "请把这一页给队长看" },
  aside: { why: "传不上,先放着", what: "记录还在手机里,重开应用会再试;不行请队长补记" },
  refused: (why: string) => `这条没通过:${why}`,
  waits: (why: string) => `已上传,还没算数:${why}`,
  explained: "支队说明",
  accepted: "支队收下了你的一条记录",
  by: (name: string | null, when: string) => (name === null ? when : `${name} · ${when}`),
};
const en: typeof zh = {
  problems: {
    conflict: {
      why: "the same record came in two versions, the first one counts",
      what: "Most likely nothing to do. If a sign-in is missing, ask your leader to note it",
    },
    partMismatch: { why: "what came with it was damaged on the way", what: "Record it again, or ask your leader to note it" },
    poison: {
      why: "it cannot be read, perhaps the app is of another version",
      what: "Update the app below. The record is kept, and is looked at again when the server is updated",
    },
    tooBig: { why: "it is too big for the server", what: "Record it again with a shorter note, or ask your leader to note it" },
    notBound: {
      why: "this phone may not record for that person",
      what: "They should use their own phone. If it is right, ask the branch to accept it",
    },
    forbidden: {
      why: "no right to do this, or the shift was cancelled",
      what: "The team or role may have changed. Ask your leader to note it; if it is right, ask the branch to accept it",
    },
    tooLate: { why: "more than 72 hours had passed", what: "Give the paper sheet to the branch: they can accept it" },
    endInFuture: { why: "the end was later than the moment itself", what: "Close the duty again on the board, with an end that has come" },
    unknownType: {
      why: "the server does not know this kind of record yet",
      what: "Nothing to do: it is checked when the server is updated",
    },
    missingReference: {
      why: "it waits for a record on another phone",
      what: "Nothing to do. If it still waits in two days, your leader's phone should go online once",
    },
  },
  unknown: { why: "reason unknown", what: "Show this page to your leader" },
  aside: {
    why: "Cannot be uploaded, put aside",
    what: "The record is still on this phone, and is tried again when the app opens. If that does not help, ask your leader to note it",
  },
  refused: (why) => `Not accepted: ${why}`,
  waits: (why) => `Uploaded, does not count yet: ${why}`,
  explained: "The branch explains",
  accepted: "The branch accepted a record of yours",
  by: (name, when) => (name === null ? when : `${name} · ${when}`),
};

export type RefusalWords = typeof zh;
export const refusalWords: Readonly<Record<Language, RefusalWords>> = { "zh-CN": zh, en };

/** A code may be newer than this app. */
export function refusalOf(words: RefusalWords, code: string | null): Refusal {
  const known = Object.entries(words.problems).find(([name]) => name === code);
  return known?.[1] ?? words.unknown;
}
