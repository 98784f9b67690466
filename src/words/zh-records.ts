// What a record is called, how far it has come, what attendance it made, and why something was refused: the words that
// name states and codes, each complete over its closed set.

import type { ClaimProblem } from "../domain/claiming.ts";
import type { AttendanceState, Cause, TimeClass } from "../domain/facts.ts";
import type { ProblemCode } from "../protocol/problems.ts";

/** As in sync/step.ts and device/view-types.ts, which this room does not see; screens check that they match. */
type Notice = "offline" | "portal" | "busy" | "trouble" | "tooLarge" | "update" | "unknownDevice";
type RecordState = "kept" | "uploaded" | "waiting" | "refused" | "aside";

const states: Record<AttendanceState, string> = {
  present: "已到",
  late: "迟到",
  leftEarly: "早退",
  unconfirmed: "待确认",
  unheard: "未收到",
  absent: "未到",
  onLeave: "请假",
  open: "未签退",
  disputed: "存疑",
};

/** The same to the person concerned: what it means and what to do. */
const standing: Record<AttendanceState, string> = {
  present: "已到岗",
  late: "已到岗,迟到",
  leftEarly: "已到岗,提前走了",
  unconfirmed: "等队长确认",
  unheard: "没收到你的签到",
  absent: "记为未到;不对请找队长,72小时内能改",
  onLeave: "已请假",
  open: "没签退,等队长补上",
  disputed: "两人登记不一样,交支队定",
};

const records: Record<RecordState, string> = {
  kept: "已存本机,有网自动上传",
  uploaded: "已上传",
  waiting: "已上传,等核对",
  refused: "没通过",
  aside: "传不上,先放着;重开应用会再试,不行请问队长",
};

/** Where credited time began or ended. */
const causes: Record<Cause, string> = {
  ownCheckIn: "你的签到",
  ownCheckOut: "你的签退",
  plannedStart: "班次开始",
  plannedEnd: "班次结束",
  badgeSeen: "队长扫了你的码",
  markedArrival: "队长记的到岗时间",
  markedLeaving: "队长记的离岗时间",
  dutyClosed: "队长收队",
  makeup: "补签",
  corrected: "支队更正",
};

const classes: Record<TimeClass, string> = { verified: "系统确认", attested: "队长登记" };

/** Why somebody may not claim comes with the screens where they do: `claimProblems`. */
const problems: Record<Exclude<ProblemCode, ClaimProblem>, string> = {
  malformed: "内容格式不对",
  badSignature: "和这台手机对不上",
  unknownDevice: "队伍不认识这台手机,请重新加入",
  nonceStale: "等得太久,会自动再试",
  chainBehind: "服务器恢复过,会自动补传",
  tokenStale: "等得太久,会自动再试",
  headMismatch: "内容没对上,会自动再试",
  tooLarge: "一次传得太多,会分开再传",
  tooMany: "点得太快了,等一分钟再试",
  updateNeeded: "请先更新应用",
  notFound: "没找到",
  busy: "服务器忙,等一下再试",
  internal: "服务器出了问题,等一下再试",
  inviteUnknown: "这个邀请不对,请队长重发一个",
  inviteExpired: "这个邀请过期了,请队长重发一个",
  inviteUsed: "这个邀请已在别的手机上用过,请队长重发一个",
  joinDeclined: "队长没认出这个名字,请和队长核对后再报一次",
  codeUnknown: "这6位码不对或过期了,请队长再给一个",
  conflict: "同一条记录有两个样子",
  partMismatch: "附带的内容不完整",
  poison: "内容读不懂",
  tooBig: "内容太大",
  notBound: "这台手机不能替这个人记",
  forbidden: "没有这个权限,或班次已取消",
  tooLate: "过了72小时",
  endInFuture: "结束时间还没到",
  reasonMissing: "没写原因",
  unknownType: "服务器还不认识,等它更新",
  missingReference: "等前面的记录先到",
};

const notices: Record<Notice, string> = {
  offline: "没有网,有网自动上传",
  portal: "这个网要先登录,记录还在手机里",
  busy: "服务器忙,会自动再传",
  trouble: "没传成,会自动再试,记录还在手机里",
  tooLarge: "记录多,分几次传",
  update: "请更新应用,才能收到新名单;记录照样上传",
  unknownDevice: "队伍不认识这台手机,请重新加入。记录还在手机里",
};

export const zhRecords = {
  states,
  standing,
  records,
  causes,
  classes,
  problems,
  notices,
  unknownProblem: "原因不明",
  refusedBecause: (reason: string) => `这条没通过:${reason},请问队长`,
  whyMinutes: (from: string, fromCause: string, to: string, toCause: string) => `${from} 起(${fromCause}),到 ${to}(${toCause})`,
  whyNone: {
    unconfirmed: "没人确认你到岗,没计时;请找队长",
    absent: "记为未到;不对请找队长,72小时内能改",
    onLeave: "请假,不计时",
    short: "不足10分钟,不计时",
  },
  recognisedAs: (how: string) => `认定:${how}`,
};
