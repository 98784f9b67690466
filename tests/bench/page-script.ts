// A page of ours as one text that `page.evaluate` can run: a script there is no module, and has no address of its own.

import { readFile } from "node:fs/promises";
import { buildPage } from "../fixtures/build-root.ts";

export const pageScript = async (entry: string): Promise<string> =>
  (await readFile(await buildPage(entry), "utf8")).replaceAll("import.meta", "({ url: location.href })");
