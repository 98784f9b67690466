// The sync engine put together for this device: loop, transport, signer, lock and live line. Loaded after the first screen is
// drawn: a tap needs none of it.

import { offsetOf } from "../domain/clock.ts";
import type { Who } from "../protocol/exchange.ts";
import { type Enrolment, type ExchangePorts, enrol, type Redeemed, redeem } from "../sync/exchange.ts";
import { createLoop } from "../sync/loop.ts";
import type { Desk, Journal, Membership, Random, Timer } from "../sync/ports.ts";
import type { SyncState, WakeCause } from "../sync/step.ts";
import type { Database } from "./database.ts";
import { createDesk } from "./desk.ts";
import { storeTroubleOf } from "./emergency-record.ts";
import { eraseOldFixes, eraseOldPhotos } from "./erasure.ts";
import { createFetchTransport } from "./fetch-transport.ts";
import { loadSigner } from "./keys.ts";
import { openLiveLine } from "./live-line.ts";
import type { PhotoSync } from "./photo-sync.ts";
import { createSyncLock } from "./sync-lock.ts";

/** As often as the store watch looks. */
const againMs = 3_000;

export interface EnginePorts {
  readonly database: Database;
  readonly journal: Journal;
  readonly clock: ExchangePorts["clock"];
  readonly random: Random;
  readonly timer: Timer;
  readonly report: ExchangePorts["report"];
  /** The newest live token, null before the first exchange. */
  readonly liveToken: () => Promise<string | null>;
  readonly onState: (state: SyncState) => void;
  readonly onError: (error: unknown) => void;
}

export interface Engine {
  wake(cause: WakeCause): void;
  enrol(invite: string, who?: Who): Promise<Enrolment>;
  redeem(code: string): Promise<Redeemed>;
  readonly desk: Desk;
}

/** Starts the loop if this device has joined, else waits until it has. */
export async function startEngine(ports: EnginePorts): Promise<Engine> {
  const { database, journal, clock, timer } = ports;
  const exchangePorts: ExchangePorts = {
    journal,
    clock,
    signer: await loadSigner(database),
    transport: createFetchTransport("", clock),
    report: ports.report,
  };
  const loop = createLoop({
    ...exchangePorts,
    random: ports.random,
    timer,
    exclusively: createSyncLock(clock),
    onState: (state) => {
      ports.onState(state);
      if (wasExchanging && state.type === "idle") {
        photosAfter().catch(ports.onError);
        badgeAfter().catch(ports.onError);
      }
      wasExchanging = state.type === "exchanging";
    },
    onError: ports.onError,
  });
  let wasExchanging = false;
  let photoSync: Promise<PhotoSync> | null = null;

  /** X11: events first, then the photos they name. */
  async function photosAfter(): Promise<void> {
    if ((await database.photos.where("state").equals("waiting").count()) === 0) return;
    photoSync ??= Promise.all([import("./photo-sync.ts"), import("./photo-wire.ts")]).then(([{ createPhotoSync }, { createPhotoWire }]) =>
      createPhotoSync({
        database,
        wire: createPhotoWire("", ports.liveToken, clock),
        timer,
        random: ports.random,
        exclusively: createSyncLock(clock, "daogang-photos"),
        renew: () => loop.wake("live"),
        onError: ports.onError,
      }),
    );
    (await photoSync).wake();
  }

  let isBadgeLooked = false;

  /** 我的码 is there before anybody needs it: looked after once a run, when the network is known to answer. */
  async function badgeAfter(): Promise<void> {
    if (isBadgeLooked) return;
    isBadgeLooked = true;
    const { renewBadge } = await import("./own-badge.ts");
    isBadgeLooked = await renewBadge(journal, desk, clock.now() + offsetOf((await journal.membership())?.anchor ?? null));
  }

  let hasJoined = false;

  function begin(): void {
    if (hasJoined) return;
    hasJoined = true;
    loop.wake("open");
    openLiveLine({ base: "", timer, token: ports.liveToken, onWake: () => loop.wake("live") });
  }

  const desk = createDesk({ base: "", token: ports.liveToken, renew: () => loop.wake("live"), timer });
  const member = await memberOnceAnswered(journal, timer);
  if (member !== null) {
    begin();
    const now = clock.now() + offsetOf(member.anchor);
    Promise.all([eraseOldFixes(database, now), eraseOldPhotos(database, now)]).catch(ports.onError);
  }
  return {
    wake: (cause) => {
      if (hasJoined) loop.wake(cause);
    },
    enrol: async (invite, who) => {
      const outcome = await enrol(exchangePorts, invite, who ?? null, (next) => loop.wake("open", next));
      if (outcome.type === "enrolled") begin();
      return outcome;
    },
    redeem: (code) => redeem(exchangePorts, code),
    desk,
  };
}

/** A silent database is the store watch's to mend: the engine starts as soon as it answers, not never. */
async function memberOnceAnswered(journal: Journal, timer: Timer): Promise<Membership | null> {
  for (;;) {
    try {
      return await journal.membership();
    } catch (error) {
      if (storeTroubleOf(error) === null) throw error;
      await new Promise<void>((resolve) => void timer.after(againMs, resolve));
    }
  }
}
