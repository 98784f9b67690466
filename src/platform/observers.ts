// Who wants to hear that something has changed. For the platform's adapters whose ports have an `observe`.

export interface Observers {
  /** The returned function ends it. */
  add(call: () => void): () => void;
  tell(): void;
}

export function createObservers(): Observers {
  const calls = new Set<() => void>();
  return {
    add(call) {
      calls.add(call);
      return () => void calls.delete(call);
    },
    tell() {
      for (const call of Array.from(calls)) call();
    },
  };
}
