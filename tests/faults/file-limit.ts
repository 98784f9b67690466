// The most a running process may write to any file (RLIMIT_FSIZE), set from outside with prlimit: needs Linux and, for a process of one's own,
// no rights. Beyond it a write fails, or ends the process where it stands if it is told so (`dieAt("writing")`).

import { execFileSync } from "node:child_process";

/** Null: no limit. */
export function limitFiles(pid: number, bytes: number | null): void {
  try {
    // The hard limit stays: a lowered one could not be raised again.
    execFileSync("prlimit", ["--pid", String(pid), `--fsize=${bytes ?? "unlimited"}:unlimited`, "--core=0"]);
  } catch (error) {
    throw new Error(`this test needs prlimit (Linux, package util-linux): ${error instanceof Error ? error.message : error}`);
  }
}
