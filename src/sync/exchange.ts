// One exchange: outbox → bundle → request → reply believed only if it is ours → absorbed. Rules SY7–SY12, SY14, SY15, SY23, SY25, SY27.
// Decides nothing about when: that is step's.

import type { Anchor, Hash, Id } from "../domain/event.ts";
import { packBundle } from "../protocol/bundle.ts";
import { hashText } from "../protocol/chain.ts";
import type {
  CodeReply,
  EnrolmentReply,
  EnrolmentRequest,
  ExchangeRequest,
  ProblemReply,
  Reply,
  WaitingReply,
  Who,
} from "../protocol/exchange.ts";
import { limits } from "../protocol/limits.ts";
import { alone, packReceipt } from "../protocol/receipts.ts";
import { answersOf, authorization, type Credential, headMessage, requestMessage } from "../protocol/signing.ts";
import { protocolVersion } from "../protocol/versions.ts";
import { type Failed, failure, isOfBundle, judgeFailure, parseReply, unreadableOf } from "./failures.ts";
import type { Clock, Journal, Membership, OutboxEvent, Signer, SyncStart, Transport, WireReply } from "./ports.ts";
import type { SyncInput } from "./step.ts";

export interface ExchangePorts {
  readonly journal: Journal;
  readonly signer: Signer;
  readonly transport: Transport;
  readonly clock: Clock;
  /** X12: what the device says of itself beside its outbox. */
  readonly report: () => { readonly persisted: boolean | null; readonly appVersion: string };
}

type Exchanged = Extract<SyncInput, { type: "exchanged" }>;

/** SY15. `elapsedMs` is the monotonic reading itself here: the journal turns it into a difference when it records. */
function anchorOf(serverTime: number, wire: WireReply, clock: Clock): Anchor {
  const roundTripMs = Math.max(0, Math.round(wire.roundTripMs));
  const half = Math.round(roundTripMs / 2);
  return {
    serverTime,
    wallTimeThen: Math.round(clock.now()) - half,
    roundTripMs,
    run: clock.run,
    elapsedMs: Math.max(0, Math.round(clock.elapsed()) - half),
  };
}

/** X11: a browser that cannot compress sends the body plain, and the rest of the body needs room too. */
const mostBundleBytes = limits.mostPackedBytes - 16 * 1024;

/** What an exchange is made of. */
interface Begun {
  readonly start: SyncStart;
  readonly membership: Membership;
  readonly events: readonly OutboxEvent[];
}
/** SY25: the next exchange, made of where a reply leaves the device while that reply is still being absorbed. */
export interface Ahead extends Begun {
  /** Rejects when it was not kept: then the rest is not true. */
  readonly absorbed: () => Promise<void>;
}

/** What is awaited later, perhaps after it was refused: until then that is nobody's unhandled rejection. */
function awaitedLater(work: Promise<void>): () => Promise<void> {
  const settled = work.then(
    () => null,
    (error: unknown) => ({ error }),
  );
  return async () => {
    const refused = await settled;
    if (refused !== null) throw refused.error;
  };
}

async function begin(journal: Journal, limit: number): Promise<Begun | null> {
  const [start, membership] = [await journal.start(), await journal.membership()];
  if (start === null || membership === null) return null;
  // A lent tablet is nobody to the endpoint until the leader's bundle, which it carries, has said who it is.
  const isUnheardOf = membership.lent !== undefined && start.cursor.row === 0 && (await journal.carriageCount()) > 0;
  return { start, membership, events: isUnheardOf ? [] : await journal.outbox(limit, mostBundleBytes) };
}

/**
 * One exchange of at most `limit` events. Never throws for anything the network does. With `onAhead` it may resolve before its reply is
 * absorbed, when another has to follow at once, and then says what that one is: hand it in as `ahead`.
 */
