// The simulation is worth what it notices: every known-bad part must break a promise within 50 seeds. `npm run simulate -- --sabotage` tells the
// same as a table, from seed 1 on.

import { describe, expect, test } from "vitest";
import { catchSabotage } from "./catching.ts";
import { sabotages } from "./sabotages.ts";

const mostSeeds = 50;

describe("sabotage", () => {
  test("every part has a name of its own and says what it breaks", () => {
    expect(new Set(sabotages.map(({ name }) => name)).size).toBe(sabotages.length);
    expect(sabotages.filter(({ breaks }) => breaks === "").map(({ name }) => name)).toEqual([]);
    expect(sabotages.filter(({ device, endpoint }) => device === undefined && endpoint === undefined).map(({ name }) => name)).toEqual([]);
  });

  for (const sabotage of sabotages)
    test(`X1 caught: ${sabotage.name}`, { timeout: 120_000 }, async () => {
      const { caughtAfterSeeds, promise } = await catchSabotage(sabotage, { from: 1, most: mostSeeds });
      expect(caughtAfterSeeds, sabotage.breaks).not.toBeNull();
      expect(promise).not.toBeNull();
    });
});
