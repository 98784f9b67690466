// Reads what /metrics says: the sum of a figure, a figure by one of its labels, a quantile of what a histogram gained between two looks.

interface Sample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
}

const samplesOf = (text: string): readonly Sample[] =>
  text.split("\n").flatMap((line): Sample[] => {
    const [, name = "", labels = "", value = ""] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    const pairs = [...labels.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, key = "", of = ""]) => [key, of] as const);
    return name === "" ? [] : [{ name, labels: new Map(pairs), value: Number(value) }];
  });

/** Of all its labels together; 0 when it was never said. */
export const figureOf = (text: string, name: string): number =>
  samplesOf(text).reduce((sum, sample) => (sample.name === name ? sum + sample.value : sum), 0);

export function figuresBy(text: string, name: string, label: string): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const sample of samplesOf(text))
    if (sample.name === name) sums.set(sample.labels.get(label) ?? "", (sums.get(sample.labels.get(label) ?? "") ?? 0) + sample.value);
  return sums;
}

/** Within its bucket, as if the values in it lay evenly. `texts`: before and after. */
export function quantileOf([before, after]: readonly [string, string], name: string, fraction: number): number {
  const earlier = figuresBy(before, `${name}_bucket`, "le");
  const gained = [...figuresBy(after, `${name}_bucket`, "le")]
    .map(([most, count]) => ({ most: most === "+Inf" ? Number.POSITIVE_INFINITY : Number(most), count: count - (earlier.get(most) ?? 0) }))
    .sort((a, b) => a.most - b.most);
  const total = gained[gained.length - 1]?.count ?? 0;
  let [least, below] = [0, 0];
  for (const { most, count } of gained) {
    if (count >= total * fraction && count > below)
      return most === Number.POSITIVE_INFINITY ? least : least + ((total * fraction - below) / (count - below)) * (most - least);
    [least, below] = [most, count];
  }
  return least;
}
