// What stands below a list that comes page by page. Fetched with the first screen that has one, both languages together.

import type { Language } from "./words.ts";

const zh = {
  before: "上一页",
  after: "下一页",
  page: (page: number, pages: number) => `第 ${page} 页,共 ${pages} 页`,
};
const en: typeof zh = {
  before: "Previous page",
  after: "Next page",
  page: (page, pages) => `Page ${page} of ${pages}`,
};
export const pagingWords: Readonly<Record<Language, typeof zh>> = { "zh-CN": zh, en };
