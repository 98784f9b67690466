// A synthetic trace of the bench `evidence` told to a real ledger, bundle by bundle as its phone would have sent it: what is refused, and what
// the endpoint noticed about each tap.

import { createHash } from "node:crypto";
import type { Event, Hash, Id, SuspicionFlag } from "../../src/domain/event.ts";
import { append } from "../../src/endpoint/append.ts";
import type { Ledger } from "../../src/endpoint/ledger.ts";
import { finishTurn } from "../../src/endpoint/settlement.ts";
import type { CarriedEvent } from "../../src/protocol/bundle.ts";
import { chainEvent, chainStart, type Part } from "../../src/protocol/chain.ts";
import { signMessage } from "../../src/protocol/signing.ts";
import type { Trace } from "../bench/evidence-traces.ts";
import { type City, idOf, openCity } from "./city.ts";
import { hashOf } from "./part-hashes.ts";

export interface TraceOptions {
  /** Events a request; null: everything the phone had to say at once. */
  readonly batch?: number;
  /** Raw fixes come after everything else, as from a relay that knew only their hashes. */
  readonly fixesLate?: boolean;
}

export interface TraceOutcome {
  readonly refused: number;
  readonly flags: ReadonlyMap<Id, string>;
}

const team = idOf("squad of the trace");

async function peopled(city: City, { posts, records }: Trace): Promise<void> {
  await city.patch("team", team, { tier: "squad", parent: null, title: "分队" });
  const [device] = records.map(({ event }) => event.device);
  const people = [...new Set(records.flatMap(({ event }) => (event.author === null ? [] : [event.author])))];
  for (const of of people) await city.patch("person", of, { team });
  for (const [id, { kind, geometry }] of posts) await city.patch("post", id, { kind, title: "岗位", team, geometry });
  const shifts = new Map<Id, number>();
  for (const { event, receivedAt } of records)
    if (event.type === "checkedIn" || event.type === "checkedOut") {
      const { shift } = event.facts;
      if (shift !== null && !shifts.has(shift)) shifts.set(shift, receivedAt);
    }
  for (const [id, at] of shifts)
    await city.patch("shift", id, { team, start: at - 3_600_000, end: at + 3_600_000, posts: [...posts.keys()] });
  const publicKey = `04${"ab".repeat(64)}`;
  await city.own(city.ledger, "deviceEnrolled", { device, publicKey, persons: people, invite: idOf("invite") } as never);
}

/** With the sign's own code, which only the ledger knows; salts from the event, so that nothing depends on chance. */
function carriedOf(ledger: Ledger, trace: Trace): readonly CarriedEvent[] {
  let previous: Hash = chainStart;
  return trace.records.map(({ event, fix }) => {
    const told =
      event.type === "codeSeen" && event.facts.post !== null
        ? ({ ...event, facts: { ...event.facts, code: ledger.mac(signMessage(event.facts.post)) } } as Event)
        : event;
    const salt = createHash("sha256").update(event.id).digest("hex").slice(0, 32);
    const parts: { [name: string]: Part } = fix === null ? {} : { fix: { salt, value: fix } };
    const carried = { ...chainEvent(previous, told, parts), parts };
    previous = carried.hash;
    return carried;
  });
}

export async function tellTrace(trace: Trace, options: TraceOptions = {}): Promise<TraceOutcome> {
  const [begins = 0] = trace.records.map(({ receivedAt }) => receivedAt);
  const city = openCity(undefined, begins - 86_400_000);
  try {
    await peopled(city, trace);
    const { ledger } = city;
    const all = carriedOf(ledger, trace);
    const send = async (events: readonly CarriedEvent[], at: number): Promise<void> => {
      city.clock.at = Math.max(city.clock.at, at);
      await ledger.submit(events.length, (turn) => {
        for (const event of events) append(ledger, turn, event);
        finishTurn(ledger, turn);
      });
    };
    for (let i = 0; i < all.length; ) {
      const at = trace.records[i]?.receivedAt ?? 0;
      let size = 1;
      while (size < (options.batch ?? 1000) && trace.records[i + size]?.receivedAt === at) size += 1;
      const events = all.slice(i, i + size);
      await send(options.fixesLate === true ? events.map((event) => ({ ...event, parts: hashOf(event.parts) })) : events, at);
      i += size;
    }
    if (options.fixesLate === true) for (const event of all) await send([event], 0);
    const flags = new Map<Id, string>();
    let refused = 0;
    for (const { event } of all) {
      const receipt = ledger.world.entry(event.id)?.receipt;
      if (receipt?.judgement !== "stored") refused += 1;
      const found: readonly SuspicionFlag[] = receipt?.verdict?.flags ?? [];
      if (found.length > 0) flags.set(event.id, found.join());
    }
    if (city.errors.length > 0) throw city.errors[0];
    return { refused, flags };
  } finally {
    city.close();
  }
}
