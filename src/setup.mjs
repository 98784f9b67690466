// Runs before `npm start`, `npm test` and `npm run bench`, on a fresh clone too: installs what the lock file names, builds when
// sources have changed, and with --browser finds (or installs) a Chromium. Imports only `node:` modules: nothing else is there yet.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const at = (...parts) => join(root, ...parts);
const say = (line) => console.log(`setup: ${line}`);
const readText = (path) => (existsSync(path) ? readFileSync(path, "utf8") : "");

function stop(sentence) {
  console.error(`setup: ${sentence}`);
  process.exit(1);
}

/** Never through a shell: paths with blanks and Windows' quoting stay out of it. */
function runNode(script, args) {
  const { status, error } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" });
  if (error) console.error(`setup: ${error.message}`);
  return status === 0;
}

// --- dependencies

const stampPath = at("node_modules", ".daogang-stamp");

function dependencyStamp() {
  const lock = createHash("sha256")
    .update(readFileSync(at("package-lock.json")))
    .digest("hex");
  return `${lock} ${process.version} ${process.platform}-${process.arch}`;
}

/** Whoever ran `npm ci` or `npm install` by hand shall not wait for another: npm notes what it installed. */
function isInstalledAsLocked() {
  const noted = readText(at("node_modules", ".package-lock.json"));
  if (noted === "") return false;
  const installed = JSON.parse(noted).packages;
  const wanted = JSON.parse(readText(at("package-lock.json"))).packages;
  return Object.entries(wanted).every(([path, it]) => path === "" || it.optional || installed[path]?.version === it.version);
}

function npmScript() {
  const beside = dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath ?? "",
    join(beside, "node_modules", "npm", "bin", "npm-cli.js"),
    join(beside, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    join(beside, "..", "share", "nodejs", "npm", "bin", "npm-cli.js"),
  ];
  return candidates.find((path) => path.endsWith("npm-cli.js") && existsSync(path));
}

function installDependencies() {
  const stamp = dependencyStamp();
  const known = readText(stampPath);
  if (known === stamp) return;
  // Native modules belong to one Node on one system.
  const isSameMachine = known === "" || known.split(" ").slice(1).join(" ") === stamp.split(" ").slice(1).join(" ");
  if (isSameMachine && isInstalledAsLocked()) {
    writeFileSync(stampPath, stamp);
    return;
  }
  say("installing dependencies (npm ci)");
  const npm = npmScript();
  if (npm === undefined) stop("npm was not found; run `npm ci --include=dev` and try again.");
  if (!runNode(npm, ["ci", "--include=dev", "--no-audit", "--no-fund"])) stop("npm ci failed; its own words stand above.");
  writeFileSync(stampPath, stamp);
}

// --- build

const sources = ["src", "public", "index.html", "vite.config.ts", "package.json", "package-lock.json", "tsconfig.json"];

function addToHash(hash, path) {
  if (!existsSync(at(path))) return;
  const entries = path.includes(".") ? null : readdirSync(at(path), { withFileTypes: true });
  if (entries === null) {
    hash.update(`${path}\0`).update(readFileSync(at(path)));
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = `${path}/${entry.name}`;
    if (entry.isDirectory()) addToHash(hash, inner);
    else hash.update(`${inner}\0`).update(readFileSync(at(inner)));
  }
}

/** Over contents, not times: a checkout of older sources is a change too, a touched file is none. */
function sourceStamp() {
  const hash = createHash("sha256");
  for (const path of sources) addToHash(hash, path);
  return hash.digest("hex");
}

function buildApp() {
  const stamp = sourceStamp();
  const stampFile = at("dist", "stamp");
  if (readText(stampFile) === stamp && existsSync(at("dist", "server", "main.js")) && existsSync(at("dist", "client", "index.html")))
    return;
  say("building (vite build)");
  rmSync(stampFile, { force: true });
  if (!runNode(at("node_modules", "vite", "bin", "vite.js"), ["build", "--logLevel", "warn"]))
    stop("the build failed; its own words stand above.");
  writeFileSync(stampFile, stamp);
}

// --- browser for the tests

/** The Chromium the tests drive: CHROMIUM_PATH, else where systems keep one; null without any. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? named : null;
  const programs = [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA].filter(Boolean);
  const known = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ...programs.map((folder) => join(folder, "Google", "Chrome", "Application", "chrome.exe")),
    ...programs.map((folder) => join(folder, "Microsoft", "Edge", "Application", "msedge.exe")),
  ];
  return known.find((path) => existsSync(path)) ?? null;
}

function provideChromium() {
  if (findChromium() !== null) return;
  if (process.env.CHROMIUM_PATH) stop(`CHROMIUM_PATH names ${process.env.CHROMIUM_PATH}, which does not exist.`);
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    say("installing Chromium for the browser tests (apt-get)");
    const apt = (...args) => spawnSync("apt-get", args, { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
    apt("-qq", "update");
    apt("-qq", "install", "-y", "--no-install-recommends", "chromium");
    if (findChromium() !== null) return;
  }
  stop("the browser tests need Chromium or Chrome: install one, or name it in CHROMIUM_PATH.");
}

// --- one at a time

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};

/** Two starts at once: the second waits, then finds everything done. The folder outlives `npm ci`, which empties node_modules. */
function withLock(work) {
  const lock = join(tmpdir(), `daogang-setup-${createHash("sha256").update(root).digest("hex").slice(0, 16)}`);
  const owner = join(lock, "pid");
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let turn = 0, ownerless = 0; ; turn += 1) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const pid = Number(readText(owner));
    ownerless = pid === 0 ? ownerless + 1 : 0;
    if (pid === 0 ? ownerless > 10 : !isAlive(pid)) rmSync(lock, { recursive: true, force: true });
    else if (turn === 0) say("another setup is at work here; waiting for it");
    Atomics.wait(pause, 0, 0, 300);
  }
  process.on("exit", () => rmSync(lock, { recursive: true, force: true }));
  writeFileSync(owner, String(process.pid));
  work();
}

function setUp() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) stop(`Node 20.19 or newer is needed; this is ${process.version}.`);
  withLock(() => {
    installDependencies();
    buildApp();
    if (process.argv.includes("--browser")) provideChromium();
  });
}

// By what both really are: through a link, or a drive letter in the other case, their names differ.
if (process.argv[1] && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url))) setUp();
