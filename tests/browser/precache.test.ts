// What is kept for a day without a network is kept whole: a screen of which one imported piece is missing would not open there.

import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { clientFolder } from "./support/static-server.ts";

const assets = new URL("assets/", clientFolder);
const files = readdirSync(assets).filter((name) => name.endsWith(".js"));
const worker = readFileSync(new URL("service-worker.js", clientFolder), "utf8");
const isKept = (name: string): boolean => worker.includes(`assets/${name}`);
/** Pieces that come with the file; what it fetches later is not among them. */
const importsOf = (name: string): readonly string[] =>
  [...readFileSync(new URL(name, assets), "utf8").matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)].map(([, found]) => found ?? "");

it("every piece that is kept finds all it imports among the pieces kept", () => {
  const kept = files.filter(isKept);
  expect(kept.length).toBeGreaterThan(10);
  expect(kept.flatMap(importsOf).length).toBeGreaterThan(10);
  expect(kept.flatMap((name) => importsOf(name).flatMap((needed) => (isKept(needed) ? [] : [`${name} needs ${needed}`])))).toEqual([]);
});
