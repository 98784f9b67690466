// How many wrong six-digit codes may be tried: ten a minute from one address, sixty in a quarter of an hour from everywhere. Only wrong
// ones count. In memory: nobody but the operator can make the process forget.
//
// The odds. A code lives 15 min (join-codes.ts) and so meets at most two windows of the limit over all: 120 wrong guesses among 1,000,000
// codes, whoever guesses, from however many addresses: 1 in 8,300 that a given code is ever hit, and then only for an attacker who never
// rests. A city that makes a thousand codes a year would lose one in eight years; that one shows, because the invite is used and its
// owner is refused. The price is that such an attacker can keep codes from working: links, QR codes and the squad's link still do.

const perAddress = 10;
const addressMs = 60_000;
const overAll = 60;
const overAllMs = 15 * 60_000;

export interface WrongGuesses {
  /** 0 when another guess is allowed, else the ms until one is. */
  readonly waitMs: (address: string, now: number) => number;
  readonly note: (address: string, now: number) => void;
}

interface Span {
  start: number;
  readonly lengthMs: number;
  readonly counts: Map<string, number>;
}

const spanOf = (lengthMs: number): Span => ({ start: Number.NEGATIVE_INFINITY, lengthMs, counts: new Map() });

/** The counts of the window `now` lies in; a clock set back begins a new one. */
function countsAt(span: Span, now: number): Map<string, number> {
  if (now - span.start >= span.lengthMs || now < span.start) {
    span.start = now;
    span.counts.clear();
  }
  return span.counts;
}

export function createWrongGuesses(): WrongGuesses {
  const one = spanOf(addressMs);
  const all = spanOf(overAllMs);
  const leftMs = (span: Span, key: string, most: number, now: number): number =>
    (countsAt(span, now).get(key) ?? 0) < most ? 0 : Math.max(1, span.start + span.lengthMs - now);
  const add = (span: Span, key: string, now: number): void => {
    const counts = countsAt(span, now);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  return {
    waitMs: (address, now) => Math.max(leftMs(one, address, perAddress, now), leftMs(all, "", overAll, now)),
    note: (address, now) => {
      add(one, address, now);
      add(all, "", now);
    },
  };
}
