// A disk of a few megabytes that a test can fill, empty and make read-only: a tmpfs in a mount namespace of its own, which nobody else sees and
// which is gone with the process that holds it. Needs Linux, and either root or user namespaces (`unshare -rm`); without both it says so.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "./scene.ts";

export interface SmallDisk {
  /** Where programs started `through` it find the disk. */
  readonly path: string;
  /** The same for this process. */
  readonly folder: string;
  /** Command and options that start a program where the disk is mounted. */
  readonly through: readonly string[];
  /** Takes all space but `leaveBytes`. */
  fill(leaveBytes?: number): void;
  free(): void;
  /** Only while nothing on it is open for writing: Linux refuses it otherwise. */
  setReadOnly(isReadOnly: boolean): void;
  close(): Promise<void>;
}

const blockBytes = 4096;

export async function mountSmallDisk(bytes: number): Promise<SmallDisk> {
  const path = makeFolder("disk");
  const isRoot = process.getuid?.() === 0;
  // The holder: the namespace lives as long as it does, and it as long as its input is open.
  const holder = spawn(
    "unshare",
    [isRoot ? "-m" : "-rm", "sh", "-c", `mount -t tmpfs -o size=${bytes} tmpfs '${path}' && echo mounted && exec cat`],
    {
      stdio: ["pipe", "pipe", "pipe"],
    },
  );
  const ended = once(holder, "exit").catch((error: unknown) => [error]);
  let said = "";
  holder.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const mounted = await Promise.race([once(holder.stdout, "data"), ended.then(() => null)]);
  if (mounted === null)
    throw new Error(`this test needs a disk it can fill: Linux, and root or user namespaces (unshare -rm, mount -t tmpfs): ${said.trim()}`);
  const through = ["nsenter", ...(isRoot ? [] : ["-U", "--preserve-credentials"]), "-m", "-t", String(holder.pid)];
  const folder = `/proc/${holder.pid}/root${path}`;
  const ballast = join(folder, "ballast");
  return {
    path,
    folder,
    through,
    fill(leaveBytes = 0) {
      const file = openSync(ballast, "a");
      try {
        for (;;) writeSync(file, Buffer.alloc(blockBytes, 1));
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
      } finally {
        closeSync(file);
      }
      if (leaveBytes > 0) execFileSync("truncate", ["-s", `-${leaveBytes}`, ballast]);
    },
    free: () => rmSync(ballast, { force: true }),
    setReadOnly: (isReadOnly) => {
      const [program = "", ...options] = through;
      execFileSync(program, [...options, "mount", "-o", `remount,bind,${isReadOnly ? "ro" : "rw"}`, path]);
    },
    async close() {
      holder.stdin.end();
      await ended;
      rmSync(path, { recursive: true, force: true });
    },
  };
}
