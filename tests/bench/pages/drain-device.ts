// The page of the drain benches: the app's own device, put together as main.tsx does it, without screens. Where time goes is seen from
// outside: the journal is wrapped, and so are the browser's own fetch, sign and compression. Driven through `globalThis.drainDevice`.

import { Dexie } from "dexie";
import { type Engine, startEngine } from "../../../src/device/engine.ts";
import { type Device, openDevice } from "../../../src/device/open-device.ts";
import type { Fix } from "../../../src/domain/facts.ts";
import { createClock } from "../../../src/platform/clock.ts";
import { createEmergencyShelf } from "../../../src/platform/emergency-shelf.ts";
import { createRandom } from "../../../src/platform/random.ts";
import { createTimer } from "../../../src/platform/timer.ts";
import { createEventId } from "../../../src/protocol/id.ts";
import type { Clock, Draft, Journal } from "../../../src/sync/ports.ts";
import type { SyncState } from "../../../src/sync/step.ts";

/** One duty of one person: check-in, the fix that follows it, check-out. */
export interface Duty {
  readonly shift: string;
  readonly post: string;
  readonly at: number;
  readonly fix: Fix;
  readonly claim: { readonly band: "inside"; readonly distanceDm: number; readonly accuracyDm: number; readonly postVersion: string };
}

const stageNames = ["read", "pack", "sign", "compress", "send", "parse", "absorb"] as const;
/** ms; `send`: from the request until the whole of its reply, the endpoint's work within. */
export type Stages = Readonly<Record<(typeof stageNames)[number], number>>;
export interface Measured {
  readonly tookMs: number;
  readonly stages: Stages;
  readonly exchanges: number;
  /** Rows of news absorbed. */
  readonly rows: number;
}

const random = createRandom();
const real = createClock(random);
/** Its two hands go on together: a clock that was only put back would be told (R21), and every tap judged again. */
let [wallMs, monotonicMs] = [0, 0];
const clock: Clock = { ...real, now: () => real.now() + wallMs, elapsed: () => real.elapsed() + monotonicMs };
const timer = createTimer();
const fail = (error: unknown): void => console.error(error);

const zero = (): Record<(typeof stageNames)[number], number> => ({ read: 0, pack: 0, sign: 0, compress: 0, send: 0, parse: 0, absorb: 0 });
let spent = zero();
let exchanges = 0;
let rows = 0;
/** Since when the next request is being made; since when the last reply lies there and nothing stands in its way. */
let madeFrom = 0;
let heardAt = 0;
/** No network until the drain begins, even where a retry would come a moment before it. */
let isHeld = false;
let onAbsorbed: (sent: number, isMore: boolean) => void = () => {};
let state: SyncState | null = null;
let device: Device | null = null;
let engine: Engine | null = null;

async function timed<V>(stage: keyof Stages, work: () => Promise<V>): Promise<V> {
  const began = performance.now();
  try {
    return await work();
  } finally {
    spent[stage] += performance.now() - began;
  }
}

function watchBrowser(): void {
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    if (isHeld) throw new TypeError("held");
    if (!/\/api\/(exchange|enrolments)$/.test(String(input))) return fetch(input, init);
    const began = performance.now();
    // But for what is counted by itself.
    if (madeFrom > 0) spent.pack += began - madeFrom;
    exchanges += 1;
    const reply = await fetch(input, init);
    const text = reply.text.bind(reply);
    reply.text = async () => {
      const read = await text();
      heardAt = performance.now();
      spent.send += heardAt - began;
      return read;
    };
    return reply;
  };
  const aside = async <V>(stage: "sign" | "compress", work: () => Promise<V>): Promise<V> => {
    const began = performance.now();
    const value = await timed(stage, work);
    spent.pack -= performance.now() - began;
    return value;
  };
  const sign = crypto.subtle.sign.bind(crypto.subtle);
  crypto.subtle.sign = (...args: Parameters<SubtleCrypto["sign"]>) => aside("sign", () => sign(...args));
  const { blob } = Response.prototype;
  Response.prototype.blob = function () {
    return aside("compress", () => blob.call(this));
  };
}

