// Request and reply of POST /api/exchange and POST /api/enrolments, and the problem every refusal is. Both sides import these
// schemas; types are inferred. (DESIGN.md section 5)

import * as v from "valibot";
import { bundleSchema, commonSchema, wireEventSchema } from "./bundle-schema.ts";
import { count, credential, hash, id, integer, moment, publicKey, verdict } from "./schemas.ts";

/** X12: how the device is doing, with every exchange. */
export const reportSchema = v.object({
  outboxCount: count,
  oldestAgeMs: v.nullable(count),
  /** Null where the browser cannot say. */
  persisted: v.nullable(v.boolean()),
  appVersion: v.pipe(v.string(), v.maxLength(40)),
});

/** The last audience row examined, within one epoch of the ledger; row 0 before the first pull. */
export const cursorSchema = v.object({ epoch: count, row: count });

/** A receipt without what the reply around it says: id, epoch, and the commonest values. */
export const wireReceiptSchema = v.object({
  number: count,
  /** Left out when it is the reply's `receivedAt`. */
  receivedAt: v.exactOptional(moment),
  epoch: v.exactOptional(count),
  judgement: v.exactOptional(v.picklist(["stored", "pending", "quarantined"])),
  problem: v.exactOptional(v.string()),
  verdict: v.exactOptional(verdict),
  revision: v.exactOptional(count),
  mac: id,
});
export type WireReceipt = v.InferOutput<typeof wireReceiptSchema>;

export const exchangeRequestSchema = v.object({
  protocol: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  bundle: v.nullable(bundleSchema),
  cursor: cursorSchema,
  /**
   * Opaque to the device: time, epoch, counter, last event and head of its chain, sealed (signing.ts `Standing`). One in another shape is stale and no more:
   * refused as malformed, a device would bring it again for ever.
   */
  nonce: v.pipe(v.string(), v.maxLength(200)),
  report: reportSchema,
  /** X7: after `unknownDevice`, what a ledger that has forgotten this device once signed. */
  credential: v.exactOptional(credential),
  /** X7: pushed again after `chainBehind`: what the endpoint once answered to these events, in their order, each whole (receipts.ts `alone`). */
  receipts: v.exactOptional(v.array(v.nullable(wireReceiptSchema))),
  /**
   * X7: in this life of the ledger the device was not told again of what it said itself and holds as a copy only (its storage was lost, or it is a
   * copy of another), so that it cannot push it again: it asks for it.
   */
  own: v.exactOptional(v.literal(true)),
});

export const newsSchema = v.object({
  /** Hoisted lists that rows point into. */
  audiences: v.array(v.pipe(v.string(), v.maxLength(80))),
  devices: v.array(hash),
  common: v.nullable(commonSchema),
  rows: v.array(
    v.object({
      /** Indexes into `audiences`: through which of the device's audiences this came. */
      a: v.array(count),
      /** Index into `devices`. */
      d: count,
      n: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
      /** Parts this device may not read, or that were erased, come as their hash. */
      event: wireEventSchema,
      receipt: wireReceiptSchema,
    }),
  ),
});
export type News = v.InferOutput<typeof newsSchema>;

/** What every reply says (X8). */
export const envelope = {
  protocol: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  ledger: id,
  epoch: count,
  serverTime: moment,
  nextAfterMs: count,
};

/** News and all that a device needs to go on; absorbed in one transaction (X5). */
const absorbable = {
  nonce: v.string(),
  token: v.string(),
  /** Everything this device may hold; pulled copies outside of it are purged (X6). */
  scope: v.array(v.pipe(v.string(), v.maxLength(80))),
  news: newsSchema,
  cursor: cursorSchema,
  /** More news waits: come back at once. */
  more: v.boolean(),
  /** X7: the cursor was of an earlier epoch; own events whose receipt has a higher number may have been forgotten since. */
  forgottenAbove: v.exactOptional(count),
  /** Present when new or renewed. */
  credential: v.exactOptional(credential),
  /** Which request this answers (signing.ts `answersOf`): a reply of ours to another one, kept or mixed up on the way, is not believed (X8). */
  answers: v.exactOptional(v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))),
};

