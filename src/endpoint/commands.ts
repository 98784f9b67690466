// The commands beside the server, by name: `daogang backup DIR` and its like. Each is one file; a command says lines and ends with a code,
// or with one sentence about its wrong use.

import { resolve } from "node:path";
import { backupCommand } from "./command-backup.ts";
import { exportCommand } from "./command-export.ts";
import { restoreCommand } from "./command-restore.ts";
import { verifyCommand } from "./command-verify.ts";
import type { Clock, Random } from "./ports.ts";
import { storeProblem } from "./refused-write.ts";

export interface CommandPorts {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Lines for the operator. */
  readonly say: (line: string) => void;
}

export interface Ended {
  readonly code: 0 | 1 | 2;
  readonly problem?: string;
}

/** `args`: what follows the command's name. */
export type Command = (ports: CommandPorts, args: readonly string[]) => Promise<Ended>;

const commands: { readonly [name: string]: Command } = {
  backup: backupCommand,
  export: exportCommand,
  restore: restoreCommand,
  verify: verifyCommand,
};

/** Null when the arguments name no command, and the server is meant. */
export function commandOf(
  env: Readonly<Record<string, string | undefined>>,
  [name = "", ...args]: readonly string[],
): ((ports: Omit<CommandPorts, "dataDir">) => Promise<Ended>) | null {
  if (name === "" || name.startsWith("-")) return null;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined)
    return async () => ({ code: 2, problem: `不认识的命令 ${name}: the commands are ${Object.keys(commands).join(", ")}.` });
  const dataDir = resolve(env.DATA_DIR || "data");
  return async (ports) => {
    try {
      return await command({ ...ports, dataDir }, args);
    } catch (error) {
      const problem = storeProblem(error, dataDir);
      if (problem === null) throw error;
      return { code: 2, problem };
    }
  };
}
