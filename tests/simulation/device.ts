// A phone or tablet of the simulated city: the real journal twin, loop, exchange and actions behind ports at which it can be made to die, with a
// clock that is wrong, storage that refuses, and as many open pages as somebody cares to open. Knows no fault by name and no endpoint.

import type { ActionPorts } from "../../src/actions/record.ts";
import type { Hash, Id } from "../../src/domain/event.ts";
import { enrol } from "../../src/sync/exchange.ts";
import { createLoop, type SyncLoop } from "../../src/sync/loop.ts";
import type { Clock, Journal, Random, Signer, Transport } from "../../src/sync/ports.ts";
import type { SyncState, WakeCause } from "../../src/sync/step.ts";
import { createMemoryJournal, createMemoryStore, type MemoryState, type MemoryStore } from "../fixtures/memory-journal.ts";
import type { Chance } from "./chance.ts";
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

interface Page {
  readonly loop: SyncLoop;
  readonly actions: ActionPorts;
  readonly journal: Journal;
  readonly state: () => SyncState | null;
  close(): void;
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
  /** One more page; the first one starts the loop. */
  open(): void;
  closeAll(): void;
  wake(cause: WakeCause): void;
  /** Joins, and again until it has. */
  join(invite: string): void;
  /** What somebody does on the newest page; a device that is closed is opened. Resolves with whether it was done. */
  act(work: (actions: ActionPorts, journal: Journal) => Promise<unknown>): Promise<boolean>;
  /** Dies at the so-manieth call of a port from now; `isLost`: with the last transaction that nobody was told of. */
  dieAfter(calls: number, isLost: boolean): void;
  setQuota(isFull: boolean): void;
  readonly clock: { wall(): number; jump(byMs: number): void };
}

class Full extends Error {
  override readonly name = "QuotaExceededError";
}

/** Somebody starts the phone again. */
const rebootMs = 40_000;
const never = new Promise<never>(() => undefined);

export function createSimulatedDevice(ports: DevicePorts): SimulatedDevice {
  const { name, schedule, chance, signer } = ports;
  const kept = createMemoryStore(ports.state);
  /** Pages are told apart by the life in which they were opened. */
  let life = 0;
  let pages: Page[] = [];
  let callsLeft: number | null = null;
  let losesLast = false;
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

  const store: MemoryStore = {
    read: kept.read,
    write: (next) => {
      if (isFull) throw new Full();
      const before = kept.read();
      kept.write(next);
      ports.onWritten(before, next);
    },
  };

  function die(): void {
    callsLeft = null;
    life += 1;
    for (const page of pages) page.close();
    pages = [];
    lockedUntil = null;
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
  async function through<V>(of: number, call: () => Promise<V>, isWriting: boolean): Promise<V> {
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

  function openPage(): Page {
    const ours = life;
    const run = chance.hex(16);
    const [startedAt, drift] = [schedule.now(), driftPpm];
    const clock: Clock = {
      now: wall,
      elapsed: () => Math.floor((schedule.now() - startedAt) * (1 + drift / 1_000_000)),
      zoneOffset: () => 480,
      run,
    };
    const random: Random = { bytes: chance.bytes, fraction: chance.fraction };
    const twin = createMemoryJournal({ clock, random, device: signer.device, store });
    const whole: Journal = ports.parts.journal?.(twin, store) ?? twin;
    const journal: Journal = {
      record: async (drafts) => {
        const ids = drafts.map(({ id }) => id);
        ports.onAttempted(ids);
        const done = await through(ours, () => whole.record(drafts), true);
        ports.onKept(ids);
        return done;
      },
      outbox: (...of) => through(ours, () => whole.outbox(...of), false),
      start: () => through(ours, () => whole.start(), false),
      absorb: (of) => through(ours, () => whole.absorb(of), true),
      keepNonce: (of) => through(ours, () => whole.keepNonce(of), true),
      rewind: (...of) => through(ours, () => whole.rewind(...of), true),
      setAside: (of) => through(ours, () => whole.setAside(of), true),
      enrol: (...of) => through(ours, () => whole.enrol(...of), true),
      membership: () => through(ours, () => whole.membership(), false),
      entries: (of) => through(ours, () => whole.entries(of), false),
      entriesWithin: (of) => through(ours, () => whole.entriesWithin(of), false),
    };
    const wire: Transport = { post: (...of) => through(ours, () => ports.transport.post(...of), false) };
    const exchangePorts = {
      journal,
      clock,
      signer: { ...signer, sign: (message: string) => through(ours, () => signer.sign(message), false) },
      transport: ports.parts.transport?.(wire, whole, store) ?? wire,
      report: () => ({ persisted: null, appVersion: "simulated" }),
    };
    let state: SyncState | null = null;
    let isClosed = false;
    const loop = createLoop({
      ...exchangePorts,
      random,
      timer: {
        after: (delayMs, call) =>
          schedule.after(delayMs, () => {
            if (life === ours && !isClosed) call();
          }),
      },
      exclusively: async (work) => {
        if (!ports.hasLock) return work();
        if (lockedUntil !== null && schedule.now() < lockedUntil) return null;
        const ourLock = schedule.now() + 60_000;
        lockedUntil = ourLock;
        try {
          return await work();
        } finally {
          if (lockedUntil === ourLock) lockedUntil = null;
        }
      },
      onState: (next) => {
        state = next;
      },
      onError: (error) => {
        if (!(error instanceof Full)) ports.onError(error);
      },
    });

    async function joinUntilDone(): Promise<void> {
      if (invite === null || kept.read().member !== null) return loop.wake("open");
      const outcome = await enrol(exchangePorts, invite).catch((error) => {
        if (!(error instanceof Full)) ports.onError(error);
        return null;
      });
      if (isClosed || life !== ours) return;
      if (outcome?.type === "enrolled") loop.wake("open");
      else schedule.after(chance.between(2_000, 20_000), () => void (life === ours && !isClosed ? joinUntilDone() : undefined));
    }
    void joinUntilDone();
    return {
      loop,
      journal,
      actions: { journal, clock, random, onRecorded: () => loop.wake("tap") },
      state: () => state,
      close: () => {
        isClosed = true;
        loop.stop();
      },
    };
  }

  function open(): void {
    pages.push(openPage());
  }

  return {
    name,
    device: signer.device,
    state: kept.read,
    isOpen: () => pages.length > 0,
    hasJoined: () => kept.read().member !== null,
    isIdle: () => pages.every((page) => page.state()?.type === "idle"),
    about: () => pages.map((page) => JSON.stringify(page.state())).join(),
    open,
    closeAll: () => {
      // Whatever was under way is cut off, as by a swipe; a lock is let go with its page.
      life += 1;
      for (const page of pages) page.close();
      pages = [];
      lockedUntil = null;
    },
    wake: (cause) => {
      for (const page of pages) if (kept.read().member !== null) page.loop.wake(cause);
    },
    join: (with_) => {
      invite = with_;
      if (pages.length === 0) open();
    },
    act: async (work) => {
      if (pages.length === 0) open();
      const page = pages[pages.length - 1];
      if (page === undefined || kept.read().member === null) return false;
      try {
        await work(page.actions, page.journal);
        return true;
      } catch (error) {
        if (!(error instanceof Full)) ports.onError(error);
        return false;
      }
    },
    dieAfter: (calls, isLost) => {
      callsLeft = calls;
      losesLast = isLost;
    },
    setQuota: (full) => {
      isFull = full;
    },
    clock: {
      wall,
      jump: (byMs) => {
        jumpedMs += byMs;
      },
    },
  };
}
