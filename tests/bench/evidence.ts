// R21 on held-out seeds: how many honest volunteers are flagged or refused, how many cheats are noticed, and what becomes of those whom no web
// page can tell from honest people. Traces and parameters were committed before the detectors (evidence-traces.ts); these seeds were never
// looked at while they were written. A volunteer counts as flagged when any tap of a month is.

import type { SuspicionFlag } from "../../src/domain/event.ts";
import { tellTrace } from "../endpoint/trace-ledger.ts";
import { type Rate, rateOf } from "./evidence-rates.ts";
import { cheatClasses, honestClasses, type TraceClass, traceOf, undetectableClasses } from "./evidence-traces.ts";
import { type Bench, type Line, lineOf } from "./line.ts";

const volunteers = 200;
/** The detectors were written with seeds below a thousand before their eyes. */
const heldOut = Array.from({ length: volunteers }, (_, i) => 10_001 + i);
/** Told to a real ledger, which takes longer. */
const toldSeeds = heldOut.slice(0, 3);

export const mostHonestFlagged = 1;
export const leastCheatsFlagged = 90;

const kebab = (of: TraceClass): string => of.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const nameOf = (group: string, of: TraceClass): string => `evidence-${group}-${kebab(of)}`;
const percent = ({ flagged, volunteers: all }: Rate): number => (100 * flagged) / all;
const notes = ({ taps, flaggedTaps, byFlag }: Rate): string => {
  const by = [...byFlag].map(([flag, count]: [SuspicionFlag, number]) => `${flag} ${count}`).join(", ");
  return `${flaggedTaps} of ${taps} taps${by === "" ? "" : `; volunteers by flag: ${by}`}`;
};

function lineFor(group: "honest" | "cheat" | "unseen", of: TraceClass): Line {
  const rate = rateOf(of, heldOut);
  const line = { name: nameOf(group, of), value: percent(rate), unit: "%" as const, note: notes(rate) };
  if (group === "honest") return lineOf({ ...line, budget: mostHonestFlagged });
  return group === "cheat" ? lineOf({ ...line, budget: leastCheatsFlagged }, "least") : lineOf(line);
}

async function refusedLine(): Promise<Line> {
  let refused = 0;
  let told = 0;
  for (const of of [...honestClasses, ...cheatClasses, ...undetectableClasses])
    for (const seed of toldSeeds) {
      const trace = traceOf(of, seed);
      refused += (await tellTrace(trace)).refused;
      told += trace.records.length;
    }
  const note = `of ${told} events of every class told to a real ledger; a flag never rejects, whomever it is about`;
  return lineOf({ name: "evidence-refused", value: refused, unit: "events", budget: 0, note }, "exact");
}

export const evidence: Bench = {
  names: [
    "evidence-refused",
    ...honestClasses.map((of) => nameOf("honest", of)),
    ...cheatClasses.map((of) => nameOf("cheat", of)),
    ...undetectableClasses.map((of) => nameOf("unseen", of)),
  ],
  async run() {
    return [
      await refusedLine(),
      ...honestClasses.map((of) => lineFor("honest", of)),
      ...cheatClasses.map((of) => lineFor("cheat", of)),
      ...undetectableClasses.map((of) => lineFor("unseen", of)),
    ];
  },
};
