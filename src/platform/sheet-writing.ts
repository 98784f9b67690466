// Tables as files a spreadsheet opens rightly: XLSX with every text formatted as text, so that what is typed into it stays as typed,
// and CSV with the mark of UTF-8. Written by hand: a workbook of one plain sheet is five short parts.

import { strToU8, zipSync } from "fflate";
import { type Cell, type Cells, cellText, columnLetter, isUnread } from "../domain/sheet.ts";

const escapeXml = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML allows no such character
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaged = "http://schemas.openxmlformats.org/package/2006";
const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** Style 1: text; 2: text, bold. */
const styles = `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

function cellXml(cell: Cell, at: string, style: number): string {
  if (typeof cell === "number" && Number.isFinite(cell)) return `<c r="${at}"><v>${cell}</v></c>`;
  if (cell === null || isUnread(cell)) return `<c r="${at}" s="${style}"/>`;
  if (typeof cell === "boolean") return `<c r="${at}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(String(cell))}</t></is></c>`;
}

/** About as wide as its longest text among the first rows; a Chinese character counts two. */
const widthOf = (cells: Cells, index: number): number => {
  const lengths = cells.slice(0, 50).map((row) => cellText(row[index]).replace(/[\u0100-\uffff]/g, "aa").length);
  return Math.min(60, Math.max(8, ...lengths) + 2);
};

/** Style 1 for its empty cells too: what is typed below the last line stays text. */
const columnXml = (number: number, width: number): string =>
  `<col ${Object.entries({ min: number, max: number, width, style: 1, customWidth: 1 })
    .map(([name, value]) => `${name}="${value}"`)
    .join(" ")}/>`;

export function encodeXlsx(cells: Cells): Uint8Array {
  const width = cells.reduce((most, row) => Math.max(most, row.length), 0);
  const rows = cells.map(
    (row, i) =>
      `<row r="${i + 1}">${row.map((cell, column) => cellXml(cell, `${columnLetter(column)}${i + 1}`, i === 0 ? 2 : 1)).join("")}</row>`,
  );
  const columns = Array.from({ length: width }, (_, i) => columnXml(i + 1, widthOf(cells, i)));
  const sheet = `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${columns.length > 0 ? `<cols>${columns.join("")}</cols>` : ""}<sheetData>${rows.join("")}</sheetData></worksheet>`;
  const parts = {
    "[Content_Types].xml": `${head}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/></Types>`,
    "_rels/.rels": `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": styles,
    "xl/worksheets/sheet1.xml": sheet,
  };
  const files = Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]));
  // The same table gives the same bytes, and the zip's own clock ends in 2107.
  return zipSync(files, { level: 6, mtime: new Date(2020, 0, 1) });
}

/** Long digits, leading zeros and what looks like a formula get a tab before them: a spreadsheet then takes them as text, and we drop it. */
function csvField(cell: Cell | undefined): string {
  const text = cellText(cell);
  const kept = /^(\d{11,}|0\d+|[=+\-@].*)$/s.test(text) ? `\t${text}` : text;
  return /[",\t\r\n]/.test(kept) ? `"${kept.replace(/"/g, '""')}"` : kept;
}

export const encodeCsv = (cells: Cells): Uint8Array =>
  new TextEncoder().encode(`\ufeff${cells.map((row) => `${row.map(csvField).join(",")}\r\n`).join("")}`);
