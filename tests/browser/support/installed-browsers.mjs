// Which browsers beside Chromium this machine has, for the tests that tell the core path in them. Plain JavaScript: tests/run.mjs asks
// before anything is compiled. Starts nothing.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const firstOf = (paths) => paths.find((path) => path && existsSync(path)) ?? null;
const foldersIn = (path) => (existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : []);
const onPath = (name) => firstOf((process.env.PATH ?? "").split(":").map((folder) => join(folder || ".", name)));

/** FIREFOX_PATH, else where systems keep one; null without any. */
export function findFirefox() {
  const named = process.env.FIREFOX_PATH;
  if (named) return existsSync(named) ? named : null;
  const programs = [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"]].filter(Boolean);
  return firstOf([
    "/usr/bin/firefox-esr",
    "/usr/bin/firefox",
    "/Applications/Firefox.app/Contents/MacOS/firefox",
    ...programs.map((folder) => join(folder, "Mozilla Firefox", "firefox.exe")),
  ]);
}

/** The driver, the small browser it steers, and a screen nobody sees; null unless all three are there. */
export function findWebkit() {
  const libraries = foldersIn("/usr/lib").flatMap((folder) => [join(folder, "webkit2gtk-4.1"), join(folder, "webkitgtk-6.0")]);
  const driver = onPath("WebKitWebDriver");
  const browser = firstOf([...libraries, "/usr/libexec/webkit2gtk-4.1"].map((folder) => join(folder, "MiniBrowser")));
  const screen = onPath("Xvfb");
  return driver === null || browser === null || screen === null ? null : { driver, browser, screen };
}

/** `file` is told only where `isHere`; what is missing is named by whoever runs the tests. */
export const otherBrowsers = () => [
  { name: "Firefox", file: "tests/browser/core-path-firefox.test.ts", isHere: findFirefox() !== null, packages: "firefox-esr" },
  { name: "WebKitGTK", file: "tests/browser/core-path-webkit.test.ts", isHere: findWebkit() !== null, packages: "webkit2gtk-driver xvfb" },
];
