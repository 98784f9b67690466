// One open page of a simulated device: clock, journal, signer and wire as the device gives them, and the real loop over them. Ends when it is
// closed or its device dies; whatever was under way then is never answered.

import type { ActionPorts } from "../../src/actions/record.ts";
import { enrol } from "../../src/sync/exchange.ts";
import { createLoop, type SyncLoop } from "../../src/sync/loop.ts";
import type { Clock, Journal, Random, Signer, Transport } from "../../src/sync/ports.ts";
import type { SyncState } from "../../src/sync/step.ts";
import type { Schedule } from "./schedule.ts";

export interface Page {
  readonly loop: SyncLoop;
  readonly actions: ActionPorts;
  readonly journal: Journal;
  readonly state: () => SyncState | null;
  /** Joins with this, and again until it has; then starts the loop. */
  join(invite: string | null): void;
  close(): void;
}

export interface PagePorts {
  readonly schedule: Schedule;
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly signer: Signer;
  readonly transport: Transport;
  /** One exchange at a time, or everybody at once. */
  readonly exclusively: <V>(work: () => Promise<V>) => Promise<V | null>;
  /** Whether its device is still in the life in which this page was opened. */
  readonly isAlive: () => boolean;
  readonly hasJoined: () => boolean;
  readonly onError: (error: unknown) => void;
}

const [leastRetryMs, mostRetryMs] = [2_000, 20_000];

export function openPage(ports: PagePorts): Page {
  const { schedule, clock, random, journal, signer, transport, onError } = ports;
  let state: SyncState | null = null;
  let isClosed = false;
  const isOpen = (): boolean => ports.isAlive() && !isClosed;
  const exchangePorts = { journal, clock, signer, transport, report: () => ({ persisted: null, appVersion: "simulated" }) };
  const loop = createLoop({
    ...exchangePorts,
    random,
    timer: { after: (delayMs, call) => schedule.after(delayMs, () => (isOpen() ? call() : undefined)) },
    exclusively: ports.exclusively,
    onState: (next) => {
      state = next;
    },
    onError,
  });

  async function join(invite: string | null): Promise<void> {
    if (ports.hasJoined()) return loop.wake("open");
    if (invite === null) return;
    const outcome = await enrol(exchangePorts, invite, null, (next) => loop.wake("open", next)).catch((error: unknown) => {
      onError(error);
      return null;
    });
    if (!isOpen()) return;
    if (outcome?.type === "enrolled") return loop.wake("open");
    const delayMs = leastRetryMs + Math.floor(random.fraction() * (mostRetryMs - leastRetryMs));
    schedule.after(delayMs, () => void (isOpen() ? join(invite) : undefined));
  }

  return {
    loop,
    journal,
    actions: { journal, clock, random, onRecorded: () => loop.wake("tap") },
    state: () => state,
    join: (invite) => void join(invite),
    close: () => {
      isClosed = true;
      loop.stop();
    },
  };
}
