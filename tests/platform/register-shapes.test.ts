// Roster files of the shapes that come out of offices, as real bytes through the real reader: for each the exact people and the
// exact report. What is expected was checked by hand against the files' contents in make.mjs.

import { describe, expect, it } from "vitest";
import { readRegister } from "../../src/domain/register.ts";
import { makeManyXlsx, rosters } from "../fixtures/rosters/make.mjs";
import { idOf } from "../fixtures/rosters/people.mjs";
import { asOf, type Report, readCells, reportOf, reportOfFile, rosterBytes } from "../fixtures/rosters/read.ts";

const long = (count: number) => "长".repeat(count);

const shapes: readonly (readonly [file: string, what: string, report: Report])[] = [
  [
    "gbk.csv",
    "GBK, as Excel saves CSV: digits with gaps, dashes, +86 and the marks that keep them text; lines numbered in advance are blank",
    {
      file: null,
      rows: [
        "2|赵一鸣|10010000001|99010119610202001X||河东支队/第一分队|性别=男",
        "3|钱二川|10010000002|990101196203030022||河东支队/第一分队|性别=女",
        "4|孙三月|10010000003|990101196304040035||河东支队/第二分队|性别=女",
        "5|李四海|10010000004|99010119650512004X||河东支队/第二分队|性别=男",
      ],
      problems: [],
      bad: [],
      skipped: {
        blank: 2,
        repeated: [],
        foot: [],
      },
    },
  ],
  [
    "utf8-bom.csv",
    "UTF-8 with its mark: quoted line breaks and commas, full-width digits, a header with (必填) and *",
    {
      file: null,
      rows: [
        "2|周五岳|10010000005||||工作单位及职务=某某街道办事处, 科员|备注=第一行 第二行",
        '3|吴六合|10010000006||||工作单位及职务="示范"窗口',
      ],
      problems: ["4|phoneBad|手 机*|1001000007|"],
      bad: [4],
      skipped: {
        blank: 0,
        repeated: [],
        foot: [],
      },
    },
  ],
  [
    "merged-title.xlsx",
    "a merged title, a line with unit and date, merged team cells, rich text, dates, all on the second sheet",
    {
      file: null,
      rows: [
        "4|王八方|10010000008|990101196809090089||河西支队/第一分队|出生年月=1968-09-09",
        "5|冯九思|10010000009|990101196910100093||河西支队/第一分队|出生年月=1969-10-10",
        "6|陈十里|10010000010|990101197011110102||河西支队/第二分队|出生年月=1970-11-11",
        "8|褚百川|10010000011|990101197112120115||河西支队/第二分队|出生年月=1971-12",
      ],
      problems: [],
      bad: [],
      skipped: {
        blank: 1,
        repeated: [],
        foot: [],
      },
    },
  ],
  [
    "no-header.csv",
    "no header at all: one sentence about the file",
    {
      file: {
        code: "noHeader",
        headers: [],
      },
      rows: [],
      problems: [],
      bad: [],
      skipped: {
        blank: 0,
        repeated: [],
        foot: [],
      },
    },
  ],
  [
    "no-name-column.xlsx",
    "no column of names: the headers that were found",
    {
      file: {
        code: "noNameColumn",
        headers: ["序号", "联系电话", "性别"],
      },
      rows: [],
      problems: [],
      bad: [],
      skipped: {
        blank: 0,
        repeated: [],
        foot: [],
      },
    },
  ],
  [
    "header-in-row-7.xlsx",
    "the header in row 7, an identity number of 15 digits",
    {
      file: null,
      rows: ["8|吴二川|10010000021|990101198110220213||", "9|郑二川|10010000022|990101821123022||"],
      problems: ["9|idOld|身份证号|990101821123022|"],
      bad: [],
      skipped: {
        blank: 0,
        repeated: [],
        foot: [],
      },
    },
  ],
  [
    "formulas.xlsx",
    "formulas: their value where the file has one, a problem where it has none or an error",
    {
      file: null,
      rows: [
        "2|卫千帆|10010000031|990101199108040314||",
        "5|沈晓|10010000034|990101199411070348||",
        "6|韩明|10010000035|990101199512080350|||备注=TRUE",
      ],
      problems: ["3|formulaEmpty|联系电话|=VLOOKUP(B3,Sheet2!A:B,2,0)|", "4|cellError|姓名|#N/A|", "5|valueMissing|备注|=TODAY()|"],
      bad: [3, 4],
      skipped: {
        blank: 0,
        repeated: [],
        foot: [],
      },
    },
  ],
  [
    "long-names.xlsx",
    "names of 50, 51, 200 and 201 characters",
    {
      file: null,
      rows: [`2|${long(200)}|10010000041|||`, `4|${long(51)}|10010000043|||`, `5|${long(50)}|10010000044|||`],
      problems: [`2|nameLong|姓名|${long(200)}|`, `3|nameTooLong|姓名|${long(201)}|`, `4|nameLong|姓名|${long(51)}|`],
      bad: [3],
      skipped: {
        blank: 0,
        repeated: [],
        foot: [],
      },
    },
  ],
  [
    "duplicate-phones.csv",
    "the same phone, the same person, namesakes; semicolons",
    {
      file: null,
      rows: [
        "2|杨静|10010000051|990101197104240512||河东支队/第一分队",
        "3|赵晓|10010000051|990101197205250525||河东支队/第一分队",
        "6|孙晓|||V0001|",
        "8|李明||||第一分队",
        "9|李明||||第一分队",
        "10|李明||||第二分队",
        "11|杨静|10010000051|990101197407270540||",
      ],
      problems: [
        "3|sharedPhone|电话|10010000051|2",
        "4|samePerson|姓名|杨静|2",
        "5|sameIdNumber|身份证号|990101197104240512|2",
        "7|sameVolunteerNumber|志愿者编号|V0001|6",
        "8|identityWeak|姓名|李明|",
        "9|identityWeak|姓名|李明|",
        "9|sameName|姓名|李明|8",
        "10|identityWeak|姓名|李明|",
        "11|sharedPhone|电话|10010000051|2",
      ],
      bad: [4, 5, 7],
      skipped: {
        blank: 0,
        repeated: [],
        foot: [],
      },
    },
  ],
  [
    "numbers.xlsx",
    "phones and identity numbers as numbers, lost digits, bad dates and check characters",
    {
      file: null,
      rows: [
        "5|王四海|10010000064|990101198405090647|20260001||出生年月=1984-05-09",
        "7|陈六合|10010000066|990101198607110669|||出生年月=不详|联系电话=100 1000 0066 / 100 1000 0067",
        "9|卫八方|037165550068|E12345678|||出生年月=1963.1",
      ],
      problems: [
        "2|digitsLost|身份证号|990101196102020000|",
        "3|digitsLost|志愿者编号|12345678901234567000|",
        "4|digitsLost|联系电话|1.001E+10|",
        "6|digitsLost|身份证号|990101196506060000|",
        "7|phoneExtra|联系电话|100 1000 0066 / 100 1000 0067|",
        "7|dateUnclear|出生年月|不详|",
        "8|phoneBad|联系电话|1001000006|",
        "8|idChecksum|身份证号|990101198708120672|",
        "9|landline|联系电话|0371-6555-0068|",
        "9|otherDocument|身份证号|E12345678|",
        "9|dateUnclear|出生年月|1963.1|",
        "10|idDate|身份证号|990101206501010010|",
        "11|idLength|身份证号|99010119901115070|",
      ],
      bad: [2, 3, 4, 6, 8, 10, 11],
      skipped: {
        blank: 0,
        repeated: [],
        foot: [],
      },
    },
  ],
  [
    "unknown-columns.csv",
    "unknown, nameless and doubled columns are kept; of two phones the mobile is the phone",
    {
      file: null,
      rows: ["2|韩十里|10010000071||||衣服尺码=XL|备注=素食|备注 2=晚班|F=无题|电话=0371-65550071", "3|杨百川|10010000072|||"],
      problems: [],
      bad: [],
      skipped: {
        blank: 0,
        repeated: [],
        foot: [],
      },
    },
  ],
  [
    "repeated-header.xlsx",
    "title and header once more on a second page, sums and signatures at the foot, prefixed tags",
    {
      file: null,
      rows: ["3|赵千帆|10010000081|||", "4|钱万里|10010000082|||", "8|孙静|10010000083|||"],
      problems: [],
      bad: [],
      skipped: {
        blank: 3,
        repeated: [6, 7],
        foot: [10, 12, 13],
      },
    },
  ],
];

describe("roster files", () => {
  it.each(shapes)("%s: %s", async (file, _, report) => {
    expect(await reportOfFile(file)).toEqual(report);
  });

  it("every committed file is what make.mjs writes, and has its report", () => {
    expect(shapes.map(([file]) => file).sort()).toEqual(Object.keys(rosters).sort());
    for (const [file, make] of Object.entries(rosters)) expect(Buffer.from(make()).equals(rosterBytes(file)), file).toBe(true);
  });

  it("5,000 lines with exactly 37 bad ones: each found, with its reason, and no other", async () => {
    const { bytes, bad } = makeManyXlsx(5000, 37);
    const reading = readRegister(await readCells(bytes), { asOf });
    expect(bad).toHaveLength(37);
    expect(reading.badLines).toEqual(bad);
    expect(reading.rows).toHaveLength(5000 - 37);
    const ways = ["nameMissing", "idChecksum", "phoneBad", "sameIdNumber", "digitsLost"];
    expect(reading.problems.map(({ line, code }) => `${line} ${code}`)).toEqual(bad.map((line, i) => `${line} ${ways[i % 5]}`));
    expect(reportOf(reading).problems[3]).toBe(`541|sameIdNumber|身份证号|${idOf(539)}|540`);
  });
});
