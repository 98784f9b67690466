// Opens the container of an XLSX: which bytes are one, which are its old or locked relatives, and its XML parts as text. What a part
// claims to unpack to is believed only up to a limit.

import { unzipSync } from "fflate";
import type { Cells } from "../domain/sheet.ts";
import { readDateStyles, readSharedStrings, readSheet, readWorkbook } from "./sheet-workbook.ts";

const mostUnpackedBytes = 256 * 1024 * 1024;

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean => start.every((byte, i) => bytes[i] === byte);
export const isZip = (bytes: Uint8Array): boolean => startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]);
/** The container of .xls, and of an .xlsx with a password. */
export const isCompoundFile = (bytes: Uint8Array): boolean => startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]);

/** A locked workbook names its one part in UTF-16. */
export function isEncrypted(bytes: Uint8Array): boolean {
  const wanted = Array.from("EncryptedPackage", (letter) => letter.charCodeAt(0));
  const last = bytes.length - wanted.length * 2;
  for (let at = bytes.indexOf(0x45); at >= 0 && at <= last; at = bytes.indexOf(0x45, at + 1)) {
    if (wanted.every((code, i) => bytes[at + i * 2] === code && bytes[at + i * 2 + 1] === 0)) return true;
  }
  return false;
}

export type Opened =
  | { readonly type: "read"; readonly cells: Cells; readonly sheet: string | null }
  | { readonly type: "tooLarge" | "unknownKind" | "empty" };

/** Throws where the bytes are no sound workbook. `pause` is awaited now and then with the share done. */
export async function openWorkbook(
  bytes: Uint8Array,
  isWanted: (cells: Cells) => boolean,
  pause: (share: number) => Promise<void>,
): Promise<Opened> {
  let unpacked = 0;
  let isTooLarge = false;
  const textOf = (wanted: readonly string[]): ReadonlyMap<string, string> => {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!wanted.includes(name)) return false;
        unpacked += originalSize;
        if (unpacked > mostUnpackedBytes) isTooLarge = true;
        return !isTooLarge;
      },
    });
    return new Map(Object.keys(files).map((name) => [name, new TextDecoder().decode(files[name])]));
  };
  const root = textOf(["_rels/.rels"]).get("_rels/.rels") ?? "";
  const main = /Target="\/?((?:[^"]*\/)?)(workbook\d*\.xml)"/.exec(root);
  const base = main?.[1] ?? "xl/";
  const workbookPath = base + (main?.[2] ?? "workbook.xml");
  const relationsPath = `${base}_rels/${main?.[2] ?? "workbook.xml"}.rels`;
  const parts = textOf([workbookPath, relationsPath, `${base}sharedStrings.xml`, `${base}SharedStrings.xml`, `${base}styles.xml`]);
  const workbookXml = parts.get(workbookPath);
  if (workbookXml === undefined) return { type: isTooLarge ? "tooLarge" : "unknownKind" };
  const workbook = readWorkbook(workbookXml, parts.get(relationsPath) ?? "", base);
  const strings = readSharedStrings(parts.get(`${base}sharedStrings.xml`) ?? parts.get(`${base}SharedStrings.xml`) ?? "");
  const dateStyles = readDateStyles(parts.get(`${base}styles.xml`) ?? "");

  let fallback: Opened = { type: "empty" };
  for (const { name, path } of workbook.sheets) {
    await pause(0);
    const xml = textOf([path]).get(path);
    if (isTooLarge) return { type: "tooLarge" };
    // A sheet of charts is no worksheet.
    if (xml === undefined || !/<(?:\w+:)?worksheet\b/.test(xml)) continue;
    const steps = readSheet(xml, { strings, dateStyles, is1904: workbook.is1904 });
    let step = steps.next();
    while (step.done !== true) {
      await pause(step.value);
      step = steps.next();
    }
    if (step.value.length > 0 && isWanted(step.value)) return { type: "read", cells: step.value, sheet: name };
    if (step.value.length > 0 && fallback.type === "empty") fallback = { type: "read", cells: step.value, sheet: name };
  }
  return isTooLarge ? { type: "tooLarge" } : fallback;
}
