// Chooses the benches, runs them one after another (they would disturb each other) and prints their lines as they come.

import { fileURLToPath } from "node:url";
import { boardTap } from "./board-tap.ts";
import { coldStart } from "./cold-start.ts";
import { drain5000 } from "./drain-5000.ts";
import { pull5000 } from "./drain-5000-pull.ts";
import { evidence } from "./evidence.ts";
import { firstScreen } from "./first-screen.ts";
import { flushesPerTap } from "./flushes-per-tap.ts";
import { foldYear } from "./fold-year.ts";
import { ingestSqlite } from "./ingest-sqlite.ts";
import { ledgerGrowth } from "./ledger-growth.ts";
import { type Bench, tableRow } from "./line.ts";
import { precacheBytes } from "./precache-bytes.ts";
import { scan } from "./scan.ts";
import { storm } from "./storm.ts";
import { tapToDurable } from "./tap-to-durable.ts";
import { wireBytes } from "./wire-bytes.ts";

const benches: readonly Bench[] = [
  firstScreen,
  precacheBytes,
  wireBytes,
  tapToDurable,
  flushesPerTap,
  boardTap,
  coldStart,
  drain5000,
  pull5000,
  ingestSqlite,
  ledgerGrowth,
  storm,
  evidence,
  scan,
  foldYear,
];

/** A bench is named by any of its lines, or by the beginning of one. */
const isNamed = (bench: Bench, name: string): boolean => bench.names.some((line) => line === name || line.startsWith(`${name}-`));

/** The exit code: 0, 1 when a budget is missed or a bench breaks, 2 when a name is unknown. */
async function runBenches(args: readonly string[]): Promise<number> {
  const names = args.filter((arg) => !arg.startsWith("--"));
  const unknown = names.filter((name) => !benches.some((bench) => isNamed(bench, name)));
  if (unknown.length > 0) {
    console.error(`bench: unknown: ${unknown.join(", ")}. Known: ${benches.flatMap((bench) => bench.names).join(", ")}`);
    return 2;
  }
  const chosen = benches.filter((bench) => names.length === 0 || names.some((name) => isNamed(bench, name)));
  let isBroken = false;
  for (const bench of chosen) {
    try {
      for (const line of await bench.run()) {
        console.log(args.includes("--json") ? JSON.stringify(line) : tableRow(line));
        if (line.pass === false) isBroken = true;
      }
    } catch (error) {
      console.error(`bench: ${bench.names[0]} broke:`, error);
      isBroken = true;
    }
  }
  return isBroken ? 1 : 0;
}

// The endpoint finds the built app from where it is started.
process.chdir(fileURLToPath(new URL("../../", import.meta.url)));
process.exitCode = await runBenches(process.argv.slice(2));
