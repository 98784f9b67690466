// A failure told with as few faults as will do: those whose absence changes nothing are left out, one after another. Knows no simulation.

/** The places, in order, of the faults without which it would not fail. `fails`: whether it still does with these. */
export async function shrink(count: number, fails: (places: readonly number[]) => Promise<boolean>): Promise<readonly number[]> {
  let places = Array.from({ length: count }, (_, i) => i);
  // Halves first: most faults have nothing to do with it.
  for (let size = Math.ceil(places.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < places.length; ) {
      const fewer = [...places.slice(0, from), ...places.slice(from + size)];
      if (await fails(fewer)) places = fewer;
      else from += size;
    }
  }
  return places;
}
