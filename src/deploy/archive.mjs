// `npm run archive [-- --platform linux-x64 --out FOLDER]`: one .tar.gz with all that a machine without npm and without a network needs to run 到岗: the
// built app and endpoint, the one native module, start scripts, what starts it at boot. Runs after setup.mjs; only `node:` modules.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { packTar } from "./tar.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");
const at = (...parts) => join(root, ...parts);
const readJson = (...parts) => JSON.parse(readFileSync(at(...parts), "utf8"));

function stop(sentence) {
  console.error(`archive: ${sentence}`);
  process.exit(2);
}

function readArguments(args) {
  const asked = { platform: `${process.platform}-${process.arch}`, out: at("dist") };
  for (let i = 0; i < args.length; i += 2) {
    const value = args[i + 1];
    if (args[i] === "--platform" && /^[a-z0-9]+-[a-z0-9]+$/.test(value ?? "")) asked.platform = value;
    else if (args[i] === "--out" && value) asked.out = resolve(value);
    else stop(`不认识的参数: the options are --platform <system>-<processor>, such as ${asked.platform}, and --out <folder>.`);
  }
  return asked;
}

/** libsql's binaries for that system: two for Linux, which has two C libraries. */
function binariesFor(platform) {
  const found = readdirSync(at("node_modules", "@libsql")).filter((name) => name === platform || name.startsWith(`${platform}-`));
  if (found.length === 0)
    stop(
      `没有 ${platform} 的程序文件: node_modules holds no libsql binary for ${platform}; make the archive on such a machine, or put its package @libsql/${platform}… there first.`,
    );
  return found.map((name) => `@libsql/${name}`);
}

/** Whatever the bundle left outside, with everything it needs in turn. */
function nativePackages(platform) {
  const wanted = ["libsql", ...binariesFor(platform)];
  for (const name of wanted)
    for (const next of Object.keys(readJson("node_modules", name, "package.json").dependencies ?? {}))
      if (!wanted.includes(next)) wanted.push(next);
  return wanted;
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}

/** Only what runs without npm's help: no setup, no tests. */
function trimmedPackage() {
  const { name, version, description, license, type, engines, scripts } = readJson("package.json");
  const kept = Object.entries(scripts).filter(([, command]) => command.startsWith("node dist/"));
  return { name, version, private: true, description, license, type, engines, scripts: Object.fromEntries(kept) };
}

/** The sections of the README that whoever unpacks the archive needs. */
function excerpt() {
  const sections = readFileSync(at("README.md"), "utf8").split(/^(?=## )/m);
  const wanted = sections.filter((section) => /^## (Install|Settings|Back up|Put it on a phone|中文)/.test(section));
  return `# 到岗 (daogang)\n\nUnpacked from an archive: nothing to build, nothing to install but Node.js. Start with \`./start.sh\` or \`start.cmd\`.\n\n${wanted.join("")}`;
}

/** The licences of everything that is bundled or packed ask to go with it. */
function licences(packages) {
  const names = [...new Set([...Object.keys(readJson("package.json").dependencies), ...packages])].sort();
  return names
    .flatMap((name) => {
      if (!existsSync(at("node_modules", name))) return [];
      const file = readdirSync(at("node_modules", name)).find((it) => /^licen[cs]e/i.test(it));
      const { version, license } = readJson("node_modules", name, "package.json");
      const text = file === undefined ? "" : `\n${readFileSync(at("node_modules", name, file), "utf8").trim()}\n`;
      return [`== ${name} ${version} (${license})\n${text}`];
    })
    .join("\n");
}

const bootFiles = [
  "daogang.service",
  "daogang-backup.service",
  "daogang-backup.timer",
  "daogang.plist",
  "windows-task.ps1",
  "Caddyfile",
  "daogang.env",
];

function collect(platform) {
  const pack = trimmedPackage();
  const top = `${pack.name}-${pack.version}-${platform}`;
  const files = new Map();
  const put = (path, bytes, mode = 0o644) => files.set(`${top}/${path}`, { bytes: Buffer.from(bytes), mode });
  const putFolder = (folder, to = folder) => {
    for (const path of filesBelow(at(folder))) put(`${to}/${relative(at(folder), path).replaceAll("\\", "/")}`, readFileSync(path));
  };
  const packages = nativePackages(platform);
  putFolder("dist/client");
  putFolder("dist/server");
  for (const name of packages) putFolder(`node_modules/${name}`);
  put("package.json", `${JSON.stringify(pack, null, 2)}\n`);
  put("README.md", excerpt());
  put("LICENSE", readFileSync(at("LICENSE")));
  put("LICENSES.txt", licences(packages));
  put("start.sh", readFileSync(at("src", "deploy", "start.sh")), 0o755);
  put("start.cmd", readFileSync(at("src", "deploy", "start.cmd"), "utf8").replace(/\r?\n/g, "\r\n"));
  for (const name of bootFiles) put(`deploy/${name}`, readFileSync(at("src", "deploy", name)));
  return { top, files };
}

const { platform, out } = readArguments(process.argv.slice(2));
if (!existsSync(at("dist", "server", "main.js"))) stop("还没有构建: nothing is built; run it as `npm run archive`.");
const { top, files } = collect(platform);
const target = join(out, `${top}.tar.gz`);
mkdirSync(out, { recursive: true });
const packed = packTar(files);
writeFileSync(target, packed);
const size = (packed.length / 1_000_000).toFixed(1);
console.log(`archive: ${target} (${size} MB, for ${platform} only: its native module is that system's)`);
