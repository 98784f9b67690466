// A phone or tablet of the simulated city: a store that outlives its pages, a clock that is wrong, and ports at which it can be made to die.
// Pages come and go (page.ts). Knows no fault by name and no endpoint.

import type { ActionPorts } from "../../src/actions/record.ts";
import type { Hash, Id } from "../../src/domain/event.ts";
import type { Journal, Signer, Transport } from "../../src/sync/ports.ts";
import type { WakeCause } from "../../src/sync/step.ts";
import { createMemoryJournal, createMemoryStore, type MemoryState, type MemoryStore } from "../fixtures/memory-journal.ts";
import type { Chance } from "./chance.ts";
import { openPage, type Page } from "./page.ts";
import type { Schedule } from "./schedule.ts";

/** Swapped by sabotage: what stands between the engine and what it stands on. */
export interface DeviceParts {
  readonly journal?: (journal: Journal, store: MemoryStore) => Journal;
  readonly transport?: (transport: Transport, journal: Journal, store: MemoryStore) => Transport;
}

export interface DevicePorts {
  readonly name: string;
  readonly schedule: Schedule;
  readonly chance: Chance;
  readonly signer: Signer;
  readonly transport: Transport;
  readonly parts: DeviceParts;
  /** Whether two pages of this device keep out of each other's way. */
  readonly hasLock: boolean;
  /** Of another device that this one is a copy of. */
  readonly state?: MemoryState;
  /** After every transaction. */
  readonly onWritten: (before: MemoryState, after: MemoryState) => void;
  /** Drafts handed to the journal, and those it has promised to keep. */
  readonly onAttempted: (ids: readonly Id[]) => void;
  readonly onKept: (ids: readonly Id[]) => void;
  readonly onDied: () => void;
  /** A defect, never the network's nor a full disk's. */
  readonly onError: (error: unknown) => void;
}

export interface SimulatedDevice {
  readonly name: string;
  readonly device: Hash;
  readonly state: () => MemoryState;
  readonly isOpen: () => boolean;
  readonly hasJoined: () => boolean;
  /** Nothing under way and nothing due at once. */
  readonly isIdle: () => boolean;
  /** What its pages say of themselves. */
  about(): string;
  /** One more page. */
  open(): void;
  closeAll(): void;
  wake(cause: WakeCause): void;
  /** Joins, and again until it has. */
  join(invite: string): void;
  /** What somebody does on the newest page; a device that is closed is opened. Resolves with whether it was done. */
  act(work: (actions: ActionPorts, journal: Journal) => Promise<unknown>): Promise<boolean>;
  /** Dies at the so-manieth call of a port from now; `isLost`: with the last transaction that nobody was told of. */
  dieAfter(calls: number, isLost: boolean): void;
  /** Dies in the middle of the next absorption that brings news. */
  dieAbsorbing(isLost: boolean): void;
  /** Everything but the key. */
  loseStorage(): void;
  setQuota(isFull: boolean): void;
  jumpClock(byMs: number): void;
}

/** Somebody starts the phone again. */
const rebootMs = 40_000;
/** As src/device/sync-lock.ts has it. */
const stolenAfterMs = 60_000;
const never = new Promise<never>(() => undefined);
const diskFull = new Error("QuotaExceededError");

