// What is kept for a day without a network is kept whole: a screen of which one imported piece is missing would not open there. Everyone's pieces
// need nobody else's, a leader's nothing beyond both; which screen is whose is said here once more, by module.

import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { bytesOf, type KeptFiles, keptFiles } from "../bench/precache-bytes.ts";
import { readProjectFile } from "../fixtures/source-files.ts";
import { clientFolder } from "./support/static-server.ts";

interface Piece {
  readonly file: string;
  readonly tier: string;
  readonly modules: readonly string[];
}
/** As the build decided (src/deploy/piece-tiers.mjs). */
const pieces = JSON.parse(readFileSync(new URL("../pieces.json", clientFolder), "utf8")) as readonly Piece[];
/** Pieces and styles that come with the file; what it fetches later is not among them. */
const importsOf = (file: string): readonly string[] =>
  [...readFileSync(new URL(file, clientFolder), "utf8").matchAll(/(?:from|import)\s*["'`]\.\/([\w.~-]+\.js)["'`]/g)].map(
    ([, found]) => `assets/${found}`,
  );
const missingAmong = (files: readonly string[]): readonly string[] =>
  files
    .filter((file) => file.endsWith(".js"))
    .flatMap((file) => importsOf(file).flatMap((needed) => (files.includes(needed) ? [] : [`${file} needs ${needed}`])));

let kept: KeptFiles;
beforeAll(async () => {
  kept = await keptFiles();
});

/** The tier of the piece that holds the module. */
const tierOf = (module: string): string => {
  const piece = pieces.find(({ modules }) => modules.includes(module));
  if (piece === undefined) return "in no piece";
  const isListed = kept.everyone.includes(piece.file) ? "everyone" : kept.leaders.includes(piece.file) ? "leaders" : "online";
  return isListed === piece.tier ? isListed : `decided ${piece.tier}, kept ${isListed}`;
};
const screensOf = (file: string, folder: string): readonly string[] => [
  ...new Set(
    [...readProjectFile(file).matchAll(/import\("(\.\.?\/[^"]+)"\)/g)].map(([, path = ""]) =>
      new URL(path, `file:///${folder}`).pathname.slice(1),
    ),
  ),
];

describe("pieces kept", () => {
  it("find all they import among the pieces kept: on a volunteer's phone, and on a leader's", () => {
    expect(kept.everyone.flatMap((file) => (file.endsWith(".js") ? importsOf(file) : [])).length).toBeGreaterThan(10);
    expect(missingAmong(kept.everyone)).toEqual([]);
    expect(missingAmong([...kept.everyone, ...kept.leaders])).toEqual([]);
    expect(missingAmong(kept.leaders).length).toBeGreaterThan(0);
    expect(kept.leaders.filter((file) => kept.everyone.includes(file))).toEqual([]);
  });

  it("are no more for everyone than the budget", async () => {
    expect(await bytesOf(kept.everyone)).toBeLessThanOrEqual(900_000);
  });

  it("every screen of the tree: the desk and what is carried in are the leaders', all else is everyone's", () => {
    const screens = screensOf("src/screens/root.tsx", "src/screens/");
    expect(screens.length).toBeGreaterThan(20);
    const others = new Map(screens.map((screen) => [screen, tierOf(screen)] as const).filter(([, tier]) => tier !== "everyone"));
    expect(Object.fromEntries(others)).toEqual({
      "src/screens/desk/desk.tsx": "leaders",
      "src/screens/relay/take.tsx": "leaders",
      "src/screens/wechat/wechat.tsx": "online",
    });
  });

  it("every page of the desk is the leaders', but for those that ask the endpoint anyway", () => {
    const pages = screensOf("src/screens/desk/pages.ts", "src/screens/desk/");
    expect(pages.length).toBeGreaterThan(25);
    expect(pages.filter((page) => tierOf(page) === "online").sort()).toEqual([
      "src/screens/hours/service-ledger.tsx",
      "src/screens/import/import.tsx",
      "src/screens/invites/invites.tsx",
      "src/screens/paper/badges.tsx",
      "src/screens/paper/signs.tsx",
      "src/screens/paper/wall.tsx",
      "src/screens/posts/post-import.tsx",
      "src/screens/quarantine/aside-record.tsx",
      "src/screens/quarantine/quarantine.tsx",
      "src/screens/status/status.tsx",
      "src/screens/teams/teams.tsx",
    ]);
    expect(pages.map(tierOf).filter((tier) => tier !== "online" && tier !== "leaders")).toEqual([]);
  });

  it("the sections of 审批 too", () => {
    const sections = screensOf("src/screens/approvals/sections.ts", "src/screens/approvals/");
    expect(sections.map(tierOf)).toEqual(sections.map(() => "leaders"));
  });
});
