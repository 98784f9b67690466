// The shape of the house (DESIGN.md sections 3 and 8), as far as the compiler cannot hold it. Every rule is also shown a file that
// breaks it: a rule that finds nothing anywhere would pass too.

import { describe, expect, it } from "vitest";
import {
  findAsyncCode,
  findBadNames,
  findBrokenHabits,
  findIdleTests,
  findInlineCode,
  findLongFiles,
  findMachineCalls,
  findMissingOpenings,
  findWrongImports,
  roomOf,
  roomsOfPackage,
  roomsSeenBy,
} from "./fixtures/house-rules.ts";
import { listTopLevel, readProjectFile, readSources, type SourceFile } from "./fixtures/source-files.ts";

const code = readSources("src", [".ts", ".tsx", ".mjs"]);
const styles = readSources("src", [".css"]);
const tests = readSources("tests", [".ts", ".tsx", ".mjs"]);
const only = (path: string, text: string): readonly SourceFile[] => [{ path, text }];

interface RoomConfig {
  readonly compilerOptions: { readonly lib: readonly string[]; readonly types: readonly string[] };
  readonly references: readonly { readonly path: string }[];
}
const readConfig = (room: string): RoomConfig =>
  JSON.parse(readProjectFile(room === "main" ? "src/tsconfig.json" : `src/${room}/tsconfig.json`)) as RoomConfig;
const referencesOf = (room: string): readonly string[] => readConfig(room).references.map(({ path }) => path.split("/").at(-1) ?? "");
const compiledRooms = Object.keys(roomsSeenBy).filter((room) => room !== "setup" && room !== "deploy");

describe("rooms", () => {
  it("every file lies in a known room", () => {
    expect(code.filter(({ path }) => roomsSeenBy[roomOf(path)] === undefined).map(({ path }) => path)).toEqual([]);
  });

  it("imports run one way, and packages stay in their rooms", () => {
    expect(findWrongImports(code)).toEqual([]);
    expect(findWrongImports(only("src/domain/a.ts", 'import { x } from "../sync/ports.ts";'))).toHaveLength(1);
    expect(findWrongImports(only("src/screens/a.tsx", 'const x = await import("../platform/clock.ts");'))).toHaveLength(1);
    expect(findWrongImports(only("src/actions/a.ts", 'import Dexie from "dexie";'))).toHaveLength(1);
    expect(findWrongImports(only("src/device/a.ts", 'export { x } from "left-pad";'))).toHaveLength(1);
    expect(findWrongImports(only("src/device/a.ts", 'import "node:fs";'))).toHaveLength(1);
    expect(findWrongImports(only("src/device/a.ts", 'import { x } from "../../tests/fixtures/x.ts";'))).toHaveLength(1);
  });

  it("every dependency has a room, and every package of the map is a dependency", () => {
    const pack = JSON.parse(readProjectFile("package.json")) as Readonly<Record<"dependencies" | "devDependencies", object>>;
    const known = Object.keys(roomsOfPackage).filter((name) => name !== "node");
    expect(Object.keys(pack.dependencies).filter((name) => !known.includes(name))).toEqual([]);
    // What is bundled into the endpoint may stand among the development dependencies.
    expect(known.filter((name) => !(name in pack.dependencies) && !(name in pack.devDependencies))).toEqual([]);
  });

  it.each(compiledRooms)("the compiler is told no more than the map allows: %s", (room) => {
    expect(referencesOf(room).filter((seen) => roomsSeenBy[room]?.includes(seen) !== true)).toEqual([]);
  });

  it("the worker reaches no room that knows the DOM", () => {
    // The compiler accepts such a reference silently (STACK.md).
    const reached = new Set<string>(["worker"]);
    for (const room of reached) for (const next of referencesOf(room)) reached.add(next);
    const withDom = [...reached].filter((room) => readConfig(room).compilerOptions.lib.some((lib) => lib.startsWith("DOM")));
    expect(withDom).toEqual([]);
    expect(code.filter(({ text }) => /<reference\s/.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it("pure rooms are given neither the DOM nor Node", () => {
    for (const room of ["domain", "protocol", "words", "sync", "actions"]) {
      const { lib, types } = readConfig(room).compilerOptions;
      expect({ room, lib, types }).toEqual({ room, lib: ["ES2020"], types: [] });
    }
  });
});

describe("habits", () => {
  it("time and chance are asked for only where adapters are made", () => {
    expect(findMachineCalls(code)).toEqual([]);
    for (const call of ["Date.now()", "new Date()", "Math.random()", "performance.now()", "crypto.getRandomValues(a)", "randomUUID()"])
      expect(findMachineCalls(only("src/screens/a.tsx", `const x = ${call};`)), call).toHaveLength(1);
    expect(findMachineCalls(only("src/screens/a.tsx", "// never Date.now()\nconst x = new Date(time);"))).toEqual([]);
  });

  it("the domain is synchronous", () => {
    expect(findAsyncCode(code.filter(({ path }) => roomOf(path) === "domain"))).toEqual([]);
    expect(findAsyncCode(only("src/domain/a.ts", "export async function foldX() {}"))).toHaveLength(1);
  });

  it("every file opens with a comment", () => {
    expect(findMissingOpenings([...code, ...styles, ...tests])).toEqual([]);
    expect(findMissingOpenings(only("src/domain/a.ts", "export const a = 1;"))).toHaveLength(1);
  });

  it("no file is longer than 300 lines", () => {
    expect(findLongFiles([...code, ...styles, ...tests])).toEqual([]);
    expect(findLongFiles(only("src/domain/a.ts", "\n".repeat(301)))).toHaveLength(1);
  });

  it("files are named in kebab-case after what they hold", () => {
    expect(findBadNames([...code, ...styles, ...tests])).toEqual([]);
    expect(findBadNames([...only("src/a/index.ts", ""), ...only("src/a/checkIn.ts", ""), ...only("src/a/utils.ts", "")])).toHaveLength(3);
  });

  it("no empty catch, no class, no barrel, no unescaped HTML, no style in a string", () => {
    expect(findBrokenHabits(code)).toEqual([]);
    for (const bad of [
      "try { a(); } catch { }",
      "try { a(); } catch (error) {\n}",
      "a().catch(() => {});",
      "export class A {}",
      'export * from "./b.ts";',
      "<p dangerouslySetInnerHTML={{ __html: a }} />",
      '<p style="color: red" />',
    ])
      expect(findBrokenHabits(only("src/screens/a.tsx", bad)), bad).toHaveLength(1);
  });

  it("no test is skipped or singled out", () => {
    expect(findIdleTests(tests)).toEqual([]);
    for (const bad of ["skip", "only", "todo"]) expect(findIdleTests(only("tests/a.test.ts", `it.${bad}("x");`)), bad).toHaveLength(1);
  });
});

describe("the top level", () => {
  it("holds only what is fixed and what a tool insists on", () => {
    const allowed = ["package.json", "tsconfig.json", "vite.config.ts", "index.html", "src", "public", "tests", "README.md"];
    const insisted = ["package-lock.json", "biome.json", ".ci", ".gitignore", "LICENSE"];
    expect(listTopLevel().filter((name) => ![...allowed, ...insisted].includes(name))).toEqual([]);
  });

  it("the page carries no code of its own", () => {
    expect(findInlineCode(readProjectFile("index.html"))).toEqual([]);
    expect(findInlineCode('<script>a()</script><p style="x" onclick="y">')).toHaveLength(3);
  });
});
