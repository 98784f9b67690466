// The bursts of bench `scan` as files, a page reads them without any network. Drawing them takes minutes: what the same sources have drawn once is
// kept under node_modules/.cache.

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { makeBurst, type Seeds } from "./scan-frames.ts";
import type { Condition, Kind } from "./scan-parameters.ts";

/** Of one burst; its frames stand one after another in the file at `path`, brightness only. */
export interface Film {
  readonly condition: Condition;
  readonly kind: Kind;
  readonly text: string;
  readonly width: number;
  readonly height: number;
  readonly path: string;
}

const cache = fileURLToPath(new URL("../../node_modules/.cache/daogang/scan/", import.meta.url));
const sources = ["scan-frames.ts", "scan-parameters.ts", "scan-picture.ts"];

async function folderOf(seeds: Seeds): Promise<string> {
  const hash = createHash("sha256");
  for (const name of sources) hash.update(await readFile(new URL(`./${name}`, import.meta.url)));
  const folder = `${cache}${hash.digest("hex").slice(0, 12)}/${seeds}/`;
  await mkdir(folder, { recursive: true });
  return folder;
}

/** `indexes` as makeBurst takes them. */
export async function filmsOf(seeds: Seeds, condition: Condition, indexes: readonly number[]): Promise<readonly Film[]> {
  const folder = await folderOf(seeds);
  const films: Film[] = [];
  for (const i of indexes) {
    const path = `${folder}${condition}-${i}.luma`;
    const about = `${folder}${condition}-${i}.json`;
    if (!existsSync(about)) {
      const { frames, ...rest } = makeBurst(seeds, condition, i);
      await writeFile(path, Buffer.concat(frames));
      await writeFile(`${about}.new`, JSON.stringify(rest));
      await rename(`${about}.new`, about);
    }
    films.push({ ...(JSON.parse(await readFile(about, "utf8")) as Omit<Film, "path">), path });
  }
  return films;
}
