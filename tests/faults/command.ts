// `npx daogang …` as an operator runs it: the bundle of src/endpoint/main.ts as a process that ends by itself. Knows what it printed and how it
// ended, nothing else.

import { spawnSync } from "node:child_process";
import { rootPath } from "../fixtures/build-root.ts";

/** Build it first: `ensureRoot(mainRoot)`. */
export const mainRoot = "src/endpoint/main.ts";

const patienceMs = 20_000;

/** `through`: what starts it instead of this process (small-disk.ts). A server that does start is ended after a while, with code 0. */
export function runCommand(dataDir: string, args: readonly string[], through: readonly string[] = []) {
  const [program = process.execPath, ...options] = [...through, process.execPath, rootPath(mainRoot), ...args];
  const done = spawnSync(program, options, {
    env: { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, PORT: "0", HOST: "127.0.0.1", DATA_DIR: dataDir },
    encoding: "utf8",
    timeout: patienceMs,
  });
  return { code: done.status, lines: `${done.stdout}${done.stderr}`.trim().split("\n") };
}
