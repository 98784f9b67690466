// What a bench prints: one line a number, as JSON for machines or as a table for people. A budget binds the ratio where there is
// one, else the value: seconds of one machine mean nothing on the next, ratios of one run do.

export interface Line {
  readonly name: string;
  /** Null where this machine cannot measure it; `note` says why. */
  readonly value: number | null;
  readonly unit: "bytes" | "ms" | "flushes";
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

/** `exact`: the budget is the one right value, not a ceiling. */
export function lineOf(line: Omit<Line, "pass" | "ratio">, { exact = false } = {}): Line {
  const { name, value, unit, floor, budget, note } = line;
  const ratio = value === null || floor === undefined ? undefined : value / floor;
  const bound = ratio ?? value;
  const pass = budget === undefined || bound === null ? undefined : exact ? bound === budget : bound <= budget;
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

const sizes: Readonly<Record<Line["unit"], string>> = { bytes: "B", ms: "ms", flushes: "" };

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
