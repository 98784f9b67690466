// The built app must run in the oldest browsers we promise (Chrome 80, Safari 15.4, Firefox 115), which nobody has on their desk. What we
// ship is read as they would read it: syntax by a parser held to ES2020, functions, CSS and markup against the table of who has what.

import { readdirSync, readFileSync } from "node:fs";
import { parse } from "acorn";
import { describe, expect, it } from "vitest";
import { type Break, findScriptBreaks, ownFields } from "../fixtures/floor-scripts.ts";
import { findMarkupBreaks, findStyleBreaks } from "../fixtures/floor-styles.ts";
import { clientFolder } from "./support/static-server.ts";

const shipped = (ending: string) =>
  readdirSync(clientFolder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(ending))
    // Names carry a hash of their contents: `assets/first-5T2S04Ke.js` is `assets/first.js` for whoever reads this.
    .map((name) => ({ file: name.replace(/-[\w-]{8}(?=\.\w+$)/, ""), text: readFileSync(new URL(name, clientFolder), "utf8") }));

/** Newer than the floor, and yet no break. Each says why; one that nothing needs any more fails too. */
const allowed: readonly {
  readonly what: string;
  readonly file?: string;
  readonly near?: RegExp;
  readonly why: string;
}[] = [
  { what: "CompressionStream", why: "asked for with typeof; without it a bundle travels uncompressed" },
  {
    what: "DecompressionStream",
    file: "assets/sequence-bytes.js",
    why: "asked for with in; without it a file is asked for instead of codes",
  },
  {
    what: "DecompressionStream",
    file: "assets/tablet.js",
    why: "asked for with typeof; without it the tablet that takes over says that its browser is too old",
  },
  { what: ".requestVideoFrameCallback", file: "assets/camera-scan.js", why: "asked for with in; without it a timer looks again" },
  { what: "OffscreenCanvas", file: "assets/camera-scan.js", why: "asked for with typeof; without it the page draws the picture itself" },
  { what: "OffscreenCanvas", file: "assets/qr-worker.js", why: "only where the page found that workers have it" },
  { what: "OffscreenCanvas", file: "assets/zxing-worker.js", why: "only where the page found that workers have it" },
  { what: "Symbol.dispose", file: "assets/zxing-worker.js", why: "zxing-wasm asks whether it is there" },
  { what: "BarcodeDetector", why: "html5-qrcode looks for it in window first; we bring a decoder of our own" },
  { what: "Error.captureStackTrace", why: "html5-qrcode asks whether it is there" },
  { what: "setImmediate", why: "Dexie asks whether it is there (Node has it)" },
  { what: ".setImmediate", why: "Dexie asks whether it is there (Node has it)" },
  { what: ".withResolvers", why: "Dexie asks whether Promise has it" },
  { what: "AggregateError", why: "in Dexie's Promise.any, which nobody calls" },
  { what: "WeakRef", why: "Dexie asks with typeof and keeps plain references otherwise" },
  { what: "FinalizationRegistry", why: "Dexie asks for WeakRef first, which is of the same age" },
  { what: ".databases", why: "Dexie asks whether it is a function" },
  { what: "indexedDB.databases", why: "Dexie asks whether it is there" },
  { what: "navigator.userAgentData", why: "Dexie asks whether it is there" },
  { what: ".moveBefore", why: "preact asks whether it is there" },
  { what: ".vibrate", why: "called with ?.: iPhones have no buzz" },
  { what: ".estimate", why: "called with ?.: how full the storage is then remains unknown" },
  { what: "Notification", file: "assets/reminder.js", why: "asked for with in; without it the line on the page and a sound remind" },
  { what: ".showNotification", file: "assets/reminder.js", why: "called only where Notification is there and was granted" },
  {
    what: "performance.memory",
    file: "assets/private-mode.js",
    why: "asked for with ?.: only older Chromes give a private window away by it",
  },
  { what: ".bytes", why: "of our own Random port, no Response" },
  { what: ".resize", file: "assets/qr-worker.js", why: "a function of qr's own that makes a picture smaller, no ArrayBuffer's" },
  { what: ".resize", file: "assets/zxing-worker.js", why: "the same of qr, which looks once more where zxing found nothing" },
  { what: ".at", file: "assets/joins.js", why: "a sentence of ours that says when" },
  { what: "TouchEvent", file: "assets/map.js", why: "leaflet asks whether it is there" },
  { what: "mix-blend-mode: plus-lighter", file: "assets/map.css", why: "leaflet's fading tiles; older ones fade a little darker" },
  { what: "@page", why: "Safari until 18.2 prints with the margins of its own dialogue" },
  { what: ":-webkit-search-cancel-button", why: "takes away a cross that Firefox does not draw" },
  { what: "accent-color", why: "a bar of progress is then of the browser's own colour" },
  { what: ":-webkit-progress-bar", why: "each engine reads the rule with its own name" },
  { what: ":-webkit-progress-value", why: "each engine reads the rule with its own name" },
  { what: ":-moz-progress-bar", why: "each engine reads the rule with its own name" },
  { what: "color-scheme", why: "only the browser's own scrollbars and fields stay light" },
  { what: "text-size-adjust", why: "a phone that has it keeps to our sizes; the others never change them" },
  {
    what: ":focus-visible",
    near: /^:focus:not\(:focus-visible\)$/,
    why: "only ever takes away: a browser that drops the rule keeps the ring of :focus",
  },
];

const fits = (it: (typeof allowed)[number], { what, file, near }: Break): boolean =>
  it.what === what && (it.file ?? file) === file && (it.near ?? /^/).test(near);
