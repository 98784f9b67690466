// When the store cannot take a write: a full disk, a folder that became read-only, a failing device. SQLite and the file system say it in
// their own codes; here it becomes one question (try again in a moment?) and one sentence for the operator. Knows no table and no route.

/** How long a sender is asked to wait: long enough for somebody to free space, short enough that nobody notices a hiccup. */
export const refusedWriteRetryMs = 10_000;

type Refusal = "full" | "readOnly" | "failing";

const systemCodes: { readonly [code: string]: Refusal } = {
  ENOSPC: "full",
  EDQUOT: "full",
  EFBIG: "full",
  EROFS: "readOnly",
  EACCES: "readOnly",
  EPERM: "readOnly",
  EIO: "failing",
};

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

function refusalOf(error: unknown): Refusal | null {
  const code = codeOf(error);
  if (code === "SQLITE_FULL") return "full";
  if (/^SQLITE_(READONLY|CANTOPEN)/.test(code)) return "readOnly";
  if (code.startsWith("SQLITE_IOERR")) return "failing";
  return Object.hasOwn(systemCodes, code) ? (systemCodes[code] ?? null) : null;
}

/** Nothing was kept, nothing is broken, and the same may succeed later. */
export const isRefusedWrite = (error: unknown): boolean => refusalOf(error) !== null;

/** One sentence for the operator; null for an error of another kind. */
export function storeProblem(error: unknown, path: string): string | null {
  const said = error instanceof Error ? error.message : String(error);
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error)))
    return `账本坏了: ${path} is damaged or no ledger (${said}); restore the last backup into an empty DATA_DIR.`;
  const refusal = refusalOf(error);
  if (refusal === null) return null;
  return {
    full: `磁盘满了: there is no space left for ${path} (${said}); free some, nothing has been lost.`,
    readOnly: `不能写入: ${path} cannot be written (${said}); its folder is read-only or belongs to another account.`,
    failing: `磁盘读写出错: ${path} cannot be read or written (${said}); look at the disk, nothing has been lost.`,
  }[refusal];
}
