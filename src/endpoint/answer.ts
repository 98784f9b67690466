// From a posted body to status and reply: schema, signature, work, and refusals in our own words. The same for HTTP (app.ts) and for a
// simulation without one; knows no header but the signature's.

import * as v from "valibot";
import type { ProblemReply } from "../protocol/exchange.ts";
import { type Problem, problem, problemTable, type Result } from "../protocol/problems.ts";
import { answersOf, parseAuthorization } from "../protocol/signing.ts";
import type { ReadBody } from "./body.ts";
import { envelopeOf, type SignedBody } from "./exchange.ts";
import type { Ledger } from "./ledger.ts";
import { nonceNow } from "./rollback.ts";

export interface Answered {
  readonly status: number;
  readonly body: object;
}

/** `nonce`: for what is to be repeated at once. */
export function refusal(ledger: Ledger, { code, parameters }: Problem, nonce?: string): Answered {
  const body: ProblemReply = {
    type: "problem",
    ...envelopeOf(ledger, ledger.clock.now()),
    code,
    parameters: { ...parameters },
    ...(nonce === undefined ? {} : { nonce }),
  };
  return { status: problemTable[code].status, body };
}

/**
 * SY23: where nothing else is wrong with a request than events of its bundle, the first of them, so that its device can set it aside and send the
 * others. What a bundle hoists was read off its first event.
 */
function firstUnreadable(schema: v.GenericSchema, json: unknown): Problem["parameters"] {
  const at = (v.safeParse(schema, json).issues ?? []).map(({ path }) => {
    const [bundle, within, index] = (path ?? []).map(({ key }) => key);
    if (bundle !== "bundle") return null;
    if (within === "common") return 0;
    return within === "events" && typeof index === "number" ? index : null;
  });
  const known = at.filter((index) => index !== null);
  return known.length === 0 || known.length < at.length ? {} : { at: Math.min(...known) };
}

/** `authorization`: the header's text, null without one. */
export async function answerPosted<B>(
  ledger: Ledger,
  schema: v.GenericSchema<unknown, B>,
  { bytes, json }: ReadBody,
  authorization: string | null,
  work: (request: SignedBody<B>) => Promise<Result<object>>,
): Promise<Answered> {
  if (!ledger.meter.run("schema", () => v.is(schema, json))) return refusal(ledger, problem("malformed", firstUnreadable(schema, json)));
  const signed = parseAuthorization(authorization);
  // The schema has judged it; what is hashed is the raw JSON, where unknown fields survive.
  const result = await work({ bytes, body: json as B, signed });
  if (result.ok) return { status: 200, body: signed === null ? result.value : { ...result.value, answers: answersOf(signed.signature) } };
  const { code } = result.problem;
  const isToBeRepeated = (code === "nonceStale" || code === "chainBehind") && signed !== null;
  return refusal(ledger, result.problem, isToBeRepeated ? nonceNow(ledger, signed.device) : undefined);
}
