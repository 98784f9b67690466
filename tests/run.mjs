// What `npm test` runs: the type check, the linter, the tests without and those with a browser, all of them whatever fails before.
// Prints as it goes; the last line is `N passed, N failed`, counted from the reporters (type check and linter count as one each).
// What a browser would be needed for that is not here is named before it, and counts as nothing.

import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findChromium } from "../src/setup.mjs";
import { otherBrowsers } from "./browser/support/installed-browsers.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const script = (...parts) => join(root, "node_modules", ...parts);
const chromium = findChromium();
const env = { ...process.env, ...(chromium === null ? {} : { CHROMIUM_PATH: chromium }) };

/** Resolves with the exit code; a process ended by a signal or never started counts as 1. */
function run(name, args) {
  console.log(`\n== ${name}`);
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit", env });
    child.on("error", (error) => {
      console.error(error.message);
      done(1);
    });
    child.on("exit", (code) => done(code ?? 1));
  });
}

async function runTool(name, args) {
  const code = await run(name, args);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** What vitest's own report says; a file that could not be loaded, or an error outside any test, is a failure too. */
function countReport(path, code) {
  if (!existsSync(path)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(path, "utf8"));
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  const failed = report.numFailedTests + brokenFiles.length;
  return { passed: report.numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed };
}

async function runTests(name, args) {
  const report = join(tmpdir(), `daogang-tests-${process.pid}-${name.replaceAll(" ", "-")}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await run(name, [script("vitest", "vitest.mjs"), "run", ...reporters, ...args]);
  const counted = countReport(report, code);
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
if (missing.length + linuxOnly.length > 0) console.log("");
for (const file of linuxOnly) console.log(`not run: ${file}, which needs Linux`);
for (const { name, file, packages } of missing) console.log(`not run: ${file}, no ${name} on this machine (Debian: ${packages})`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
