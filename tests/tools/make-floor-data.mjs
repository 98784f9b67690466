// Writes tests/fixtures/floor-data.json: everything browsers offer that one of our floor (Chrome 80, Safari 15.4, Firefox 115) lacks,
// with the version that brought it. From @mdn/browser-compat-data (CC0), 20 MB that nobody has to install for it: by hand, and rarely,
//   npm install --prefix SOMEWHERE @mdn/browser-compat-data && node tests/tools/make-floor-data.mjs SOMEWHERE

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const floor = { chrome: 80, safari: 15.4, safari_ios: 15.4, firefox: 115 };
const names = { chrome: "Chrome", safari: "Safari", safari_ios: "iPhone", firefox: "Firefox" };

const folder = process.argv[2];
if (folder === undefined) throw new Error("where is @mdn/browser-compat-data installed?");
const compat = JSON.parse(readFileSync(join(folder, "node_modules", "@mdn", "browser-compat-data", "data.json"), "utf8"));

/** The first version that has it without a flag, a prefix or another name; Infinity for none. */
function versionOf(support) {
  const plain = [support ?? []].flat().filter((it) => !it.flags && !it.prefix && !it.alternative_name);
  const versions = plain.map(({ version_added: added }) =>
    typeof added === "string" && /\d/.test(added) ? Number.parseFloat(added.replace("≤", "")) : Number.POSITIVE_INFINITY,
  );
  return Math.min(...versions, Number.POSITIVE_INFINITY);
}

/** "Chrome 92, Safari 16": what of the floor lacks it, and until when; null when all have it or nothing is known. An iPhone's is named
 * where it differs. */
function lackOf(node) {
  const support = node.__compat?.support;
  if (support === undefined) return null;
  const late = Object.keys(floor).flatMap((browser) => {
    if (browser === "safari_ios" && versionOf(support[browser]) === versionOf(support.safari)) return [];
    const version = versionOf(support[browser]);
    return version > floor[browser] ? [`${names[browser]} ${version === Number.POSITIVE_INFINITY ? "never" : version}`] : [];
  });
  return late.length === 0 ? null : late.join(", ");
}

const children = (node) => Object.entries(node ?? {}).filter(([name]) => name !== "__compat" && name !== "__meta");
const sorted = (record) => Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
const lacking = (node, nameOf = (name) => name) =>
  sorted(Object.fromEntries(children(node).flatMap(([name, it]) => (lackOf(it) === null ? [] : [[nameOf(name), lackOf(it)]]))));

// --- scripts: interfaces and functions by name, members by owner, and members by name alone where only newcomers have them

/** Whose members are told by name alone: what every app touches. Of exotic owners a name would say nothing (`states`, `where`, `use`). */
const everyday =
  /^(Array|ArrayBuffer|BigInt|Date|Function|Intl|Map|Number|Object|Promise|RegExp|Set|String|TypedArray|Abort\w+|Blob|CacheStorage|Cache|Client|Clients|Crypto|SubtleCrypto|Document|DocumentFragment|DOMRect|DOMTokenList|Element|Event|EventTarget|ExtendableEvent|File|FileList|FormData|Geolocation\w*|HTML\w+|Headers|History|IDB\w+|Image\w+|IntersectionObserver\w*|KeyboardEvent|Location|Media(Devices|Stream|StreamTrack|QueryList)|MessageEvent|MouseEvent|MutationObserver|Navigator|Node|NodeList|Notification|Performance|PointerEvent|Promise\w*|Range|ReadableStream\w*|Request|ResizeObserver\w*|Response|Screen|Selection|ServiceWorker\w*|Storage\w*|Stream\w*|SVG\w*Element|Text\w*|TextDecoder|TextEncoder|TouchEvent|TransformStream|URL\w*|ValidityState|Window|WindowClient|Worker\w*|XMLHttpRequest)$/;

