// What 状态 says to whoever operates the installation: each line, why it wants doing, and what its command does. Comes with the screen.

import type { Finding, OperationReason } from "../domain/operation.ts";
import type { Language } from "./words.ts";

export interface StatusWords {
  readonly asking: string;
  readonly refresh: string;
  readonly asOf: (time: string) => string;
  readonly offline: string;
  /** Before what was answered last time. */
  readonly stale: (time: string) => string;
  readonly notStaff: string;
  readonly lines: Readonly<Record<Finding["line"], string>>;
  readonly states: Readonly<Record<Finding["state"], string>>;
  readonly reasons: Readonly<Record<OperationReason, string>>;
  readonly copy: string;
  readonly copyOf: (line: string) => string;
  readonly days: (days: number) => string;
  readonly never: string;
  readonly backedUp: (when: string, directory: string) => string;
  readonly disk: (free: string, total: string) => string;
  readonly quiet: string;
  readonly silent: (who: string, pending: number, days: number) => string;
  readonly silentIn: (team: string, devices: number) => string;
  readonly noTeam: string;
  readonly someone: string;
  readonly details: string;
  readonly version: string;
  readonly started: string;
  readonly ledger: string;
  readonly ledgerIs: (events: number, size: string) => string;
  readonly joined: string;
  readonly joinedIs: (devices: number) => string;
  readonly schema: string;
  readonly schemaIs: (schema: number, epoch: number) => string;
  readonly place: string;
  readonly demo: string;
}

const zh: StatusWords = {
  asking: "正在问服务器…",
  refresh: "刷新",
  asOf: (time) => `${time} 的状态`,
  offline: "没连上服务器,现在的状态看不到",
  stale: (time) => `没连上服务器。下面是 ${time} 的,现在怎样不知道`,
  notStaff: "网址、证书、备份、磁盘只有总队能看",
  lines: { address: "网址", certificate: "证书", backup: "备份", disk: "磁盘", devices: "没联系的手机" },
  states: { fine: "正常", act: "要处理", unseen: "看不到" },
  reasons: {
    addressLocal: "这个网址只有服务器本机能打开,手机连不上。用手机能打开的 https 网址启动:",
    addressPlain: "不是 https:手机上的定位、相机和没网时使用都打不开。先装好证书或代理,再用 https 网址启动:",
    certificateNone: "没有证书。用上 https 以后这里才看得到",
    certificateElsewhere: "证书在前面的代理那里,服务器看不到还剩几天。可以在服务器上查:",
    certificateName: "证书不是给这个网址的,浏览器会拦住。重新申请,文件放回原处,不用重启:",
    certificateExpired: "证书过期了,手机打不开。马上更新,文件放回原处,不用重启:",
    certificateSoon: "快过期了。现在更新,文件放回原处,不用重启:",
    backupNever: "还没有备份过。现在备份,再把那个文件夹存到另一块盘:",
    backupOld: "上次备份太久了。现在备份,并设成每晚自动运行:",
    diskUnseen: "这个系统不告诉我们还剩多少",
    diskLow: "快满了,满了就收不了签到。看看被什么占了,删掉或换大盘:",
    devicesSilent: "这些手机有没上传的记录,一天多没联系。请打电话让他们连一次网:",
  },
  copy: "复制",
  copyOf: (line) => `复制${line}的命令`,
  days: (days) => (days < 0 ? `过期 ${-days} 天` : `还有 ${days} 天`),
  never: "从来没有",
  backedUp: (when, directory) => `${when},到 ${directory}`,
  disk: (free, total) => `剩 ${free},共 ${total}`,
  quiet: "都联系上了",
  silent: (who, pending, days) => `${who}:${pending} 条没上传,${days} 天没联系`,
  silentIn: (team, devices) => `${team}:${devices} 台`,
  noTeam: "不在支队的人",
  someone: "没有名字的人",
  details: "其他",
  version: "版本",
  started: "启动",
  ledger: "账本",
  ledgerIs: (events, size) => `${events} 条记录,${size}`,
  joined: "手机",
  joinedIs: (devices) => `${devices} 台加入过`,
  schema: "格式",
  schemaIs: (schema, epoch) => `第 ${schema} 版,第 ${epoch} 代`,
  place: "数据在",
  demo: "这是演示,人和班次都是编的",
};

const en: StatusWords = {
  asking: "Asking the server…",
  refresh: "Refresh",
  asOf: (time) => `As of ${time}`,
  offline: "The server cannot be reached; how it is now is not known",
  stale: (time) => `The server cannot be reached. Below is how it was at ${time}, not how it is now`,
  notStaff: "Address, certificate, backup and disk are for corps staff",
  lines: { address: "Address", certificate: "Certificate", backup: "Backup", disk: "Disk", devices: "Silent phones" },
  states: { fine: "Fine", act: "To do", unseen: "Not seen" },
  reasons: {
    addressLocal: "Only the server itself can open this address, phones cannot. Start it with an https address that phones can open:",
    addressPlain: "Not https: location, camera and offline use stay off on phones. Set up a certificate or a proxy, then start it with:",
    certificateNone: "There is no certificate. Once https is in use it is shown here",
    certificateElsewhere: "The proxy in front holds the certificate; the server cannot see its days. To see them, on the server:",
    certificateName: "The certificate is not for this address, browsers refuse it. Get one for it, put it in place, no restart:",
    certificateExpired: "The certificate has expired, phones cannot get in. Renew it now, put it in place, no restart:",
    certificateSoon: "It ends soon. Renew it now, put it in place, no restart:",
    backupNever: "There has never been a backup. Make one now, and keep that folder on another disk:",
    backupOld: "The last backup is old. Make one now, and have it run every night:",
    diskUnseen: "This system does not say how much is left",
    diskLow: "Nearly full; once full, no check-in can be taken. See what fills it, remove it or get a larger disk:",
    devicesSilent: "These phones hold records that were not uploaded and have been silent for over a day. Call, and ask them to connect:",
  },
  copy: "Copy",
  copyOf: (line) => `Copy the command: ${line}`,
  days: (days) => (days < 0 ? `expired ${-days} days ago` : days === 1 ? "1 day left" : `${days} days left`),
  never: "never",
  backedUp: (when, directory) => `${when}, to ${directory}`,
  disk: (free, total) => `${free} free of ${total}`,
  quiet: "All have been heard of",
  silent: (who, pending, days) => `${who}: ${pending} not uploaded, silent for ${days} days`,
  silentIn: (team, devices) => `${team}: ${devices}`,
  noTeam: "people of no branch",
  someone: "somebody without a name",
  details: "More",
  version: "Version",
  started: "Started",
  ledger: "Ledger",
  ledgerIs: (events, size) => `${events} records, ${size}`,
  joined: "Phones",
  joinedIs: (devices) => `${devices} have joined`,
  schema: "Format",
  schemaIs: (schema, epoch) => `version ${schema}, epoch ${epoch}`,
  place: "Data in",
  demo: "This is a demonstration; people and shifts are invented",
};

export const statusWords: Readonly<Record<Language, StatusWords>> = { "zh-CN": zh, en };
