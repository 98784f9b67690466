// Decides while the app is built who keeps which of its pieces, by following imports and not by names: everyone, the leaders, or nobody
// (online). A piece goes to the widest tier that reaches it, so what is kept is kept whole. The worker is given both lists in one: a leaders'
// entry carries `tier`. dist/pieces.json says what was decided, for tests and benches.

import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

/**
 * The files reached from module `entry` without passing a dynamic import of one of `stops`. `dynamicOf`: what a module may fetch later.
 * Asked of modules, not of pieces: a piece may hold several screens.
 */
export function reachPieces(chunks, entry, dynamicOf, stops) {
  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const byModule = new Map(chunks.flatMap((chunk) => chunk.moduleIds.map((id) => [id, chunk.fileName])));
  const reached = new Set([byModule.get(entry)]);
  for (const file of reached) {
    const { imports, moduleIds } = byFile.get(file);
    for (const next of imports) reached.add(next);
    for (const target of moduleIds.flatMap(dynamicOf)) {
      const next = byModule.get(target);
      if (next !== undefined && !stops.has(target)) reached.add(next);
    }
  }
  return reached;
}

/** A Vite plugin and what vite-plugin-pwa's `manifestTransforms` wants. `lists`: paths below the project's folder. */
export function pieceTiers(lists) {
  const tiers = new Map();
  let isBuilt = false;

  const decide = (bundle, dynamicOf, idOf) => {
    const outputs = Object.values(bundle);
    const chunks = outputs.filter((it) => it.type === "chunk");
    const known = new Set(chunks.flatMap((chunk) => chunk.moduleIds.flatMap(dynamicOf)));
    const idsOf = (paths) =>
      new Set(
        paths.map((path) => {
          const id = idOf(path);
          // Moved or imported as a whole by somebody: the list would silently mean nothing.
          if (!known.has(id)) throw new Error(`piece-lists.mjs: nobody fetches ${path} later`);
          return id;
        }),
      );
    const entry = idOf(lists.entry);
    const online = idsOf(lists.online);
    const forLeaders = reachPieces(chunks, entry, dynamicOf, online);
    const forEveryone = reachPieces(chunks, entry, dynamicOf, new Set([...online, ...idsOf(lists.leaders)]));
    const widen = (file, tier) => {
      const order = ["online", "leaders", "everyone"];
      if (order.indexOf(tier) > order.indexOf(tiers.get(file) ?? "online")) tiers.set(file, tier);
    };
    for (const it of outputs) tiers.set(it.fileName, "online");
    for (const chunk of chunks) {
      const tier = forEveryone.has(chunk.fileName) ? "everyone" : forLeaders.has(chunk.fileName) ? "leaders" : "online";
      widen(chunk.fileName, tier);
      for (const style of chunk.viteMetadata?.importedCss ?? []) widen(style, tier);
    }
    // Workers and pictures: whoever has a piece that names them.
    const others = outputs.filter((it) => it.type === "asset" && !it.fileName.endsWith(".css") && !it.fileName.endsWith(".html"));
    for (const other of others)
      for (const it of outputs)
        if (it !== other && String(it.code ?? it.source).includes(basename(other.fileName))) widen(other.fileName, tiers.get(it.fileName));
  };

  return {
    plugin: {
      name: "piece-tiers",
      applyToEnvironment: (it) => it.name === "client",
      generateBundle: {
        // Styles and workers have their names by then.
        order: "post",
        handler(options, bundle) {
          const root = this.environment.config.root;
          const dynamicOf = (id) => this.getModuleInfo(id)?.dynamicallyImportedIds ?? [];
          decide(bundle, dynamicOf, (path) => join(root, path));
          isBuilt = true;
          const modulesOf = ({ moduleIds = [] }) => moduleIds.map((id) => relative(root, id)).filter((path) => path.startsWith("src/"));
          const pieces = Object.values(bundle).map((it) => ({ file: it.fileName, tier: tiers.get(it.fileName), modules: modulesOf(it) }));
          mkdirSync(dirname(options.dir), { recursive: true });
          writeFileSync(join(dirname(options.dir), "pieces.json"), `${JSON.stringify(pieces, null, 1)}\n`);
        },
      },
    },
    /** The page itself and the public folder are in no bundle: everyone's. */
    transform: (entries) => {
      if (!isBuilt) throw new Error("piece-tiers: the worker was written before the app");
      const tierOf = ({ url }) => (url.endsWith(".html") ? "everyone" : (tiers.get(url) ?? "everyone"));
      return {
        manifest: entries.flatMap((entry) => {
          const tier = tierOf(entry);
          // By address alone is the leaders' cache told what it has.
          if (tier === "leaders" && entry.revision !== null) throw new Error(`piece-tiers: ${entry.url} is not named by its content`);
          return tier === "online" ? [] : [tier === "leaders" ? { ...entry, tier } : entry];
        }),
        warnings: [],
      };
    },
  };
}