export async function exchange(
  ports: ExchangePorts,
  limit: number,
  ahead: Ahead | null = null,
  onAhead: ((ahead: Ahead) => void) | null = null,
): Promise<Exchanged | Failed> {
  const { journal, signer, clock } = ports;
  const begun = ahead ?? (await begin(journal, limit));
  if (begun === null) return failure("unknownDevice", 0);
  const { start, membership, events } = begun;
  const last = events[events.length - 1];
  // SY27: what is carried for others comes after everything of our own.
  const carriage = ahead === null && last === undefined ? await journal.carriage() : null;
  const own = last === undefined ? null : packBundle(events, await signer.sign(headMessage(signer.device, last.event.n, last.hash)));
  const bundle = carriage?.bundle ?? own;
  const earlier = carriage === null ? events.map(({ receipt }) => receipt) : carriage.receipts;
  const sent = carriage?.sent ?? events.map(({ event, hash }) => ({ id: event.id, hash }));
  const request = (credential: Credential | null): ExchangeRequest => ({
    protocol: protocolVersion,
    bundle,
    cursor: start.cursor,
    nonce: start.nonce,
    report: {
      outboxCount: start.outboxCount,
      oldestAgeMs: start.oldestAt === null ? null : Math.max(0, clock.now() - start.oldestAt),
      ...ports.report(),
    },
    ...(credential === null ? {} : { credential: { ...credential, persons: [...credential.persons], roles: [...credential.roles] } }),
    ...(earlier.every((receipt) => receipt === null)
      ? {}
      : { receipts: earlier.map((receipt) => (receipt === null ? null : packReceipt(receipt, alone))) }),
    ...(start.asksOwn === true ? { own: true } : {}),
  });
  const posting = postSigned(ports, "/api/exchange", request(null));
  const left = start.outboxCount - events.length;
  // While the endpoint is at work the journal is not. A limit that was lowered may grow with the answer (SY8): then it is read after that.
  const readsOn = onAhead !== null && left > 0 && last !== undefined && limit === limits.mostEvents;
  const following = readsOn ? readOn(journal, limit, last.event.n) : null;
  let { wire, reply, isAnother } = await posting;
  await ahead?.absorbed();
  // SY18: a ledger that was rolled back to before this device joined knows its own signature.
  if (reply?.type === "problem" && reply.code === "unknownDevice" && membership.credential !== null) {
    ({ wire, reply, isAnother } = await postSigned(ports, "/api/exchange", request(membership.credential)));
  }
  // Receipts of another ledger (a wiped or exchanged endpoint under the same address) answer nothing of ours.
  // As are those to another request of ours, or of another device's, kept or mixed up by somebody on the way.
  const isOthers = isAnother || (reply?.type === "exchanged" && reply.ledger !== membership.ledger);
  if (isOthers && wire.status === 200) return failure("portal", events.length);
  if (reply?.type === "exchanged" && wire.status === 200 && reply.receipts.length !== sent.length) return failure("trouble", events.length);
  if (reply?.type !== "exchanged" || wire.status !== 200) {
    const refusal = reply?.type === "problem" ? reply : null;
    if (refusal?.nonce !== undefined) await keepRefusal(refusal, refusal.nonce, membership.ledger);
    if (carriage !== null) return refuseCarried(carriage.id, wire, refusal, membership.ledger);
    const unreadable = refusal?.ledger === membership.ledger ? unreadableOf(refusal, events) : null;
    if (unreadable === null) return judgeFailure(wire, refusal, events.length);
    await journal.setAside(unreadable);
    return failure("setAside", events.length);
  }
  // Asked only where nothing of our own is left: this one is still among them, and one that was not looked at counts as something to do.
  const carried = left > 0 ? 0 : (await journal.carriageCount()) - (carriage === null ? 0 : 1);
  const shrank = sent.length > 0 || (ahead !== null && carried > 0);
  const absorbed = awaitedLater(
    journal.absorb({
      from: start.cursor,
      reply,
      sent,
      anchor: anchorOf(reply.serverTime, wire, clock),
      ...(carriage === null ? {} : { carriage: carriage.id }),
      ...(start.asksOwn === true ? { askedOwn: true } : {}),
    }),
  );
  const outcome: Exchanged = {
    type: "exchanged",
    more: reply.more,
    shrank,
    left: Math.max(0, left) + carried,
    nextAfterMs: reply.nextAfterMs,
  };
  const goesOn = readsOn || (reply.more && left <= 0);
  const next = following === null ? [] : await following;
  if (onAhead === null || !goesOn || next === null || reply.cursor.epoch !== start.cursor.epoch) {
    await absorbed();
    return outcome;
  }
  const { cursor, nonce, credential } = reply;
  onAhead({
    start: { cursor, nonce, outboxCount: Math.max(left, next.length), oldestAt: next[0]?.event.wallTime ?? null },
    membership: credential === undefined ? membership : { ...membership, credential, persons: credential.persons },
    events: next,
    absorbed,
  });
  return outcome;

  /** SY27: whatever became of it, it never stands in the way of the next one. */
  async function refuseCarried(id: Hash, wire: WireReply, refusal: ProblemReply | null, ours: Id): Promise<Failed> {
    if (refusal !== null && refusal.ledger === ours && isOfBundle.has(refusal.code)) {
      await journal.refuseCarriage(id, refusal.code);
      return failure("setAside", 0);
    }
    const judged = judgeFailure(wire, refusal, 0);
    if (judged.failure === "trouble" || wire.status === 413) await journal.refuseCarriage(id, null);
    return judged;
  }

  async function keepRefusal({ code, parameters, ledger }: ProblemReply, nonce: string, ours: Id): Promise<void> {
    const { n } = parameters;
    // SY19
    if (code === "chainBehind" && typeof n === "number" && ledger === ours) await journal.rewind(n, nonce);
    else await journal.keepNonce(nonce);
  }
}

