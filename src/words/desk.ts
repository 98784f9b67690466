// What the desk says (leaders' 更多, 支队 and 总队): fetched with it, both languages together. Each area of the desk has a file of its own
// beside this one; here is only what its frame and its table of contents say.

import type { Language } from "./words.ts";

const zh = {
  title: "更多",
  label: "管理",
  home: "目录",
  waiting: (count: number) => `${count} 件等着`,
  noRight: "这一页要队长或支队、总队的权限",
  pages: {
    home: "总览",
    approvals: "审批",
    disputes: "存疑",
    teams: "队伍",
    people: "名册",
    person: "个人",
    newPerson: "新增一人",
    import: "导入",
    joins: "确认加入",
    notices: "通知",
    relay: "代传收取",
    invites: "邀请",
    quarantine: "未收下的记录",
    quarantineRecord: "一条记录",
    status: "状态",
    roster: "排班",
    rosterNew: "新排班",
    rosterShift: "班次",
    posts: "岗位",
    post: "岗位",
    postNew: "新岗位",
    postImport: "导入岗位",
    assignments: "包抓责任",
    ledger: "台账",
    handover: "交接",
    tablet: "平板和密码",
    findings: "整改台账",
    paperEntry: "补录签到表",
    paper: "打印",
    paperSigns: "岗位牌",
    paperBadges: "胸牌",
    paperSheet: "签到表",
    paperWall: "排班表",
  } as Readonly<Record<DeskPageName, string>>,
  about: {
    home: "还要做什么",
    approvals: "认岗、请假、补签:谁在等你答复",
    disputes: "登记不一样的、申诉:两边都看,再定",
    teams: "总队、支队、分队:新建、改名、排序",
    people: "找人、改电话、调队、任命",
    person: "",
    newPerson: "",
    import: "导入花名册或队伍",
    joins: "谁报了名,一次全部确认",
    notices: "发给全队,看谁读了",
    relay: "手机没网的人:扫码收下,有网替他上传",
    invites: "分队链接、方码、6位码",
    quarantine: "没通过的:看原因,收下或说明",
    quarantineRecord: "",
    status: "服务器好不好:网址、证书、备份、磁盘",
    roster: "谁哪天站哪个岗,复制上周",
    rosterNew: "",
    rosterShift: "",
    posts: "采点、画位置、改名、停用",
    post: "",
    postNew: "",
    postImport: "",
    assignments: "哪支队伍包哪个小区、哪段路",
    ledger: "服务时长:任选起止日期,存成表格上报",
    handover: "把今天的班交给另一台平板,或借一台用,不用网",
    tablet: "几位分队长共用、各有密码、锁上",
    findings: "发现的问题、整改前后照片,存表、打印",
    paperEntry: "纸上签的到,照纸上记进来",
    paper: "岗位牌、胸牌、签到表、排班表",
    paperSigns: "",
    paperBadges: "",
    paperSheet: "",
    paperWall: "",
  } as Readonly<Record<DeskPageName, string>>,
};
const en: typeof zh = {
  title: "More",
  label: "Desk",
  home: "Contents",
  waiting: (count) => `${count} waiting`,
  noRight: "This page is for leaders and for branch or corps staff",
  pages: {
    home: "Overview",
    approvals: "Review",
    disputes: "Disputes",
    teams: "Teams",
    people: "People",
    person: "Person",
    newPerson: "Add a person",
    import: "Import",
    joins: "Confirm joiners",
    notices: "Notices",
    relay: "Take in records",
    invites: "Invite",
    quarantine: "Not accepted",
    quarantineRecord: "One record",
    status: "Status",
    roster: "Roster",
    rosterNew: "New shifts",
    rosterShift: "Shift",
    posts: "Posts",
    post: "Post",
    postNew: "New post",
    postImport: "Import posts",
    assignments: "In charge",
    ledger: "Service hours",
    handover: "Hand over",
    tablet: "Tablet and PINs",
    findings: "Findings",
    paperEntry: "Enter a paper sheet",
    paper: "Print",
    paperSigns: "Post signs",
    paperBadges: "Badges",
    paperSheet: "Attendance sheet",
    paperWall: "Wall roster",
  },
  about: {
    home: "What remains to be done",
    approvals: "Claims, leave, make-ups: who waits for your answer",
    disputes: "Where marks differ, and appeals: see both sides, decide",
    teams: "Corps, branches, squads: make, name, order",
    people: "Find, correct, transfer, give roles",
    person: "",
    newPerson: "",
    import: "A register of people, or a table of teams",
    joins: "Who asks to join; confirm all at once",
    notices: "Tell the whole team, see who has read it",
    relay: "From phones without a network: scan, and upload for them",
    invites: "Squad link, square code, six digits",
    quarantine: "Records set aside: see why, accept or explain",
    quarantineRecord: "",
    status: "How the server is: address, certificate, backup, disk",
    roster: "Who stands where and when; copy last week",
    rosterNew: "",
    rosterShift: "",
    posts: "Survey, draw, rename and close them",
    post: "",
    postNew: "",
    postImport: "",
    assignments: "Which team takes charge of which place",
    ledger: "Minutes of any period, saved as the office's table",
    handover: "Give today to another tablet, or lend one, without a network",
    tablet: "Several leaders on one tablet, a PIN each, locking it",
    findings: "What was found, photos before and after, as table or print",
    paperEntry: "Attendance signed on paper, entered afterwards",
    paper: "Post signs, badges, attendance sheets, wall rosters",
    paperSigns: "",
    paperBadges: "",
    paperSheet: "",
    paperWall: "",
  },
};

/** Every page of the desk: a new one adds its name here, its line in screens/desk/pages.ts, and its words in both languages. */
export type DeskPageName =
  | "home"
  | "approvals"
  | "disputes"
  | "assignments"
  | "ledger"
  | "teams"
  | "people"
  | "person"
  | "newPerson"
  | "import"
  | "joins"
  | "notices"
  | "relay"
  | "invites"
  | "quarantine"
  | "quarantineRecord"
  | "status"
  | "roster"
  | "rosterNew"
  | "rosterShift"
  | "posts"
  | "post"
  | "postNew"
  | "postImport"
  | "handover"
  | "tablet"
  | "findings"
  | "paperEntry"
  | "paper"
  | "paperSigns"
  | "paperBadges"
  | "paperSheet"
  | "paperWall";
export type DeskWords = typeof zh;
export const deskWords: Readonly<Record<Language, DeskWords>> = { "zh-CN": zh, en };