export function createSimulatedDevice(ports: DevicePorts): SimulatedDevice {
  const { schedule, chance, signer } = ports;
  const kept = createMemoryStore(ports.state);
  /** Pages are told apart by the life in which they were opened. */
  let life = 0;
  let pages: Page[] = [];
  let callsLeft: number | null = null;
  let losesLast = false;
  /** With its last transaction lost or not; null: it does not. */
  let diesAbsorbing: { readonly isLost: boolean } | null = null;
  let isFull = false;
  let invite: string | null = null;
  let lockedUntil: number | null = null;

  const [offsetMs, driftPpm] = [chance.between(-5, 5) * 200, chance.between(-60, 60)];
  const bornAt = schedule.now();
  let jumpedMs = 0;
  const wall = (): number => {
    const now = schedule.now();
    return now + offsetMs + jumpedMs + Math.floor(((now - bornAt) * driftPpm) / 1_000_000);
  };
  const hasJoined = (): boolean => kept.read().member !== null;
  const report = (error: unknown): void => {
    if (error !== diskFull) ports.onError(error);
  };

  const store: MemoryStore = {
    read: kept.read,
    write: (next) => {
      if (isFull) throw diskFull;
      const before = kept.read();
      kept.write(next);
      ports.onWritten(before, next);
    },
  };

  /** Whatever is under way is cut off; a lock is let go with its page. */
  function endPages(): void {
    life += 1;
    for (const page of pages) page.close();
    pages = [];
    lockedUntil = null;
  }

  function die(): void {
    callsLeft = null;
    diesAbsorbing = null;
    endPages();
    ports.onDied();
    schedule.after(rebootMs, () => {
      if (pages.length === 0) open();
    });
  }

  /** Whether this is the call at which the device dies. */
  function diesHere(): boolean {
    if (callsLeft === null) return false;
    callsLeft -= 1;
    return callsLeft < 0;
  }

  /** A call of a port by a page of life `of`: a page that is gone neither calls nor is answered. */
  async function through<V>(of: number, call: () => Promise<V>, isWriting = false): Promise<V> {
    if (life !== of) return never;
    const isDeadly = diesHere();
    if (isDeadly && losesLast && !isWriting) {
      die();
      return never;
    }
    const before = kept.read();
    // The journal's transactions happen while they are asked for, only their answer takes time; a request that was sent is sent.
    const answer = call();
    if (isDeadly) {
      answer.catch(() => undefined);
      if (losesLast) kept.write(before);
      die();
      return never;
    }
    try {
      const value = await answer;
      return life === of ? value : never;
    } catch (error) {
      if (life !== of) return never;
      throw error;
    }
  }

  /** Every method of the journal is a point at which the device may die. */
  const mortal = (of: number, journal: Journal): Journal => ({
    record: async (drafts) => {
      const ids = drafts.map(({ id }) => id);
      ports.onAttempted(ids);
      const done = await through(of, () => journal.record(drafts), true);
      ports.onKept(ids);
      return done;
    },
    outbox: (...asked) => through(of, () => journal.outbox(...asked)),
    start: () => through(of, () => journal.start()),
    absorb: (absorption) => {
      if (life === of && diesAbsorbing !== null && absorption.reply.news.rows.length > 0) {
        callsLeft = 0;
        losesLast = diesAbsorbing.isLost;
      }
      return through(of, () => journal.absorb(absorption), true);
    },
    keepNonce: (nonce) => through(of, () => journal.keepNonce(nonce), true),
    rewind: (...asked) => through(of, () => journal.rewind(...asked), true),
    setAside: (...asked) => through(of, () => journal.setAside(...asked), true),
    takeIn: async (taken, at, drafts) => {
      const ids: Id[] = [];
      const noted: typeof drafts = (fresh) => {
        const made = drafts(fresh);
        ids.push(...made.map(({ id }) => id));
        ports.onAttempted(ids);
        return made;
      };
      const done = await through(of, () => journal.takeIn(taken, at, noted), true);
      ports.onKept(ids);
      return done;
    },
    carriage: () => through(of, () => journal.carriage()),
    carriageCount: () => through(of, () => journal.carriageCount()),
    refuseCarriage: (...asked) => through(of, () => journal.refuseCarriage(...asked), true),
    enrol: (...asked) => through(of, () => journal.enrol(...asked), true),
    membership: () => through(of, () => journal.membership()),
    entries: (subjects) => through(of, () => journal.entries(subjects)),
    entriesWithin: (prefix) => through(of, () => journal.entriesWithin(prefix)),
  });

  async function exclusively<V>(work: () => Promise<V>): Promise<V | null> {
    if (!ports.hasLock) return work();
    if (lockedUntil !== null && schedule.now() < lockedUntil) return null;
    const ourLock = schedule.now() + stolenAfterMs;
    lockedUntil = ourLock;
    try {
      return await work();
    } finally {
      if (lockedUntil === ourLock) lockedUntil = null;
    }
  }

  function open(): void {
    const ours = life;
    const startedAt = schedule.now();
    const clock = {
      now: wall,
      elapsed: () => Math.floor((schedule.now() - startedAt) * (1 + driftPpm / 1_000_000)),
      zoneOffset: () => 480,
      run: chance.hex(16),
    };
    const random = { bytes: chance.bytes, fraction: chance.fraction };
    // Whatever a journal had still to do when its page went is not done.
    const ownStore: MemoryStore = { read: store.read, write: (next) => (life === ours ? store.write(next) : undefined) };
    const twin = createMemoryJournal({ clock, random, device: signer.device, store: ownStore });
    const whole = ports.parts.journal?.(twin, ownStore) ?? twin;
    const wire: Transport = { post: (...of) => through(ours, () => ports.transport.post(...of)) };
    const page = openPage({
      schedule,
      clock,
      random,
      journal: mortal(ours, whole),
      signer: { ...signer, sign: (message) => through(ours, () => signer.sign(message)) },
      transport: ports.parts.transport?.(wire, whole, ownStore) ?? wire,
      exclusively,
      isAlive: () => life === ours,
      hasJoined,
      onError: report,
    });
    pages.push(page);
    page.join(invite);
  }

  return {
    name: ports.name,
    device: signer.device,
    state: kept.read,
    isOpen: () => pages.length > 0,
    hasJoined,
    isIdle: () => pages.every((page) => page.state()?.type === "idle"),
    about: () => pages.map((page) => JSON.stringify(page.state())).join(),
    open,
    closeAll: endPages,
    wake: (cause) => {
      for (const page of pages) if (hasJoined()) page.loop.wake(cause);
    },
    join: (with_) => {
      invite = with_;
      if (pages.length === 0) open();
      else if (!hasJoined()) pages[pages.length - 1]?.join(invite);
    },
    act: async (work) => {
      if (pages.length === 0) open();
      const page = pages[pages.length - 1];
      if (page === undefined || !hasJoined()) return false;
      try {
        await work(page.actions, page.journal);
        return true;
      } catch (error) {
        report(error);
        return false;
      }
    },
    dieAfter: (calls, isLost) => {
      callsLeft = calls;
      losesLast = isLost;
    },
    dieAbsorbing: (isLost) => {
      diesAbsorbing = { isLost };
    },
    loseStorage: () => {
      endPages();
      kept.write(createMemoryStore().read());
      open();
    },
    setQuota: (full) => {
      isFull = full;
    },
    jumpClock: (byMs) => {
      jumpedMs += byMs;
    },
  };
}
