// X10: who is let in while more arrive than can be served. Sheds early, pulls long before pushes, and asks whoever is turned away to
// come when it will be their turn. Knows neither HTTP nor clock nor what the requests say.

/** pull: asks for something · push: brings something that is nowhere else yet, or a person waits for it. */
export type Kind = "pull" | "push";

/** What is under way at this moment. */
export interface Pressure {
  /** Requests being worked on: their body is here, their answer is not. */
  readonly requests: number;
  /** What those bodies may take up, unpacked. */
  readonly bytes: number;
  /** How long the oldest of them has been worked on, ms. */
  readonly oldestMs: number;
  /** How late the event loop is, ms. */
  readonly lagMs: number;
  /** Requests whose body is still coming, and what they said it comes to. */
  readonly reading: number;
  readonly readingBytes: number;
}

const mebibyte = 1024 * 1024;

/** From here on a kind is turned away. A queue longer than this only makes everybody in it wait longer than a phone does (30 s). */
export const ownBounds: Readonly<Record<Kind, Pressure>> = {
  pull: { requests: 12, bytes: 8 * mebibyte, oldestMs: 400, lagMs: 150, reading: 500, readingBytes: 24 * mebibyte },
  push: { requests: 48, bytes: 24 * mebibyte, oldestMs: 4_000, lagMs: 2_000, reading: 1_000, readingBytes: 48 * mebibyte },
};

export function isTooMuch(most: Pressure, pressure: Pressure): boolean {
  return (Object.keys(most) as (keyof Pressure)[]).some((of) => pressure[of] >= most[of]);
}

/** Whoever is turned away stays away between these; ms. A device adds ± 50 % of its own (X9). */
export const stay = { leastMs: 2_000, mostMs: 300_000 } as const;

/**
 * The crowd outside: everybody turned away has a place in a line that moves as fast as requests are served, so that they come back one
 * after another and not all at once. A person who leaves the line costs nothing: the line moves by time alone.
 */
interface Crowd {
  /** Places taken and not yet called. */
  readonly waiting: number;
  /** Requests that can be served a second, as far as is known. */
  readonly perSecond: number;
  /** ms, of the stopwatch. */
  readonly at: number;
}

export interface Ticket {
  /** The body is here and may take up `bytes`. Null: go on. Else the ms to stay away. */
  readonly begin: (bytes: number) => number | null;
  /** What it said of itself only ever made it shed earlier: once its words are read, it is judged by what it is. As `begin`. */
  readonly known: (kind: Kind) => number | null;
  /** Once, when it is answered or has gone. */
  readonly leave: () => void;
}

export type Arrival = { readonly ok: true; readonly ticket: Ticket } | { readonly ok: false; readonly stayMs: number };

export interface Admission {
  /** Before the body is read. `bytes`: what it is said to come to. */
  readonly arrive: (kind: Kind, bytes: number) => Arrival;
  readonly pressure: () => Pressure;
  /** How long whoever is turned away now is asked to stay away; 0 while there is no crowd. */
  readonly busyMs: () => number;
}

export interface AdmissionPorts {
  readonly elapsedMs: () => number;
  /** How late the event loop is, ms. */
  readonly lagMs: () => number;
  /** 0 ≤ x < 1 */
  readonly fraction: () => number;
  readonly onShed?: (kind: Kind) => void;
  /** Null: none. */
  readonly bounds?: Readonly<Record<Kind, Pressure>> | null;
}

/** Lets everybody in: for tests that are about something else. */
export const openAdmission = (): Admission => createAdmission({ elapsedMs: () => 0, lagMs: () => 0, fraction: () => 0.5, bounds: null });

/** What a second can do before anything was measured; the least it is ever thought to do. */
const firstPerSecond = 100;
const leastPerSecond = 5;
/**
 * So many are called for each that can be served, and at least so many a second. To turn somebody away again costs a twentieth of serving
 * (0.4 ms), so this takes a sixth of the machine at most; to stand idle before a crowd that was sent away for too long costs the crowd.
 */
