// Contrast computed on the pairs that stand on each other (SCREENS.md, look): at least 7:1 in both themes for every ink, and 3:1
// for what only has to be seen. Reads the style sheets themselves, so that a changed token is judged before anybody squints.

import { describe, expect, it } from "vitest";
import { readProjectFile } from "../fixtures/source-files.ts";

type Tokens = Readonly<Record<string, string>>;

/** The custom properties each selector sets, in the order of the sheet. */
function tokensOf(sheet: string): ReadonlyMap<string, Tokens> {
  const found = new Map<string, Tokens>();
  const text = readProjectFile(`src/screens/${sheet}`).replace(/\/\*[\s\S]*?\*\//g, "");
  for (const [, selectors = "", body = ""] of text.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const set = Object.fromEntries(Array.from(body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\b/gi), ([, name, value]) => [name, value]));
    for (const selector of selectors.split(",").map((it) => it.trim())) found.set(selector, { ...found.get(selector), ...set });
  }
  return found;
}

/** WCAG 2 relative luminance of "#rrggbb". */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const look = tokensOf("look.css");
const light: Tokens = look.get(":root") ?? {};
const themes: readonly (readonly [string, Tokens])[] = [
  ["light", light],
  ["dark", { ...light, ...look.get('[data-theme="dark"]') }],
];
const token = (tokens: Tokens, name: string): string => {
  const value = tokens[name];
  if (value === undefined) throw new Error(`no token --${name}`);
  return value;
};

const inks = [
  ["ink", "paper"],
  ["ink", "card"],
  ["muted", "paper"],
  ["muted", "card"],
  ["on-brand", "brand"],
  ["on-go", "go"],
  ["on-leave", "leave"],
  ["on-warn", "warn"],
  ["on-good", "good"],
  ["on-bad", "bad"],
  ["on-bad", "paper"],
  ["on-bad", "card"],
  ["on-good", "paper"],
] as const;
const edges = [
  ["border", "paper"],
  ["border", "card"],
  ["ring", "paper"],
  ["ring", "card"],
] as const;

describe.each(themes)("contrast, %s", (theme, tokens) => {
  it.each(inks)("%s on %s is at least 7:1", (ink, ground) => {
    expect(contrast(token(tokens, ink), token(tokens, ground))).toBeGreaterThanOrEqual(7);
  });
  it.each(edges)("%s on %s is seen: at least 3:1", (edge, ground) => {
    expect(contrast(token(tokens, edge), token(tokens, ground))).toBeGreaterThanOrEqual(3);
  });

  it.each([
    "present",
    "late",
    "leftEarly",
    "onLeave",
    "unheard",
    "unconfirmed",
    "absent",
    "open",
    "disputed",
  ])("a tile of state %s is at least 7:1", (state) => {
    const sheet = tokensOf("board/tile.css");
    const layers = [
      ".tile",
      `.tile.${state}`,
      ...(theme === "dark" ? ['[data-theme="dark"] .tile', `[data-theme="dark"] .tile.${state}`] : []),
    ];
    const tile: Tokens = Object.assign({}, ...layers.map((selector) => sheet.get(selector)));
    expect(contrast(token(tile, "tile-ink"), token(tile, "tile-fill"))).toBeGreaterThanOrEqual(7);
  });
});

describe("the look's own figures", () => {
  it("are the tokens and ratios SCREENS.md names", () => {
    expect(light).toMatchObject({
      paper: "#faf7f2",
      card: "#ffffff",
      ink: "#1a1a1a",
      muted: "#4a4640",
      border: "#6b665e",
      brand: "#8f1a1a",
      go: "#0a5c36",
      leave: "#174a8b",
      warn: "#fff0cc",
    });
    const ratios = [
      ["ink", "paper"],
      ["muted", "paper"],
      ["on-brand", "brand"],
      ["on-go", "go"],
      ["on-leave", "leave"],
    ].map(([a = "", b = ""]) => contrast(token(light, a), token(light, b)).toFixed(1));
    expect(ratios).toEqual(["16.3", "8.8", "9.0", "8.1", "8.8"]);
  });

  it("know black on white, and that grey is not enough", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  });
});