export const exchangeReplySchema = v.object({
  type: v.literal("exchanged"),
  ...envelope,
  receivedAt: moment,
  /** One for each event of the bundle, in its order. */
  receipts: v.array(wireReceiptSchema),
  ...absorbable,
});
export type ExchangeRequest = v.InferOutput<typeof exchangeRequestSchema>;
export type ExchangeReply = v.InferOutput<typeof exchangeReplySchema>;

export const enrolmentRequestSchema = v.object({
  protocol: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** The text after `#` of the invite link. */
  invite: v.pipe(v.string(), v.maxLength(200)),
  publicKey,
  report: reportSchema,
  /** With a squad's link: who this is. The last four digits are those of the phone number the squad knows. */
  who: v.exactOptional(
    v.object({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)), lastFour: v.pipe(v.string(), v.regex(/^[0-9]{4}$/)) }),
  ),
});
export type Who = NonNullable<v.InferOutput<typeof enrolmentRequestSchema>["who"]>;
export const enrolmentReplySchema = v.object({
  type: v.literal("enrolled"),
  ...envelope,
  receivedAt: moment,
  persons: v.array(id),
  /** The head of this device's chain where the endpoint knows one: a journal that was lost goes on after it and does not fork. */
  head: v.exactOptional(v.object({ n: count, hash })),
  /** The endpoint's public key: credentials and badges are verified offline with it. */
  endpointKey: publicKey,
  ...absorbable,
});
export type EnrolmentRequest = v.InferOutput<typeof enrolmentRequestSchema>;
export type EnrolmentReply = v.InferOutput<typeof enrolmentReplySchema>;

export const problemReplySchema = v.object({
  type: v.literal("problem"),
  ...envelope,
  code: v.string(),
  parameters: v.record(v.string(), v.union([v.string(), integer])),
  /** A fresh one with `nonceStale`. */
  nonce: v.exactOptional(v.string()),
});
export type ProblemReply = v.InferOutput<typeof problemReplySchema>;

/** GET /api/reports/silent-devices (X12): pending work that nobody has heard of since. */
export const silentDevicesSchema = v.object({
  type: v.literal("silentDevices"),
  ...envelope,
  devices: v.array(v.object({ device: hash, persons: v.array(id), pendingCount: count, lastSeenAt: moment })),
});

/**
 * With a squad's link, until its leader has decided. The same whether the name is on the roster or not: a link that went astray must not
 * become a way to ask who belongs to a squad and how their phone numbers end.
 */
export const waitingReplySchema = v.object({
  type: v.literal("waiting"),
  ...envelope,
  requestedAt: moment,
});
export type WaitingReply = v.InferOutput<typeof waitingReplySchema>;

/** POST /api/codes, by a device that has not joined: six digits for the text of an invite. */
export const codeRequestSchema = v.object({ code: v.pipe(v.string(), v.regex(/^[0-9]{6}$/)) });
export const codeReplySchema = v.object({ type: v.literal("code"), ...envelope, invite: v.pipe(v.string(), v.maxLength(200)) });
export type CodeReply = v.InferOutput<typeof codeReplySchema>;

export const replySchema = v.variant("type", [
  exchangeReplySchema,
  enrolmentReplySchema,
  waitingReplySchema,
  codeReplySchema,
  problemReplySchema,
]);
export type Reply = v.InferOutput<typeof replySchema>;

/** One line of GET /api/live (newline-delimited JSON): `wake` says there is news, `beat` that the line is alive. */
export const liveLineSchema = v.variant("type", [v.object({ type: v.literal("wake") }), v.object({ type: v.literal("beat") })]);
