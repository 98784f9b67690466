// A newer version of the app, made of the built one: every piece of script has another name, and so has every mention of it; the worker and the
// page are of other bytes. What a new build would do to the names, without building.

import { readdir, readFile } from "node:fs/promises";
import { clientFolder } from "./static-server.ts";

const newer = "2.js";

/** What the paths of the newer version answer. The worker, which makes it known, is the last. */
export async function secondBuild(): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(new URL("assets/", clientFolder))).filter((name) => name.endsWith(".js"));
  const known = new Set(names);
  const renamed = (text: string): string => text.replace(/[\w~-]+\.js/g, (name) => (known.has(name) ? name.replace(/\.js$/, newer) : name));
  const read = (path: string): Promise<string> => readFile(new URL(path, clientFolder), "utf8");
  const files = new Map<string, string>();
  for (const name of names) files.set(`/assets/${renamed(name)}`, renamed(await read(`assets/${name}`)));
  // workbox asks for what has no hash in its name by its revision.
  files.set("/index.html?__WB_REVISION__=second", renamed(await read("index.html")));
  const worker = renamed(await read("service-worker.js"));
  files.set("/service-worker.js", worker.replace(/("?revision"?:)"\w+"(,"?url"?:"index\.html")/, '$1"second"$2'));
  return files;
}
