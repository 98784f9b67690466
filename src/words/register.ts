// What the reading of a register, of teams and of posts says, line by line. Fetched with the import screen only.

import type { PostCode, PostProblem } from "../domain/post-sheet.ts";
import type { RegisterCode, RegisterFileProblem, RegisterProblem } from "../domain/register-problems.ts";
import type { TeamProblem } from "../domain/team-sheet.ts";

/** Of the value in the file, the line compared with and the header of the column. */
type Say = (value: string, other: number, column: string) => string;

export interface RegisterWords {
  readonly problems: Readonly<Record<RegisterCode, Say>>;
  readonly files: Readonly<Record<RegisterFileProblem["code"], (headers: string) => string>>;
  /** What `SheetFiles.read` could not read; see actions/sheets.ts. */
  readonly sheets: Readonly<Record<"tooLarge" | "oldExcel" | "encrypted" | "broken" | "encoding" | "empty" | "unknownKind", string>>;
  readonly teams: Readonly<Record<TeamProblem["code"], Say>>;
  readonly posts: Readonly<Record<PostCode, Say>>;
  readonly line: (line: number) => string;
  readonly listSeparator: string;
}

export const registerZh: RegisterWords = {
  problems: {
    nameMissing: () => "没有姓名",
    nameTooLong: () => "姓名超过 200 个字",
    digitsLost: (value, _, column) => `${column}数字失真(${value}):表格软件只保留 15 位数字,请把这一列设为「文本」后重新填写`,
    phoneBad: (value) => `电话不对:${value},手机号应是 1 开头的 11 位数字`,
    idLength: (value) => `身份证号位数不对:${value},应是 18 位`,
    idDate: (value) => `身份证号里的出生日期不对:${value}`,
    idChecksum: (value) => `身份证号有一位写错了(校验不通过):${value}`,
    formulaEmpty: (_, __, column) => `${column}是公式,文件里没有算出的值:请在 Excel 里打开并保存一次,或直接填写`,
    cellError: (value, _, column) => `${column}是公式错误 ${value}`,
    teamTooLong: (_, __, column) => `${column}超过 120 个字`,
    sameIdNumber: (_, other) => `身份证号与第 ${other} 行相同`,
    sameVolunteerNumber: (_, other) => `志愿者编号与第 ${other} 行相同`,
    samePerson: (_, other) => `与第 ${other} 行姓名、电话都相同`,
    nameLong: () => "姓名超过 50 个字,请看看对不对",
    nameOdd: (value) => `姓名里有数字或符号:${value},请看看对不对`,
    landline: (value) => `${value} 是座机,不能用手机核对`,
    phoneExtra: (value) => `这一格不只一个号码,取了第一个手机号:${value}`,
    idOld: () => "是 15 位的旧身份证号",
    otherDocument: (value) => `不是居民身份证号,按其他证件记下:${value}`,
    sharedPhone: (value, other) => `电话 ${value} 与第 ${other} 行相同`,
    sameName: (_, other) => `与第 ${other} 行同名,没有电话或证件号可以区分:当作两个人`,
    identityWeak: () => "没有身份证号、志愿者编号和电话:只能按姓名和队伍认人",
    dateUnclear: (value, _, column) => `${column}看不懂:${value},照原样保留`,
    birthDiffers: (value, _, column) => `${column} ${value} 与身份证号不一致`,
    valueMissing: (value, _, column) => `${column}没有值(${value}),留空`,
  },
  files: {
    noHeader: () => "前十行里没有找到表头。请在第一行写上:姓名、联系电话、身份证号……",
    noNameColumn: (headers) => `没有找到「姓名」这一列。表头里有:${headers}`,
    noRows: () => "只有表头,下面没有人",
  },
  sheets: {
    tooLarge: "文件超过 30 MB,请分成几个文件",
    oldExcel: "这是旧版 .xls 文件。请在 Excel 或 WPS 里打开,另存为 .xlsx 再选",
    encrypted: "文件有密码。请打开后取消密码,另存一份再选",
    broken: "文件打不开,可能已损坏。请在 Excel 或 WPS 里打开,另存为 .xlsx 再选",
    encoding: "看不懂文件的文字编码。请在 Excel 或 WPS 里另存为 .xlsx 再选",
    empty: "文件里没有内容",
    unknownKind: "这不是表格文件。请选 .xlsx 或 .csv",
  },
  teams: {
    noHeader: () => "没有找到「支队」这一列",
    noBranch: (value) => `「${value}」上面没有支队`,
    titleTooLong: () => "名称超过 120 个字",
    titleMissing: (value) => `没有值(${value})`,
    sameTeam: (value, other) => `「${value}」与第 ${other} 行相同,只算一次`,
  },
  posts: {
    noHeader: () => "没有找到「名称」或「点位」这一列",
    titleMissing: () => "没有名称",
    titleTooLong: () => "名称超过 120 个字",
    kindUnknown: (value) => `没有「${value}」这种类型:可以是交通劝导路口、卫生路段、停车秩序点、小区楼院、背街小巷、窗口`,
    placeHalf: (value) => `经度、纬度缺一个:${value}`,
    placeUnreadable: (value) => `坐标看不懂:${value}`,
    placeSwapped: (value) => `经度、纬度好像写反了,是不是 ${value}?`,
    placeAbroad: (value) => `坐标不在中国境内:${value}`,
    datumUnknown: (value) => `不认识坐标系「${value}」:可以是 WGS84(GPS)、高德或腾讯(GCJ-02)、百度(BD-09)`,
    sideUnknown: (value) => `不认识「${value}」:可以是左、右、两侧`,
    samePost: (value, other) => `「${value}」与第 ${other} 行同名`,
    kindAssumed: () => "没有写类型,按名称猜了一个",
    datumAssumed: () => "没有写坐标系,按 WGS84(GPS)算。从高德、腾讯、百度地图抄来的坐标会偏几百米,请写上",
    placeMissing: () => "没有坐标,以后到现场采点",
  },
  line: (line) => `第 ${line} 行`,
  listSeparator: "、",
};