function watched(journal: Journal): Journal {
  const reading = async <V>(work: () => Promise<V>, isOnTheWay = false): Promise<V> => {
    const value = await timed("read", work);
    if (!isOnTheWay) madeFrom = performance.now();
    return value;
  };
  const absorbing = async (work: () => Promise<void>, news: number, sent: number, isMore: boolean): Promise<void> => {
    madeFrom = performance.now();
    spent.parse += madeFrom - heardAt;
    await timed("absorb", work);
    // A reply that came meanwhile has waited for this.
    heardAt = Math.max(heardAt, performance.now());
    rows += news;
    onAbsorbed(sent, isMore);
  };
  return {
    ...journal,
    start: () => reading(journal.start),
    membership: () => reading(journal.membership),
    outbox: (...args) => reading(() => journal.outbox(...args), args.length > 2),
    absorb: (it) => absorbing(() => journal.absorb(it), it.reply.news.rows.length, it.sent.length, it.reply.more),
    enrol: (reply, anchor) => absorbing(() => journal.enrol(reply, anchor), reply.news.rows.length, 0, reply.more),
  };
}

async function start(): Promise<void> {
  watchBrowser();
  device = await openDevice({ clock, random, timer, shelf: createEmergencyShelf(), onSendable: () => undefined, onError: fail });
  engine = await startEngine({
    database: device.database,
    journal: watched(device.journal),
    clock,
    random,
    timer,
    report: () => ({ persisted: true, appVersion: "0.0.0-bench" }),
    liveToken: device.views.liveToken,
    onState: (next) => {
      state = next;
    },
    onError: fail,
  });
}

function opened(): { readonly device: Device; readonly engine: Engine } {
  if (device === null || engine === null) throw new Error("start first");
  return { device, engine };
}

async function enrol(invite: string): Promise<void> {
  const outcome = await opened().engine.enrol(invite);
  if (outcome.type !== "enrolled") throw new Error(JSON.stringify(outcome));
}

/** Before it joins: the page was opened so long ago. */
function openedAgo(ago: number): void {
  wallMs = -ago;
}

function waitUntil(time: number): void {
  const ms = time - clock.now();
  wallMs += ms;
  monotonicMs += ms;
}

/** Two transactions a duty, each at its time. */
async function record(person: string, duties: readonly Duty[]): Promise<void> {
  const { journal } = opened().device;
  for (const { shift, post, at, fix, claim } of duties) {
    const draft = (wallTime: number) => ({ id: createEventId(wallTime, random.bytes(10)), author: person, wallTime });
    const tap = { ...draft(at), type: "checkedIn", facts: { shift, post } } satisfies Draft;
    waitUntil(at);
    await journal.record([tap, { ...draft(fix.at + 900), type: "positionFixed", facts: { of: tap.id, ...claim }, parts: { fix } }]);
    waitUntil(at + 3_600_000);
    await journal.record([{ ...draft(at + 3_600_000), type: "checkedOut", facts: { shift, post } }]);
  }
  waitUntil(real.now());
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** A tap without a network: tried, failed, said so. */
async function failOffline(): Promise<void> {
  await until(() => state?.type === "idle" || state?.type === "waiting");
  isHeld = true;
  opened().engine.wake("tap");
  await until(() => state?.type === "waiting" && state.notice === "offline");
}

const quiet = (): Promise<void> => until(() => state?.type === "idle");

function measure(begin: () => void, isOver: (sent: number, isMore: boolean) => boolean): Promise<Measured> {
  spent = zero();
  [exchanges, rows, madeFrom] = [0, 0, 0];
  const began = performance.now();
  return new Promise((resolve) => {
    onAbsorbed = (sent, isMore) => {
      if (!isOver(sent, isMore)) return;
      onAbsorbed = () => {};
      resolve({ tookMs: performance.now() - began, stages: spent, exchanges, rows });
    };
    begin();
  });
}

/** From the wake until the last of `count` receipts is kept. */
function drain(count: number): Promise<Measured> {
  let left = count;
  isHeld = false;
  return measure(
    () => opened().engine.wake("manual"),
    (sent) => {
      left -= sent;
      return left <= 0;
    },
  );
}

/** From the invite until there is no more news. */
const pull = (invite: string): Promise<Measured> =>
  measure(
    () => void enrol(invite).catch(fail),
    (_, isMore) => !isMore,
  );

/** What the journal holds now, counted row by row. */
async function kept(): Promise<{ readonly events: number; readonly own: number; readonly stored: number; readonly unsent: number }> {
  const { events } = opened().device.database;
  const all = await events.toArray();
  const own = all.filter(({ link }) => link !== null);
  return {
    events: all.length,
    own: own.length,
    stored: own.filter(({ receipt }) => receipt?.judgement === "stored").length,
    unsent: await events.where("[unsent+n]").between([1, Dexie.minKey], [1, Dexie.maxKey]).count(),
  };
}

const drainDevice = { start, openedAgo, enrol, record, failOffline, quiet, drain, pull, kept };
export type DrainDevice = typeof drainDevice;
Object.assign(globalThis, { drainDevice });