const calledForEach = 4;
const leastCalledPerSecond = 50;
const callsPerSecond = (served: number): number => Math.max(leastCalledPerSecond, served * calledForEach);
/** How long it is measured at a time, and how much one measurement counts. */
const measureMs = 1_000;
const measureWeight = 0.3;

export function createAdmission({ elapsedMs, lagMs, fraction, onShed = () => {}, bounds = ownBounds }: AdmissionPorts): Admission {
  const isShed = (kind: Kind): boolean => bounds !== null && isTooMuch(bounds[kind], pressure());
  /** Began when, and how much it takes up; in the order of beginning. */
  const working = new Map<object, { readonly since: number; readonly bytes: number }>();
  let workingBytes = 0;
  let reading = 0;
  let readingBytes = 0;
  let crowd: Crowd = { waiting: 0, perSecond: firstPerSecond, at: elapsedMs() };
  let measured = { since: elapsedMs(), served: 0, shed: 0 };

  function pressure(): Pressure {
    const oldest = working.values().next().value;
    return {
      requests: working.size,
      bytes: workingBytes,
      oldestMs: oldest === undefined ? 0 : elapsedMs() - oldest.since,
      lagMs: lagMs(),
      reading,
      readingBytes,
    };
  }

  /** The line has moved on. How fast it may is learnt while there is one. */
  function moveOn(): Crowd {
    const now = elapsedMs();
    const lasted = now - measured.since;
    let { perSecond } = crowd;
    if (lasted >= measureMs) {
      const served = (measured.served / lasted) * 1_000;
      if (measured.shed > 0) perSecond = Math.max(leastPerSecond, perSecond + measureWeight * (served - perSecond));
      // Room was left although some are waiting outside: the line moves too slowly.
      else if (crowd.waiting > 0) perSecond = Math.max(served, perSecond * (1 + measureWeight));
      measured = { since: now, served: 0, shed: 0 };
    }
    const called = ((now - crowd.at) / 1_000) * callsPerSecond(perSecond);
    crowd = { waiting: Math.max(0, crowd.waiting - called), perSecond, at: now };
    return crowd;
  }

  const stayMsOf = ({ waiting, perSecond }: Crowd): number => Math.min(stay.mostMs, (waiting / callsPerSecond(perSecond)) * 1_000);

  function shed(kind: Kind): number {
    moveOn();
    measured.shed += 1;
    crowd = { ...crowd, waiting: crowd.waiting + 1 };
    onShed(kind);
    return Math.max(stay.leastMs, stayMsOf(crowd)) * (0.9 + 0.2 * fraction());
  }

  return {
    pressure,
    busyMs: () => {
      const now = moveOn();
      return now.waiting < 1 ? 0 : stayMsOf(now);
    },
    arrive: (kind, bytes) => {
      if (isShed(kind)) return { ok: false, stayMs: shed(kind) };
      const key = {};
      let isReading = true;
      reading += 1;
      readingBytes += bytes;
      const endReading = (): void => {
        if (!isReading) return;
        isReading = false;
        reading -= 1;
        readingBytes -= bytes;
      };
      const endWorking = (): boolean => {
        workingBytes -= working.get(key)?.bytes ?? 0;
        return working.delete(key);
      };
      return {
        ok: true,
        ticket: {
          begin: (unpacked) => {
            endReading();
            if (isShed(kind)) return shed(kind);
            working.set(key, { since: elapsedMs(), bytes: unpacked });
            workingBytes += unpacked;
            return null;
          },
          known: (found) => {
            if (found === kind || !isShed(found)) return null;
            endWorking();
            return shed(found);
          },
          leave: () => {
            endReading();
            if (endWorking()) measured.served += 1;
          },
        },
      };
    },
  };
}
