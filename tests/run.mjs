// What `npm test` runs: the type check, the linter, the tests without and those with a browser, all of them whatever fails before.
// Prints as it goes; what failed is said again at the end, for whoever sees only that; the last line is `N passed, N failed`, counted from
// the reporters (type check and linter count as one each).
// What a browser would be needed for that is not here is named before it, and counts as nothing.

import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findChromium } from "../src/setup.mjs";
import { otherBrowsers } from "./browser/support/installed-browsers.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const script = (...parts) => join(root, "node_modules", ...parts);
const chromium = findChromium();
const env = {
  ...process.env,
  ...(chromium === null ? {} : { CHROMIUM_PATH: chromium }),
  ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}),
};

/** So much of the end of an output tells why a tool stopped, or what went wrong outside any test. */
const mostTail = 4000;

/** Resolves with the exit code and the end of what was printed; a process ended by a signal or never started counts as 1. */
function run(name, args) {
  console.log(`\n== ${name}`);
  return new Promise((done) => {
    let tail = "";
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["inherit", "pipe", "pipe"], env });
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ])
      from.setEncoding("utf8").on("data", (text) => {
        to.write(text);
        tail = (tail + text).slice(-mostTail);
      });
    child.on("error", (error) => {
      console.error(error.message);
      done({ code: 1, tail: error.message });
    });
    child.on("close", (code) => done({ code: code ?? 1, tail }));
  });
}

async function runTool(name, args) {
  const { code, tail } = await run(name, args);
  return code === 0 ? { passed: 1, failed: 0, said: [] } : { passed: 0, failed: 1, said: [`${name}:\n${tail}`] };
}

const firstLines = (text) => text.split("\n").slice(0, 12).join("\n");

/** What vitest's own report says; a file that could not be loaded, or an error outside any test, is a failure too. */
function countReport(name, path, { code, tail }) {
  if (!existsSync(path)) return { passed: 0, failed: 1, said: [`${name}:\n${tail}`] };
  const report = JSON.parse(readFileSync(path, "utf8"));
  const said = report.testResults
    .filter((file) => file.status === "failed")
    .flatMap((file) => {
      const failed = file.assertionResults.filter((test) => test.status === "failed");
      const where = relative(root, file.name);
      return failed.length === 0
        ? [`${where}: ${firstLines(file.message)}`]
        : failed.map((test) => `${where}: ${test.fullName}\n${test.failureMessages.map(firstLines).join("\n")}`);
    });
  if (code !== 0 && said.length === 0) said.push(`${name}, outside any test:\n${tail}`);
  return { passed: report.numPassedTests, failed: said.length, said };
}

async function runTests(name, args) {
  const report = join(tmpdir(), `daogang-tests-${process.pid}-${name.replaceAll(" ", "-")}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const ended = await run(name, [script("vitest", "vitest.mjs"), "run", ...reporters, ...args]);
  const counted = countReport(name, report, ended);
  rmSync(report, { force: true });
  return counted;
}

const missing = otherBrowsers().filter(({ isHere }) => !isHere);
const browserTests = ["--config", join("tests", "browser", "vitest.config.ts"), ...missing.flatMap(({ file }) => ["--exclude", file])];

/** What takes space, bytes or writes from a process: by means that only Linux has. */
const linuxOnly =
  process.platform === "linux"
    ? []
    : ["killed", "disk-full", "photo", "restored"].map((name) => join("tests", "faults", `${name}.test.ts`));
const results = [
  await runTool("types", [script("typescript", "bin", "tsc"), "-b"]),
  await runTool("lint", [script("@biomejs", "biome", "bin", "biome"), "check"]),
  await runTests(
    "tests",
    linuxOnly.flatMap((file) => ["--exclude", file]),
  ),
  await runTests("browser tests", browserTests),
];
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const passed = sum("passed");
const failed = sum("failed");
for (const text of results.flatMap(({ said }) => said)) console.log(`\nfailed: ${text}`);
if (missing.length + linuxOnly.length > 0) console.log("");
for (const file of linuxOnly) console.log(`not run: ${file}, which needs Linux`);
for (const { name, file, packages } of missing) console.log(`not run: ${file}, no ${name} on this machine (Debian: ${packages})`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
