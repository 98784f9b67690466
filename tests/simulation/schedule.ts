// Virtual time: what is due happens in the order of its time, and between two happenings everything that can go on without time goes on.
// Nothing in a simulation waits for anything else.

export interface Schedule {
  /** ms since 1970: the true time of the simulated world, which no device knows. */
  now(): number;
  /** Calls back once; the returned function cancels. */
  after(delayMs: number, call: () => void): () => void;
  at(time: number, call: () => void): () => void;
  /** Lets everything happen that is due until then. */
  runUntil(time: number): Promise<void>;
}

interface Due {
  readonly time: number;
  /** What is due at one moment happens in the order it was asked for. */
  readonly order: number;
  call: (() => void) | null;
}

const isBefore = (a: Due, b: Due): boolean => a.time < b.time || (a.time === b.time && a.order < b.order);

/** All promises that can settle have settled: nothing in a simulation waits for the machine. */
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

export function createSchedule(start: number): Schedule {
  let now = start;
  let order = 0;
  const heap: Due[] = [];

  function push(due: Due): void {
    let i = heap.push(due) - 1;
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (!isBefore(due, heap[up] as Due)) break;
      heap[i] = heap[up] as Due;
      i = up;
    }
    heap[i] = due;
  }

  function pop(): Due | undefined {
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let least = 2 * i + 1;
      if (least >= heap.length) break;
      if (least + 1 < heap.length && isBefore(heap[least + 1] as Due, heap[least] as Due)) least += 1;
      if (!isBefore(heap[least] as Due, last)) break;
      heap[i] = heap[least] as Due;
      i = least;
    }
    heap[i] = last;
    return first;
  }

  function at(time: number, call: () => void): () => void {
    const due: Due = { time: Math.max(now, Math.round(time)), order: order++, call };
    push(due);
    return () => {
      due.call = null;
    };
  }

  return {
    now: () => now,
    at,
    after: (delayMs, call) => at(now + delayMs, call),
    runUntil: async (time) => {
      await settle();
      for (;;) {
        const next = heap[0];
        if (next === undefined || next.time > time) break;
        pop();
        if (next.call === null) continue;
        now = next.time;
        next.call();
        await settle();
      }
      now = Math.max(now, time);
    },
  };
}
