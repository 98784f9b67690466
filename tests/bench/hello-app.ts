// Builds the least app with the bundler and for the browsers of the real one: page, then a worker that precaches what came of it.

import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import preact from "@preact/preset-vite";
import { build } from "vite";

const target = ["chrome80", "safari15.4", "firefox115"];
const root = fileURLToPath(new URL("./hello/", import.meta.url));
const shared = { root, configFile: false, logLevel: "warn", publicDir: false } as const;

async function manifestOf(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const entries = files.map(async (file) => ({
    url: relative(folder, file).replaceAll("\\", "/"),
    revision: createHash("sha256")
      .update(await readFile(file))
      .digest("hex"),
  }));
  return JSON.stringify(await Promise.all(entries));
}

/** The folder it was built into, as a URL ending in a slash. */
export async function buildHello(outDir: string): Promise<URL> {
  await build({
    ...shared,
    plugins: [preact({ reactAliasesEnabled: false })],
    build: { outDir, emptyOutDir: false, target, modulePreload: { polyfill: false } },
  });
  await build({
    ...shared,
    mode: "production",
    define: { "self.__WB_MANIFEST": await manifestOf(outDir), "process.env.NODE_ENV": '"production"' },
    build: {
      outDir,
      emptyOutDir: false,
      target,
      rolldownOptions: {
        input: join(root, "service-worker.ts"),
        output: { entryFileNames: "service-worker.js", format: "iife", codeSplitting: false },
      },
    },
  });
  return pathToFileURL(`${outDir}/`);
}
