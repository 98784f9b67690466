// `npx daogang …` as an operator runs it: the bundle of src/endpoint/main.ts as a process that ends by itself. Knows what it printed and how it
// ended, nothing else.

import { spawn } from "node:child_process";
import { rootPath } from "../fixtures/build-root.ts";

/** Build it first: `ensureRoot(mainRoot)`. */
export const mainRoot = "src/endpoint/main.ts";

const patienceMs = 40_000;

export interface CommandEnd {
  readonly code: number | null;
  readonly lines: readonly string[];
}

/**
 * `through`: what starts it instead of this process (small-disk.ts). A server that does start is ended after a while, with code 0. This process goes on
 * meanwhile, and hears what becomes of its own connections.
 */
export function runCommand(dataDir: string, args: readonly string[], through: readonly string[] = []): Promise<CommandEnd> {
  const [program = process.execPath, ...options] = [...through, process.execPath, rootPath(mainRoot), ...args];
  const child = spawn(program, options, {
    env: { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, PORT: "0", HOST: "127.0.0.1", DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: patienceMs,
  });
  const said = [child.stdout, child.stderr].map((stream) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString();
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      const text = said.map((read) => read()).join("");
      resolve({ code, lines: text.trim().split("\n") });
    });
  });
}
