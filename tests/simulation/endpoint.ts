// The real endpoint without HTTP, disk and time: opened on a file in memory, answered through answer.ts, killed at the named points of a
// commit, restarted, rolled back to its backup. Knows no device.

import { answerPosted, refusal } from "../../src/endpoint/answer.ts";
import { sweepHorizon } from "../../src/endpoint/audience-rows.ts";
import type { Database } from "../../src/endpoint/database.ts";
import { enrol } from "../../src/endpoint/enrolment.ts";
import { type Life, nextEpoch } from "../../src/endpoint/epoch.ts";
import { exchange } from "../../src/endpoint/exchange.ts";
import { settleExpired } from "../../src/endpoint/expiry.ts";
import type { Woken } from "../../src/endpoint/group.ts";
import { type Ledger, openLedger } from "../../src/endpoint/ledger.ts";
import type { Parts } from "../../src/endpoint/parts.ts";
import type { Keys } from "../../src/endpoint/ports.ts";
import { refold } from "../../src/endpoint/refold.ts";
import { isRefusedWrite } from "../../src/endpoint/refused-write.ts";
import { finishTurn } from "../../src/endpoint/settlement.ts";
import { enrolmentRequestSchema, exchangeRequestSchema } from "../../src/protocol/exchange.ts";
import type { ProblemCode } from "../../src/protocol/problems.ts";
import type { Chance } from "./chance.ts";
import { createMemoryFile } from "./memory-file.ts";
import type { Schedule } from "./schedule.ts";

export type DeathPoint = "beforeCommit" | "afterCommit";

/** `null`: it died before it could say anything, or was not there. */
export type Reply = { readonly status: number; readonly body: string } | null;

export interface SimulatedEndpoint {
  /** Of the life it leads now. */
  readonly ledger: Ledger;
  readonly isUp: () => boolean;
  answer(path: string, body: string, authorization: string): Promise<Reply>;
  refuse(code: ProblemCode): Reply;
  /** At once, or the next time it comes by there. */
  die(at: DeathPoint | "now"): void;
  /** Its disk is full for so many commits. */
  refuseCommits(count: number): void;
  restart(): void;
  backUp(): boolean;
  hasBackup(): boolean;
  /** Dies, is put back to its backup and started again. `isAnnounced`: as `npx daogang restore` does it. */
  rollBack(isAnnounced: boolean): Promise<void>;
  sweep(): Promise<void>;
  readonly lives: () => number;
  close(): void;
}

export interface EndpointPorts {
  readonly schedule: Schedule;
  readonly chance: Chance;
  readonly keys: Keys;
  readonly parts: Partial<Parts>;
  readonly onRows: (woken: Woken) => void;
  readonly onError: (error: unknown) => void;
}

/** How long it takes to be there again. */
const startMs = 1_500;
const died = Symbol("died");
const diskFull = Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });

export function createSimulatedEndpoint({ schedule, chance, keys, parts, onRows, onError }: EndpointPorts): SimulatedEndpoint {
  const file = createMemoryFile();
  let life = 0;
  let isUp = false;
  let deadly: DeathPoint | null = null;
  let refusedCommits = 0;
  let ledger = start();

  function start(): Ledger {
    life += 1;
    deadly = null;
    refusedCommits = 0;
    const ours = life;
    const isOurs = (): boolean => life === ours && isUp;
    const dieAt = (point: DeathPoint) => (): void => {
      // A life that has ended reaches its own end only to be rolled back.
      if (life !== ours) throw died;
      if (deadly !== point) return;
      end();
      throw died;
    };
    const beforeCommit = (): void => {
      dieAt("beforeCommit")();
      if (refusedCommits === 0) return;
      refusedCommits -= 1;
      throw diskFull;
    };
    const random = chance.fork(`life ${life}`);
    const opened = openLedger({
      path: file.open(),
      isDemo: false,
      clock: { now: schedule.now },
      random,
      keys,
      parts,
      probes: { beforeCommit, afterCommit: dieAt("afterCommit") },
      timer: {
        after: (delayMs, call) =>
          schedule.after(delayMs, () => {
            if (!isOurs()) return;
            try {
              call();
            } catch (error) {
              if (error !== died) throw error;
            }
          }),
      },
    });
    if (!opened.ok) throw new Error(opened.problem);
    isUp = true;
    opened.value.onRows(onRows);
    return opened.value;
  }

  function end(): void {
    isUp = false;
    schedule.after(startMs, () => {
      if (!isUp) ledger = start();
    });
  }

  /** As restore.ts writes it: another life, which knows what was saved; every projection is then made again. */
  function announce(database: Database): void {
    const saved = database.get<{ epoch: number; counter: number; lives: string }>("SELECT epoch, counter, lives FROM ledgers");
    if (saved === null) throw new Error("a backup without a ledger");
    const epoch = nextEpoch(saved.epoch, schedule.now());
    const lives = [...(JSON.parse(saved.lives) as Life[]), [epoch, saved.counter]];
    database.run("UPDATE ledgers SET epoch = ?, lives = ?", epoch, JSON.stringify(lives));
  }

  async function answer(path: string, body: string, authorization: string): Promise<Reply> {
    if (!isUp) return null;
    const [ours, at] = [ledger, life];
    const bytes = new TextEncoder().encode(body);
    try {
      const read = { bytes, json: JSON.parse(body) as unknown };
      const { status, body: reply } =
        path === "/api/enrolments"
          ? await answerPosted(ours, enrolmentRequestSchema, read, authorization, (request) => enrol(ours, request))
          : await answerPosted(ours, exchangeRequestSchema, read, authorization, (request) => exchange(ours, request));
      return life === at && isUp ? { status, body: JSON.stringify(reply) } : null;
    } catch (error) {
      if (error === died || life !== at || !isUp) return null;
      // As app.ts answers what the store could not take.
      if (isRefusedWrite(error)) return refuse("busy");
      onError(error);
      return refuse("internal");
    }
  }

  function refuse(code: ProblemCode): Reply {
    const { status, body } = refusal(ledger, { code, parameters: {} });
    return { status, body: JSON.stringify(body) };
  }

  return {
    get ledger() {
      return ledger;
    },
    isUp: () => isUp,
    answer,
    refuse,
    die: (at) => {
      if (at === "now") {
        if (isUp) end();
      } else deadly = at;
    },
    refuseCommits: (count) => {
      refusedCommits = count;
    },
    restart: () => {
      if (!isUp) ledger = start();
    },
    backUp: () => {
      if (!isUp) return false;
      file.backUp();
      return true;
    },
    hasBackup: file.hasBackup,
    rollBack: async (isAnnounced) => {
      isUp = false;
      file.putBack();
      if (isAnnounced) announce(file.open());
      ledger = start();
      if (!isAnnounced) return;
      await ledger.submit(0, (turn) => {
        refold(ledger, turn);
        finishTurn(ledger, turn);
      });
    },
    sweep: async () => {
      if (!isUp) return;
      await ledger.submit(0, (turn) => sweepHorizon(ledger, turn)).catch(() => undefined);
      await settleExpired(ledger, schedule.now()).catch(() => undefined);
    },
    lives: () => life,
    close: () => file.remove(),
  };
}