const globals = {};
const paths = {};
// Without a prototype: there are members called `constructor` and `toString`.
const byName = Object.create(null);
for (const [owner, node] of [...children(compat.api), ...children(compat.javascript.builtins)]) {
  const lack = lackOf(node);
  if (lack !== null) globals[owner] = lack;
  for (const [key, member] of children(node)) {
    if (member.__compat === undefined || !/^[a-z]\w+$/.test(key) || /_event$|^secure_context|_support$/.test(key)) continue;
    const name = key.replace(/_static$/, "");
    const late = lackOf(member);
    if (late !== null && lack === null) paths[`${owner}.${name}`] = late;
    byName[name] = [...(byName[name] ?? []), { lack: late ?? lack, isEveryday: everyday.test(owner) && lack === null }];
  }
}
const members = Object.fromEntries(
  Object.entries(byName).flatMap(([name, owners]) => {
    const known = owners.find(({ isEveryday }) => isEveryday);
    return known === undefined || owners.some(({ lack }) => lack === null) ? [] : [[name, known.lack]];
  }),
);
/** Objects every script has without making them. */
const instances = {
  navigator: "Navigator",
  document: "Document",
  location: "Location",
  history: "History",
  screen: "Screen",
  crypto: "Crypto",
  performance: "Performance",
  caches: "CacheStorage",
  indexedDB: "IDBFactory",
  localStorage: "Storage",
};
const ownerPaths = Object.entries(paths);
for (const [object, owner] of Object.entries(instances))
  for (const [path, lack] of ownerPaths) if (path.startsWith(`${owner}.`)) paths[path.replace(owner, object)] = lack;
for (const [path, lack] of ownerPaths) if (path.startsWith("Window.")) globals[path.slice(7)] = lack;

// --- styles: what only an iPhone goes without (cursors, corners to drag) is no loss there

delete floor.safari_ios;
const values = {};
for (const [property, node] of children(compat.css.properties)) {
  const late = Object.entries(lacking(node)).filter(([name]) => /^[a-z][a-z-]*$/.test(name));
  if (lackOf(node) === null && late.length > 0) values[property] = Object.fromEntries(late);
}
const functions = {};
const gather = (node) => {
  for (const [name, it] of children(node)) {
    const isFunction = it.__compat?.description?.includes(`${name}()`) || it.__compat?.mdn_url?.endsWith(`/${name}`);
    if (isFunction && lackOf(it) !== null && /^[a-z][a-z-]+$/.test(name)) functions[name] = lackOf(it);
    gather(it);
  }
};
gather(compat.css.types);
const unitLack = lackOf(compat.css.types.length.viewport_percentage_units_dynamic);
const units = Object.fromEntries(
  ["d", "s", "l"].flatMap((kind) => ["vh", "vw", "vi", "vb", "vmin", "vmax"].map((it) => [kind + it, unitLack])),
);
for (const [unit, lack] of Object.entries(lacking(compat.css.types.length))) if (/^[a-z]{2,5}$/.test(unit)) units[unit] = lack;
for (const unit of ["cqw", "cqh", "cqi", "cqb", "cqmin", "cqmax"])
  units[unit] = lackOf(compat.css.types.length.container_query_length_units) ?? unitLack;

// --- markup

const attributes = { ...lacking(compat.html.global_attributes) };
for (const [, node] of children(compat.html.elements))
  for (const [name, lack] of Object.entries(lacking(node))) {
    const everywhere = children(compat.html.elements).every(([, it]) => it[name] === undefined || lackOf(it[name]) !== null);
    if (everywhere && compat.html.global_attributes[name] === undefined && /^[a-z]+$/.test(name)) attributes[name] = lack;
  }

const data = {
  source: `@mdn/browser-compat-data ${compat.__meta.version}`,
  floor: "Chrome 80, Safari 15.4, Firefox 115",
  scripts: { globals: sorted(globals), paths: sorted(paths), members: sorted(members) },
  styles: {
    properties: lacking(compat.css.properties),
    values: sorted(values),
    functions: sorted(functions),
    units: sorted(units),
    selectors: lacking(compat.css.selectors),
    atRules: lacking(compat.css["at-rules"]),
    media: lacking(compat.css["at-rules"].media),
    flexGap: lackOf(compat.css.properties.gap.flex_context),
    nesting: lackOf(compat.css.selectors.nesting),
  },
  markup: { elements: lacking(compat.html.elements), attributes: sorted(attributes) },
};
writeFileSync(fileURLToPath(new URL("../fixtures/floor-data.json", import.meta.url)), `${JSON.stringify(data)}\n`);
