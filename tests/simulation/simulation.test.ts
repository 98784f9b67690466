// Nothing lost, nothing doubled, under everything that can go wrong at once: committed seeds and a fixed set, and proof that the runs did
// something. `npm run simulate` and `npm run soak` go further.

import { describe, expect, test } from "vitest";
import { committedSeeds } from "./seeds.ts";
import { shrink } from "./shrink.ts";
import { type Outcome, simulate } from "./simulate.ts";

const fixedSeeds = 200;
const slice = 20;
const sums: Record<string, number> = {};

/** Empty when every promise was kept; else what to type to see it again. */
const complaintsOf = ({ seed, violations }: Outcome): readonly string[] =>
  violations.slice(0, 3).map(({ promise, what }) => `npm run simulate -- --seeds 1 --from ${seed}: ${promise}: ${what}`);

describe("simulation", () => {
  test("X1 the same seed is the same run, to the last message", async () => {
    const [first, second] = [await simulate(11), await simulate(11)];
    expect(second).toEqual(first);
    expect((await simulate(12)).hash).not.toBe(first.hash);
  });

  for (const { seed, why } of committedSeeds)
    test(`X1 seed ${seed}: ${why}`, async () => {
      expect(complaintsOf(await simulate(seed))).toEqual([]);
    });

  for (let from = 1; from <= fixedSeeds; from += slice)
    test(`X1 X2 X3 X5 X6 X7 seeds ${from} to ${from + slice - 1} keep every promise`, { timeout: 300_000 }, async () => {
      for (let seed = from; seed < from + slice; seed += 1) {
        const outcome = await simulate(seed);
        expect(complaintsOf(outcome)).toEqual([]);
        for (const [what, count] of Object.entries(outcome.counts)) sums[what] = (sums[what] ?? 0) + count;
      }
    });

  test("X1 the runs did something: taps, every fault, disputes, refusals, forks, revisions", () => {
    const faults = [
      "backedUp",
      "clockJumps",
      "cloned",
      "deviceDies",
      "diesAbsorbing",
      "diskFull",
      "endpointDies",
      "endpointFull",
      "lateReference",
      "leaderDemoted",
      "movesWhileTapping",
      "pagesRace",
      "personMoves",
      "poison",
      "rolledBack",
      "secondPage",
      "storageLost",
      "swizzle",
      "weather",
    ].map((of) => `fault ${of}`);
    const weathers = ["busy", "cut", "doubled", "held", "portal", "replyCut", "replyLost", "slow", "stranger", "tooLarge", "update"].map(
      (of) => `weather ${of}`,
    );
    const results = ["devices died", "forks", "quarantined", "pending", "revisions", "settled", "with minutes", "state disputed"];
    const duties = ["make-ups", "corrected", "late arrivals", "replaced", "leaves", "spot checks", "loose taps", "claims", "bindings"];
    const carrying = [
      "handed over",
      "taken in new",
      "taken in known",
      "taken in answered",
      "handing tampered",
      "carried uploaded",
      "kept by carrying alone",
    ];
    const badges = ["badges strong", "badges weak", "badges none"];
    const joining = ["joins in pages", "died between pages", "lost between pages"];
    for (const what of [...faults, ...weathers, ...results, ...duties, ...carrying, ...badges, ...joining])
      expect(sums[what] ?? 0, what).toBeGreaterThan(0);
    expect(sums.kept).toBeGreaterThan(5_000);
    // But for what a lost browser alone had: which one may be missing is asked of each (checks.ts).
    expect(sums["rows from the field"]).toBeGreaterThan(0.97 * (sums.kept ?? 0));
  });

  test("a failure is told with the faults that matter", async () => {
    const needed = [3, 11];
    const places = await shrink(17, async (left) => needed.every((place) => left.includes(place)));
    expect(places).toEqual(needed);
  });
});
