// What to do about a record that was not accepted or waits: 我的, fetched with it, both languages together. Why it is so the short reasons of
// zh-records.ts say, everywhere in the same words.

import type { EventProblem } from "../protocol/problems.ts";
import type { Language } from "./words.ts";

const zh = {
  /** Of every problem that can befall a single event. */
  what: {
    conflict: "先到的那条算数,多半不用管;要是少记了一次,请队长补记",
    partMismatch: "请再记一次,或请队长补记",
    poison: "请在下面更新应用;记录留着,服务器更新后会自动再看一遍",
    tooBig: "请把备注写短些再记一次,或请队长补记",
    notBound: "请本人用自己的手机记;记得没错的,请支队看过后收下",
    forbidden: "可能刚换了队或职务。请队长再记一次;记得没错的,请支队看过后收下",
    tooLate: "请把纸质签到表交给支队,支队看过后可以收下",
    endInFuture: "请到看板再收一次队,时间填当时或更早",
    reasonMissing: "请再记一次,把原因写上",
    notOffered: "可以看看别的岗,或请队长招人",
    offeredElsewhere: "可以看看别的岗,或请队长直接排上你",
    shiftCancelled: "可以看看别的岗",
    shiftBegun: "请直接找队长,来了也能补记",
    shiftFull: "认别的班次,或问队长还要不要人",
    shiftOverlaps: "先给那一班请假,或认别的岗",
    carriagewayTooYoung: "可以认小区、窗口的岗",
    guardianMissing: "请监护人告诉队长同意,再认一次",
    trainingMissing: "参加培训后,请队长记上,再认一次",
    riskNotAgreed: "请到“班次”看新的风险告知,同意后再认一次",
    insuranceMissing: "请队长先填保险单号",
    unknownType: "不用管,会自动核对",
    missingReference: "不用管;过了两天还在等,请队长的手机连一次网",
  } satisfies Readonly<Record<EventProblem, string>> as Readonly<Record<EventProblem, string>>,
  unknown: "请把这一页给队长看",
  aside: "传不上,先放着",
  asideWhat: "记录还在手机里,重开应用会再试;不行请队长补记",
  refused: (why: string) => `这条没通过:${why}`,
  waits: (why: string) => `已上传,还没算数:${why}`,
  explained: "支队说明",
  accepted: "支队收下了你的一条记录",
};
const en: typeof zh = {
  what: {
    conflict: "The first one counts, most likely nothing to do. If one is missing, ask your leader to note it",
    partMismatch: "Record it again, or ask your leader to note it",
    poison: "Update the app below. The record is kept, and looked at again when the server is updated",
    tooBig: "Record it again with a shorter note, or ask your leader to note it",
    notBound: "They should use their own phone. If it is right, ask the branch to accept it",
    forbidden: "The team or role may have changed. Ask your leader to note it; if it is right, ask the branch to accept it",
    tooLate: "Give the paper sheet to the branch: they can accept it",
    endInFuture: "Close the duty again on the board, with an end that has come",
    reasonMissing: "Record it once more and say why",
    notOffered: "Look for another place, or ask your leader to offer this one",
    offeredElsewhere: "Look for another place, or ask the leader to place you",
    shiftCancelled: "Look for another place",
    shiftBegun: "Ask the leader: who comes can still be noted",
    shiftFull: "Claim another shift, or ask whether one more is wanted",
    shiftOverlaps: "Take leave from the other shift first, or claim another place",
    carriagewayTooYoung: "Claim a place in a compound or at a window",
    guardianMissing: "Your guardian should tell your leader, then claim again",
    trainingMissing: "After the training ask your leader to note it, then claim again",
    riskNotAgreed: "Read the new risk notice under Shifts, agree, and claim again",
    insuranceMissing: "Ask the leader to fill in the insurance",
    unknownType: "Nothing to do, it is checked by itself",
    missingReference: "Nothing to do. If it still waits in two days, your leader's phone should go online once",
  },
  unknown: "Show this page to your leader",
  aside: "Cannot be uploaded, put aside",
  asideWhat: "Still on this phone, tried again when the app opens. If that does not help, ask your leader to note it",
  refused: (why) => `Not accepted: ${why}`,
  waits: (why) => `Uploaded, does not count yet: ${why}`,
  explained: "The branch explains",
  accepted: "The branch accepted a record of yours",
};

export type RefusalWords = typeof zh;
export const refusalWords: Readonly<Record<Language, RefusalWords>> = { "zh-CN": zh, en };

/** A code may be newer than this app. */
export const whatToDo = (words: RefusalWords, code: string | null): string =>
  Object.entries(words.what).find(([name]) => name === code)?.[1] ?? words.unknown;
