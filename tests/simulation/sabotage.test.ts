// The simulation is worth what it notices: every known-bad part must break a promise within 50 seeds. `npm run simulate -- --sabotage` tells the
// same as a table, from seed 1 on.

import { describe, expect, test } from "vitest";
import { catchSabotage } from "./catching.ts";
import { sabotages } from "./sabotages.ts";
import { simulate } from "./simulate.ts";

/** Where to look first, so that this takes no longer than it must; the others are noticed by the first seed. */
const noticedBy: { readonly [name: string]: number } = {
  "numbers given outside the transaction": 2,
  "receipt recomputed on re-push": 2,
  "re-push loses the times of receipts": 2,
  "copies of an earlier life kept": 2,
  "receipts matched by count": 7,
  "the later reply wins": 7,
  "memory outlives a rollback": 9,
  "set aside on a stranger's 413": 8,
  "carried copies stay when answered": 5,
  "carried bundle dropped when refused": 40,
};

describe("sabotage", () => {
  test("every part has a name of its own and says what it breaks", () => {
    expect(new Set(sabotages.map(({ name }) => name)).size).toBe(sabotages.length);
    expect(sabotages.filter(({ breaks }) => breaks === "").map(({ name }) => name)).toEqual([]);
    expect(sabotages.filter(({ device, endpoint }) => device === undefined && endpoint === undefined).map(({ name }) => name)).toEqual([]);
  });

  test("what is to be looked for first is there", () => {
    const names = sabotages.map(({ name }) => name);
    expect(Object.keys(noticedBy).filter((name) => !names.includes(name))).toEqual([]);
  });

  for (const sabotage of sabotages)
    test(`X1 caught: ${sabotage.name}`, { timeout: 120_000 }, async () => {
      const run = ({ seed }: { readonly seed: number }) => simulate(seed, { sabotage });
      const { caughtAfterSeeds, promise } = await catchSabotage(sabotage.name, noticedBy[sabotage.name] ?? 1, run);
      expect(caughtAfterSeeds, sabotage.breaks).not.toBeNull();
      expect(promise).not.toBeNull();
    });
});
