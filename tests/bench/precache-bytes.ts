// What a phone stores and downloads to work without a network: the raw size of everything the built service worker precaches for everyone, and,
// without a budget, of what it fetches on top on a leader's device.

import { readFile, stat } from "node:fs/promises";
import { clientFolder } from "../browser/support/static-server.ts";
import { type Bench, lineOf } from "./line.ts";

const budget = 900_000;

export interface KeptFiles {
  readonly everyone: readonly string[];
  readonly leaders: readonly string[];
}

/** The manifest as the build wrote it into the worker. Throws when there is none: an empty sum would pass for a good one. */
export async function keptFiles(): Promise<KeptFiles> {
  const worker = await readFile(new URL("service-worker.js", clientFolder), "utf8");
  const entries = worker.matchAll(/\{"?revision"?:(?:"\w+"|null),(?:"?tier"?:"(\w+)",)?"?url"?:"([^"]+)"\}/g);
  const found = Array.from(entries, ([, tier, url = ""]) => ({ tier, url }));
  const of = (wanted: string | undefined): readonly string[] => [
    ...new Set(found.flatMap(({ tier, url }) => (tier === wanted ? [url] : []))),
  ];
  const files = { everyone: of(undefined), leaders: of("leaders") };
  if (!files.everyone.includes("index.html") || files.leaders.length === 0) throw new Error("the worker's precache manifest was not found");
  return files;
}

export async function bytesOf(files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(files.map(async (file) => (await stat(new URL(file, clientFolder))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

export const precacheBytes: Bench = {
  names: ["precache-bytes"],
  run: async () => {
    const { everyone, leaders } = await keptFiles();
    const [value, more] = await Promise.all([bytesOf(everyone), bytesOf(leaders)]);
    const note = `${everyone.length} files, raw; a leader's device keeps ${leaders.length} more, ${more} B`;
    return [lineOf({ name: "precache-bytes", value, unit: "bytes", budget, note })];
  },
};