const tell = (breaks: readonly Break[]): readonly string[] => [
  ...new Set(
    breaks
      .filter((it) => !allowed.some((one) => fits(one, it)))
      .map(({ file, what, since, near }) => `${file}: ${what} (${since}) … ${near}`),
  ),
];

const scripts = shipped(".js").map((it) => ({ ...it, isClassic: !it.file.startsWith("assets/") }));
const own = ownFields(scripts.map(({ text }) => text));
const inScripts = scripts.flatMap((script) => findScriptBreaks(script, own));
const inStyles = shipped(".css").flatMap(({ file, text }) => findStyleBreaks(file, text));
const inMarkup = shipped(".html").flatMap(({ file, text }) => findMarkupBreaks(file, text));

describe("the browser floor", () => {
  it("no script is written in, or calls, what Chrome 80, Safari 15.4 or Firefox 115 lack", () => {
    expect(scripts.length).toBeGreaterThan(3);
    expect(tell(inScripts)).toEqual([]);
  });

  it("no style rests on what they lack", () => {
    expect(shipped(".css").length).toBeGreaterThan(3);
    expect(tell(inStyles)).toEqual([]);
  });

  it("the page is made of what they know", () => {
    expect(shipped(".html").map(({ file }) => file)).toContain("index.html");
    expect(tell(inMarkup)).toEqual([]);
  });

  it("every allowance is still needed", () => {
    const found = [...inScripts, ...inStyles, ...inMarkup];
    expect(allowed.filter((one) => !found.some((it) => fits(one, it)))).toEqual([]);
  });

  it("what speaks to browsers below the floor is ES5, or they could not read it", () => {
    const text = readFileSync(new URL("first.js", clientFolder), "utf8");
    expect(text).toContain("too-old");
    expect(() => parse(text, { ecmaVersion: 5 })).not.toThrow();
    expect(() => parse("setTimeout(() => {}, 0);", { ecmaVersion: 5 })).toThrow();
  });
});

describe("the table", () => {
  const inScript = (text: string): readonly string[] => findScriptBreaks({ file: "a.js", text }).map(({ what }) => what);
  const inStyle = (text: string): readonly string[] => findStyleBreaks("a.css", text).map(({ what }) => what);

  it.each([
    "a ??= b",
    "class A { b = 1 }",
    "class A { #b() {} }",
    "class A { static { b(); } }",
    "await a();",
    "const a = 1_000;",
    "/a/v",
    "import a from './a.json' with { type: 'json' };",
  ])("no browser of the floor reads: %s", (text) => expect(inScript(text)).toEqual(["syntax"]));

  it("older syntax is read", () => {
    expect(inScript("const f = async (a) => ({ ...a?.b ?? 1n }); import('./c.js'); export const u = import.meta.url;")).toEqual([]);
  });

  it.each([
    ["a.at(-1)", ".at"],
    ["'a'.replaceAll('b', c)", ".replaceAll"],
    ["a.findLast(b)", ".findLast"],
    ["a.toSorted()", ".toSorted"],
    ["a.replaceChildren()", ".replaceChildren"],
    ["form.requestSubmit()", ".requestSubmit"],
    ["structuredClone(a)", "structuredClone"],
    ["window.structuredClone(a)", "structuredClone"],
    ["Object.hasOwn(a, b)", "Object.hasOwn"],
    ["Promise.any(a)", "Promise.any"],
    ["Array.fromAsync(a)", "Array.fromAsync"],
    ["AbortSignal.timeout(1)", "AbortSignal.timeout"],
    ["crypto.randomUUID()", "crypto.randomUUID"],
    ["navigator.wakeLock.request(a)", "navigator.wakeLock"],
    ["new CompressionStream('gzip')", "CompressionStream"],
    ["a.search(/(?<=b)c/)", "lookbehind"],
    ["new RegExp('(?<!b)c')", "lookbehind"],
    ["h('div', { inert: true })", "attribute inert"],
  ])("is found in a script: %s", (text, what) => expect(inScript(text)).toContain(what));

  it("a name of one's own is no global, nor is a question whether something exists", () => {
    expect(inScript("function structuredClone() {} structuredClone();")).toEqual([]);
    expect(inScript("typeof CompressionStream === 'undefined'")).toEqual([]);
  });

  it.each([
    ["a:has(b) { color: red }", ":has"],
    ["a:is(b, c) { color: red }", ":is"],
    ["a { inset: 0 }", "inset"],
    ["a { aspect-ratio: 1 }", "aspect-ratio"],
    ["a { accent-color: red }", "accent-color"],
    ["a { height: 100dvh }", "dvh"],
    ["a { color: color-mix(in srgb, red, blue) }", "color-mix()"],
    ["a { overflow: clip }", "overflow: clip"],
    ["a { display: flex; gap: 8px }", "gap without grid"],
    ["a { b { color: red } }", "nesting"],
    ["@layer a { b { color: red } }", "@layer"],
    ["@container (min-width: 1px) { b { color: red } }", "@container"],
    ["@media (width >= 600px) { b { color: red } }", "@media range"],
  ])("is found in a style: %s", (text, what) => expect(inStyle(text)).toContain(what));

  it("an older value before it, a prefixed twin, a grid and @supports make it none", () => {
    expect(inStyle("a { height: 100vh; height: 100dvh; -webkit-user-select: none; user-select: none }")).toEqual([]);
    expect(inStyle("a { display: grid; gap: 8px } @media (max-width: 1px) { a { gap: 4px } }")).toEqual([]);
    expect(inStyle("@supports (inset: 0) { a { inset: 0 } }")).toEqual([]);
  });

  it("is found in markup", () => expect(findMarkupBreaks("a.html", "<p inert>").map(({ what }) => what)).toEqual(["attribute inert"]));
});
