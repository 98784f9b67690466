// What a phone stores and downloads to work without a network: the raw size of everything the built service worker precaches.

import { readFile, stat } from "node:fs/promises";
import { clientFolder } from "../browser/support/static-server.ts";
import { type Bench, lineOf } from "./line.ts";

const budget = 900_000;

/** The manifest as the build wrote it into the worker. Throws when there is none: an empty sum would pass for a good one. */
export async function precachedFiles(): Promise<readonly string[]> {
  const worker = await readFile(new URL("service-worker.js", clientFolder), "utf8");
  const entries = worker.matchAll(/\{"?revision"?:(?:"\w+"|null),"?url"?:"([^"]+)"\}/g);
  const files = [...new Set(Array.from(entries, ([, url = ""]) => url))];
  if (!files.includes("index.html")) throw new Error("the worker's precache manifest was not found");
  return files;
}

export const precacheBytes: Bench = {
  names: ["precache-bytes"],
  run: async () => {
    const files = await precachedFiles();
    const sizes = await Promise.all(files.map(async (file) => (await stat(new URL(file, clientFolder))).size));
    const value = sizes.reduce((sum, size) => sum + size, 0);
    return [lineOf({ name: "precache-bytes", value, unit: "bytes", budget, note: `${files.length} files, raw` })];
  },
};
