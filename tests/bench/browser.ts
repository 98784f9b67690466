// A browser process with a profile folder of its own, which outlives the process: closed and opened again it is a new browser on
// the same phone. Optionally under strace, which sees what reaches the disk.

import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { browserFlags, browserPath, viewports } from "../browser/support/launch-browser.ts";

export interface Profile {
  /** A new process on this profile; `flushLog` is where strace then writes every flush. */
  open(options?: {
    readonly flushLog?: string;
    readonly serviceWorkers?: "allow" | "block";
    readonly hasTouch?: boolean;
  }): Promise<BrowserContext>;
}

/** A shell script in front of the browser: Playwright starts it, and the pipes it talks through are passed on. */
async function underStrace(folder: string, log: string): Promise<string> {
  const script = join(folder, "traced-browser");
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  const strace = `exec strace -f -y -ttt -e trace=fsync,fdatasync -o ${quoted(log)} ${quoted(await browserPath())} "$@"`;
  await writeFile(script, `#!/bin/sh\n${strace}\n`);
  await chmod(script, 0o755);
  return script;
}

/** Runs the work with a temporary folder, removed afterwards whatever happens. */
export async function withFolder<V>(work: (folder: string) => Promise<V>): Promise<V> {
  const folder = await mkdtemp(join(tmpdir(), "daogang-bench-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export const profileIn = (folder: string, name: string): Profile => ({
  open: async ({ flushLog, serviceWorkers = "allow", hasTouch = false } = {}) =>
    chromium.launchPersistentContext(join(folder, name), {
      executablePath: flushLog === undefined ? await browserPath() : await underStrace(folder, flushLog),
      headless: true,
      args: browserFlags(),
      viewport: viewports.phone,
      locale: "zh-CN",
      timezoneId: "Asia/Shanghai",
      serviceWorkers,
      hasTouch,
    }),
});

/** The page a new browser opens with. */
export const firstPage = async (context: BrowserContext): Promise<Page> => context.pages()[0] ?? (await context.newPage());
