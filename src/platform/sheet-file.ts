// Files that hold tables, read in the page: XLSX, CSV in UTF-8 or GBK, whatever their name says. All that reads and writes tables is
// in this one lazy chunk, which the service worker does not precache. Knows nothing of registers: the caller recognises its sheet.

import type { FileSource, SheetAnswer, SheetFiles } from "../actions/sheets.ts";
import type { Cells } from "../domain/sheet.ts";
import { decodeText, readText } from "./sheet-text.ts";
import { encodeCsv, encodeXlsx } from "./sheet-writing.ts";
import { isCompoundFile, isEncrypted, isZip, openWorkbook } from "./sheet-zip.ts";

const mostBytes = 30 * 1024 * 1024;

const nextFrame = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Pictures, PDF, web pages called .xls: bytes or tags no table of text has. */
const isNoText = (text: string): boolean =>
  text.includes("\u0000") || /^\s*(<(!doctype|html|\?xml|table|meta)|%PDF|\{\\rtf)/i.test(text.slice(0, 200));

/** What the bytes of a file hold; see `SheetFiles.read`. */
export async function readSheetBytes(
  bytes: Uint8Array,
  isWanted: (cells: Cells) => boolean,
  onProgress: (share: number) => void = () => undefined,
): Promise<SheetAnswer> {
  if (bytes.length > mostBytes) return { type: "tooLarge" };
  if (isCompoundFile(bytes)) return { type: isEncrypted(bytes) ? "encrypted" : "oldExcel" };
  const pause = async (share: number): Promise<void> => {
    onProgress(share);
    await nextFrame();
  };
  if (isZip(bytes)) {
    try {
      const opened = await openWorkbook(bytes, isWanted, pause);
      return opened.type === "read" ? { ...opened, kind: "xlsx" } : opened;
    } catch (error) {
      console.info("sheet-file:", String(error));
      return { type: "broken" };
    }
  }
  const text = decodeText(bytes);
  if (text === null) return { type: bytes.includes(0) ? "unknownKind" : "encoding" };
  if (isNoText(text)) return { type: "unknownKind" };
  await pause(0);
  const cells = readText(text, isWanted);
  return cells.length === 0 ? { type: "empty" } : { type: "read", kind: "csv", cells, sheet: null };
}

async function read(file: FileSource, isWanted: (cells: Cells) => boolean, onProgress?: (share: number) => void): Promise<SheetAnswer> {
  if (file.size > mostBytes) return { type: "tooLarge" };
  let buffer: ArrayBuffer;
  try {
    buffer = await file.arrayBuffer();
  } catch (error) {
    // Moved or taken away since it was chosen.
    console.info("sheet-file:", String(error));
    return { type: "broken" };
  }
  return readSheetBytes(new Uint8Array(buffer), isWanted, onProgress);
}

const mediaTypes = { xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", csv: "text/csv;charset=utf-8" };

function save(cells: Cells, name: string): void {
  const kind = /\.xlsx$/i.test(name) ? "xlsx" : "csv";
  const bytes = kind === "xlsx" ? encodeXlsx(cells) : encodeCsv(cells);
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaTypes[kind] }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers fetch it only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export const sheetFiles: SheetFiles = { read, save };
