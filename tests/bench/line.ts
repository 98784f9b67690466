// What a bench prints: one line a number, as JSON for machines or as a table for people. A budget binds the ratio where there is
// one, else the value: seconds of one machine mean nothing on the next, ratios of one run do.

export interface Line {
  readonly name: string;
  /** Null where this machine cannot measure it; `note` says why. */
  readonly value: number | null;
  readonly unit: "bytes" | "ms" | "flushes" | "events/s" | "×" | "s" | "events" | "MiB" | "%";
  /** The least this could be: the same without our code, measured in the same run. */
  readonly floor?: number;
  /** value / floor */
  readonly ratio?: number;
  readonly budget?: number;
  readonly pass?: boolean;
  readonly note?: string;
}

export interface Bench {
  /** The lines it prints, budgeted ones first. */
  readonly names: readonly string[];
  run(): Promise<readonly Line[]>;
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** A ceiling, the least that will do, or the one right value. */
export type Bound = "most" | "least" | "exact";

const keeps = (bound: Bound, value: number, budget: number): boolean =>
  bound === "exact" ? value === budget : bound === "least" ? value >= budget : value <= budget;

export function lineOf(line: Omit<Line, "pass" | "ratio">, bound: Bound = "most"): Line {
  const { name, value, unit, floor, budget, note } = line;
  const ratio = value === null || floor === undefined ? undefined : value / floor;
  const bounded = ratio ?? value;
  const pass = budget === undefined || bounded === null ? undefined : keeps(bound, bounded, budget);
  return {
    name,
    value: value === null ? null : rounded(value, 2),
    unit,
    ...(floor === undefined ? {} : { floor: rounded(floor, 2) }),
    ...(ratio === undefined ? {} : { ratio: rounded(ratio, 3) }),
    ...(budget === undefined ? {} : { budget }),
    ...(pass === undefined ? {} : { pass }),
    ...(note === undefined ? {} : { note }),
  };
}

const sizes: Readonly<Record<Line["unit"], string>> = {
  bytes: "B",
  ms: "ms",
  flushes: "",
  "events/s": "/s",
  "×": "×",
  s: "s",
  events: "",
  MiB: "MiB",
  "%": "%",
};

export function tableRow({ name, value, unit, floor, ratio, budget, pass, note }: Line): string {
  const shown = value === null ? "–" : `${value.toLocaleString("en")} ${sizes[unit]}`;
  const cells = [
    pass === undefined ? " " : pass ? "✓" : "✗",
    name.padEnd(28),
    shown.padStart(14),
    (floor === undefined ? "" : `floor ${floor}`).padStart(16),
    (ratio === undefined ? "" : `× ${ratio}`).padStart(10),
    budget === undefined ? "" : `budget ${budget.toLocaleString("en")}`,
    note ?? "",
  ];
  return cells.join("  ").trimEnd();
}

/** `fraction` 0.5 is the median; nearest rank. Throws on an empty list. */
export function percentile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(sorted.length * fraction) - 1)];
  if (found === undefined) throw new RangeError("nothing was measured");
  return found;
}