export const registerEn: RegisterWords = {
  problems: {
    nameMissing: () => "The name is missing",
    nameTooLong: () => "The name is longer than 200 characters",
    digitsLost: (value, _, column) =>
      `${column} has lost digits (${value}): spreadsheets keep only 15. Format the column as text and type it again`,
    phoneBad: (value) => `Not a phone number: ${value}. A mobile number has 11 digits and begins with 1`,
    idLength: (value) => `The ID number has the wrong length: ${value}. It has 18 characters`,
    idDate: (value) => `The ID number holds no possible date of birth: ${value}`,
    idChecksum: (value) => `One character of the ID number is wrong (check character): ${value}`,
    formulaEmpty: (_, __, column) =>
      `${column} is a formula and the file does not hold its value: open and save it once in Excel, or type the value`,
    cellError: (value, _, column) => `${column} holds the formula error ${value}`,
    teamTooLong: (_, __, column) => `${column} is longer than 120 characters`,
    sameIdNumber: (_, other) => `Same ID number as line ${other}`,
    sameVolunteerNumber: (_, other) => `Same volunteer number as line ${other}`,
    samePerson: (_, other) => `Same name and phone as line ${other}`,
    nameLong: () => "The name is longer than 50 characters: please check",
    nameOdd: (value) => `The name has digits or signs in it: ${value}. Please check`,
    landline: (value) => `${value} is a landline and cannot be used to confirm a phone`,
    phoneExtra: (value) => `More than one number here; the first mobile number was taken: ${value}`,
    idOld: () => "An old ID number of 15 digits",
    otherDocument: (value) => `Not a resident ID number, kept as another document: ${value}`,
    sharedPhone: (value, other) => `Same phone ${value} as line ${other}`,
    sameName: (_, other) => `Same name as line ${other} and neither phone nor ID to tell them apart: taken as two people`,
    identityWeak: () => "No ID number, volunteer number or phone: known by name and team only",
    dateUnclear: (value, _, column) => `${column} is no date we can read: ${value}. Kept as it is`,
    birthDiffers: (value, _, column) => `${column} ${value} differs from the ID number`,
    valueMissing: (value, _, column) => `${column} has no value (${value}), left empty`,
  },
  files: {
    noHeader: () => "No header in the first ten lines. Write in the first line: 姓名, 联系电话, 身份证号 …",
    noNameColumn: (headers) => `No column 姓名 (name). The header has: ${headers}`,
    noRows: () => "There is a header and nobody below it",
  },
  sheets: {
    tooLarge: "The file is larger than 30 MB: please split it",
    oldExcel: "This is an old .xls file. Open it in Excel or WPS, save it as .xlsx and choose that",
    encrypted: "The file has a password. Open it, remove the password, save a copy and choose that",
    broken: "The file cannot be opened and may be damaged. Open it in Excel or WPS, save it as .xlsx and choose that",
    encoding: "The text encoding of the file is unknown. Save it as .xlsx in Excel or WPS and choose that",
    empty: "The file is empty",
    unknownKind: "This is not a table. Choose an .xlsx or .csv file",
  },
  teams: {
    noHeader: () => "No column 支队 (branch)",
    noBranch: (value) => `No branch above "${value}"`,
    titleTooLong: () => "The title is longer than 120 characters",
    titleMissing: (value) => `No value (${value})`,
    sameTeam: (value, other) => `"${value}" is the same as in line ${other}, counted once`,
  },
  posts: {
    noHeader: () => "No column 名称 or 点位 (title)",
    titleMissing: () => "The title is missing",
    titleTooLong: () => "The title is longer than 120 characters",
    kindUnknown: (value) => `No kind "${value}": crossing, road segment, parking spot, residential compound, lane or service window`,
    placeHalf: (value) => `Longitude or latitude is missing: ${value}`,
    placeUnreadable: (value) => `Not a coordinate: ${value}`,
    placeSwapped: (value) => `Longitude and latitude seem to be swapped. Is it ${value}?`,
    placeAbroad: (value) => `The coordinate is not in China: ${value}`,
    datumUnknown: (value) => `Unknown datum "${value}": WGS84 (GPS), Amap or Tencent (GCJ-02), Baidu (BD-09)`,
    sideUnknown: (value) => `Unknown side "${value}": left, right or both`,
    samePost: (value, other) => `"${value}" has the same title as line ${other}`,
    kindAssumed: () => "No kind given: guessed from the title",
    datumAssumed: () =>
      "No datum given: taken as WGS84 (GPS). Coordinates copied from Amap, Tencent or Baidu are hundreds of metres off: please add it",
    placeMissing: () => "No coordinate: to be surveyed on the spot",
  },
  line: (line) => `Line ${line}`,
  listSeparator: ", ",
};

/** Long cells are cut: a sentence must stay readable. */
const short = (value: string): string => (value.length > 40 ? `${value.slice(0, 40)}…` : value);

export const sayRegisterProblem = (words: RegisterWords, { code, value, other, column }: RegisterProblem): string =>
  words.problems[code](short(value), other ?? 0, short(column ?? ""));
export const sayRegisterFileProblem = (words: RegisterWords, { code, headers }: RegisterFileProblem): string =>
  words.files[code](headers.map(short).join(words.listSeparator));
export const sayTeamProblem = (words: RegisterWords, { code, value, other }: TeamProblem): string =>
  words.teams[code](short(value), other ?? 0, "");
export const sayPostProblem = (words: RegisterWords, { code, value, other, column }: PostProblem): string =>
  words.posts[code](short(value), other ?? 0, short(column ?? ""));
