// The built app must run in the oldest browsers we promise (Chrome 80, Safari 15.4, Firefox 115), which nobody has on their desk. The
// build lowers syntax; what it cannot lower, functions and CSS these browsers lack, is searched for in what we ship.

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { clientFolder } from "./support/static-server.ts";

const shipped = (ending: string) =>
  readdirSync(clientFolder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => ({ name, text: readFileSync(new URL(name.replaceAll("\\", "/"), clientFolder), "utf8") }));

/** First in Chrome after 80, or in Safari after 15.4: calling one is a TypeError there, an unknown pattern stops the whole script. */
const tooNew = [
  /\.at\(-?\w+\)/,
  /\.replaceAll\(/,
  /\.replaceChildren\(/,
  /\.findLast(Index)?\(/,
  /\.to(Sorted|Reversed|Spliced)\(/,
  /\.requestSubmit\(/,
  /\bObject\.(hasOwn|groupBy)\b/,
  /\bArray\.fromAsync\b/,
  /\bPromise\.(any|withResolvers)\b/,
  /\bAbortSignal\.(any|timeout)\b/,
  /\brandomUUID\b/,
  /\bstructuredClone\(/,
  /\(\?<[=!]/,
  /\bfor await\b/,
  /\?\?=|\|\|=|&&=|\bstatic\s*\{/,
];
/** Older browsers drop the whole rule, or the whole block. */
const tooNewStyles = [/:has\(/, /:is\(/, /:where\(/, /@layer\b/, /@container\b/, /color-mix\(/, /\binset:/, /\baspect-ratio:/];

const findIn = (files: readonly { readonly name: string; readonly text: string }[], patterns: readonly RegExp[]) =>
  files.flatMap(({ name, text }) => patterns.flatMap((pattern) => (pattern.test(text) ? [`${name}: ${pattern.exec(text)?.[0]}`] : [])));

describe("the browser floor", () => {
  it("no script calls what Chrome 80 or Safari 15.4 lacks", () => {
    const scripts = shipped(".js");
    expect(scripts.length).toBeGreaterThan(3);
    expect(findIn(scripts, tooNew)).toEqual([]);
    expect(findIn([{ name: "a.js", text: "const last = list.at(-1) ?? (x ||= Object.hasOwn(a, b));" }], tooNew)).toHaveLength(3);
  });

  it("what speaks to browsers below the floor is ES5, or they could not read it", () => {
    const newer = /=>|`|\b(const|let|class|async|await)\b|\?\.|\?\?|\.\.\./;
    const code = readFileSync(new URL("first.js", clientFolder), "utf8").replace(/^\s*\/\/.*$/gm, "");
    expect(code).toContain("too-old");
    expect(newer.exec(code)).toBeNull();
    expect(newer.test("setTimeout(() => {}, 0);")).toBe(true);
  });

  it("no style rests on what they lack", () => {
    expect(findIn(shipped(".css"), tooNewStyles)).toEqual([]);
    expect(findIn([{ name: "a.css", text: "p:has(a){inset:0}" }], tooNewStyles)).toHaveLength(2);
  });
});
