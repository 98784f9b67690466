// The columns of a 花名册 (DOMAIN.md section 7) and the names they go by in offices and in exports of the public platforms.
// The first name is the one we write ourselves; where two columns fit one key, the earlier name wins.

import type { Synonyms } from "./sheet-header.ts";

export type RegisterKey =
  | "number"
  | "name"
  | "gender"
  | "ethnicity"
  | "birth"
  | "politics"
  | "idNumber"
  | "unit"
  | "partyBranch"
  | "community"
  | "phone"
  | "volunteerNumber"
  | "platform"
  | "registeredAt"
  | "skills"
  | "emergencyContact"
  | "emergencyPhone"
  | "insurance"
  | "note"
  | "corps"
  | "branch"
  | "squad"
  | "team"
  | "correction";

export const registerColumns: Synonyms<RegisterKey> = {
  number: ["序号", "序", "排序", "No."],
  name: ["姓名", "志愿者姓名", "队员姓名", "人员姓名", "成员姓名", "真实姓名", "名字", "志愿者", "Name", "Full name"],
  gender: ["性别", "Gender", "Sex"],
  ethnicity: ["民族"],
  birth: ["出生年月", "出生日期", "出生年月日", "生日", "Date of birth", "Birthday"],
  politics: ["政治面貌", "政治面目"],
  idNumber: [
    "身份证号",
    "身份证号码",
    "公民身份号码",
    "居民身份证号",
    "居民身份证号码",
    "身份证件号码",
    "身份证",
    "证件号码",
    "证件号",
    "ID number",
  ],
  unit: ["工作单位及职务", "工作单位", "单位及职务", "所在单位", "单位名称", "单位", "Work unit"],
  partyBranch: ["所在党支部", "所属党支部", "党支部", "所在支部", "支部", "党组织", "所在党组织"],
  community: ["居住社区", "所在社区", "所属社区", "社区", "居住地", "居住小区"],
  phone: [
    "手机号码",
    "手机号",
    "手机",
    "移动电话",
    "联系电话",
    "联系手机",
    "本人电话",
    "电话号码",
    "联系方式",
    "电话",
    "Mobile",
    "Phone",
    "Phone number",
    "Telephone",
  ],
  volunteerNumber: ["志愿者编号", "志愿者号", "志愿者证号", "志愿者注册号", "注册编号", "志愿编号", "Volunteer number"],
  platform: ["注册平台", "所在平台", "平台"],
  registeredAt: ["注册时间", "注册日期"],
  skills: ["服务类别/特长", "服务类别", "特长", "服务特长", "专业特长", "服务意向"],
  emergencyContact: ["紧急联系人", "紧急联系人姓名", "紧急联系人及电话"],
  emergencyPhone: ["紧急联系人电话", "紧急联系电话", "紧急联系方式", "紧急联系人手机"],
  insurance: ["保险情况", "保险", "是否购买保险", "投保情况"],
  note: ["备注", "说明", "Note", "Notes", "Remarks"],
  corps: ["总队", "所属总队", "所在总队", "Corps"],
  branch: ["支队", "所属支队", "所在支队", "支队名称", "Branch"],
  squad: ["分队", "所属分队", "所在分队", "分队名称", "小队", "小组", "组别", "Squad"],
  team: ["队伍", "所属队伍", "所在队伍", "队伍名称", "志愿服务队", "所属组织", "服务队", "Team"],
  // Written by ourselves into the file to be mended; never kept.
  correction: ["问题", "Problems"],
};

/** Read into fields of their own; everything else is kept by its header. */
export const fieldKeys: readonly RegisterKey[] = [
  "number",
  "name",
  "phone",
  "idNumber",
  "volunteerNumber",
  "branch",
  "squad",
  "team",
  "correction",
];
export const dateKeys: readonly RegisterKey[] = ["birth", "registeredAt"];
