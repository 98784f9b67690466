// Tables in files, as screens need them: a port that platform/sheet-file.ts implements. Loaded on first use; nothing of it is in the
// first screen.

import type { Cells } from "../domain/sheet.ts";

/** A `File` as the page's file picker gives it. */
export interface FileSource {
  readonly name: string;
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}
/**
 * tooLarge: above 30 MB, or unpacks to more than a phone can hold · oldExcel: .xls · encrypted: needs a password · broken: begins like
 * a workbook and cannot be read · encoding: neither UTF-8 nor GBK · empty: no cell holds anything · unknownKind: no table at all.
 */
export type SheetFailure = "tooLarge" | "oldExcel" | "encrypted" | "broken" | "encoding" | "empty" | "unknownKind";
export type SheetAnswer =
  | { readonly type: "read"; readonly kind: "xlsx" | "csv"; readonly cells: Cells; readonly sheet: string | null }
  | { readonly type: SheetFailure };

export interface SheetFiles {
  /**
   * Row n of the file is `cells[n - 1]`. Of several sheets the first that `isWanted` accepts, else the first that holds anything.
   * `onProgress` is told the share done, 0 … 1; the page can draw in between. Never rejects for what a file may hold.
   */
  read(file: FileSource, isWanted: (cells: Cells) => boolean, onProgress?: (share: number) => void): Promise<SheetAnswer>;
  /** Gives the person a file: `.xlsx` or `.csv` by its name. Text stays text in a spreadsheet, also eighteen digits. */
  save(cells: Cells, name: string): void;
}
