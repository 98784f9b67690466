// How often one address may try something: a fixed window a minute. Generous, because an office's forty phones share one address.

export interface Rate {
  /** 0 when allowed, else the ms until the window ends. */
  readonly waitMs: (address: string, now: number) => number;
}

export function createRate(mostPerMinute: number): Rate {
  const windowMs = 60_000;
  let start = Number.NEGATIVE_INFINITY;
  const counts = new Map<string, number>();
  return {
    waitMs: (address, now) => {
      if (now - start >= windowMs || now < start) {
        start = now;
        counts.clear();
      }
      const count = (counts.get(address) ?? 0) + 1;
      counts.set(address, count);
      return count > mostPerMinute ? Math.max(1, start + windowMs - now) : 0;
    },
  };
}