/** What follows a bundle that is on its way; null when it could not be read: then it is read when that one is through. */
const readOn = (journal: Journal, limit: number, after: number): Promise<readonly OutboxEvent[] | null> =>
  journal.outbox(limit, mostBundleBytes, after).catch(() => null);

interface Posted {
  readonly wire: WireReply;
  readonly reply: Reply | null;
  /** It says that it answers another request than this one. */
  readonly isAnother: boolean;
}

async function postSigned({ transport, signer }: ExchangePorts, path: Parameters<Transport["post"]>[0], body: object): Promise<Posted> {
  const text = JSON.stringify(body);
  const signature = await signer.sign(requestMessage(hashText(text)));
  const wire = await transport.post(path, text, authorization(signer.device, signature));
  const reply = parseReply(wire.body);
  const answers = reply?.type === "exchanged" || reply?.type === "enrolled" ? reply.answers : undefined;
  return { wire, reply, isAnother: answers !== undefined && answers !== answersOf(signature) };
}

export type Enrolment =
  | { readonly type: "enrolled"; readonly reply: EnrolmentReply }
  /** With a squad's link: its leader has not decided yet. Asked again with the same words, it waits on or is let in. */
  | { readonly type: "waiting"; readonly reply: WaitingReply }
  | Failed
  | { readonly type: "refused"; readonly reply: ProblemReply };

/**
 * SY16, SY17: joins with an invite; with a squad's, as `who`. Safe to repeat with the same key. `onAhead` (SY25): called before the reply is
 * absorbed, when more news waits and this device has never joined: one that has, has a place and an outbox of its own.
 */
export async function enrol(
  ports: ExchangePorts,
  invite: string,
  who: Who | null = null,
  onAhead: ((ahead: Ahead) => void) | null = null,
): Promise<Enrolment> {
  const { journal, signer, clock } = ports;
  const request: EnrolmentRequest = {
    protocol: protocolVersion,
    invite,
    publicKey: signer.publicKey,
    report: { outboxCount: 0, oldestAgeMs: null, ...ports.report() },
    ...(who === null ? {} : { who: { name: who.name, lastFour: who.lastFour } }),
  };
  const posting = postSigned(ports, "/api/enrolments", request);
  const before = onAhead === null ? null : await journal.membership();
  const { wire, reply, isAnother } = await posting;
  if (isAnother) return failure("portal", 0);
  if (reply?.type === "waiting" && wire.status === 200) return { type: "waiting", reply };
  if (reply?.type === "enrolled" && wire.status === 200) {
    const anchor = anchorOf(reply.serverTime, wire, clock);
    const absorbed = awaitedLater(journal.enrol(reply, anchor));
    const [person] = reply.persons;
    if (onAhead !== null && before === null && reply.more && person !== undefined) {
      const { ledger, persons, endpointKey, credential = null, cursor, nonce } = reply;
      onAhead({
        start: { cursor, nonce, outboxCount: 0, oldestAt: null },
        membership: { ledger, device: signer.device, person, persons, endpointKey, credential, anchor },
        events: [],
        absorbed,
      });
    }
    await absorbed();
    return { type: "enrolled", reply };
  }
  if (reply?.type === "problem" && wire.status < 500 && wire.status !== 429) return { type: "refused", reply };
  return judgeFailure(wire, reply?.type === "problem" ? reply : null, 0);
}

export type Redeemed =
  | { readonly type: "code"; readonly reply: CodeReply }
  | Failed
  | { readonly type: "refused"; readonly reply: ProblemReply };

/** Six digits that a leader read out, for the text of an invite. Uses nothing up. */
export async function redeem({ transport }: Pick<ExchangePorts, "transport">, code: string): Promise<Redeemed> {
  // Nobody has to be known to ask: what guards the codes is how often one may be wrong.
  const wire = await transport.post("/api/codes", JSON.stringify({ code }), "");
  const reply = parseReply(wire.body);
  if (reply?.type === "code" && wire.status === 200) return { type: "code", reply };
  // Too many wrong ones is an answer of ours too: somebody has to wait, and is told.
  if (reply?.type === "problem" && wire.status < 500) return { type: "refused", reply };
  return judgeFailure(wire, null, 0);
}
