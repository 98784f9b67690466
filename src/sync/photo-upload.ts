// One photo to the endpoint (X11): asks how far it came, sends piece after piece from there, and says what became of it. Decides nothing
// about when; retries are the caller's, by the same backoff as everything else (SY4).

import type { Hash, Id } from "../domain/event.ts";
import { problemReplySchema } from "../protocol/exchange.ts";
import { photoLimits, photoReplySchema } from "../protocol/photos.ts";
import { judged, type Schema } from "../protocol/schemas.ts";
import type { WireReply } from "./ports.ts";

/** Adds the token; never throws. `status` 0: nothing came back. */
export interface PhotoWire {
  received(photo: Hash): Promise<WireReply>;
  put(photo: Hash, offset: number, bytes: number, body: Uint8Array): Promise<WireReply>;
}

/**
 * stored: the endpoint has it whole, the device may forget it · tokenStale: after the next exchange · refused: the endpoint does not want
 * it, now at least; others may go · the rest is the network's, or the endpoint's: all wait.
 */
export type PhotoOutcome =
  | { readonly type: "stored" }
  | {
      readonly type: "failed";
      readonly failure: "offline" | "busy" | "trouble" | "tokenStale" | "refused" | "tooLarge";
      readonly retryAfterMs: number | null;
    };

type Failure = Extract<PhotoOutcome, { readonly type: "failed" }>["failure"];
const failed = (failure: Failure, retryAfterMs: number | null = null): PhotoOutcome => ({ type: "failed", failure, retryAfterMs });

type Said =
  | { readonly type: "at"; readonly receivedBytes: number; readonly isStored: boolean }
  | { readonly type: "spoilt" }
  | { readonly type: "smaller" }
  | { readonly type: "end"; readonly outcome: PhotoOutcome };

function parsed<T>(schema: Schema<T>, body: string): T | null {
  try {
    return judged(schema, JSON.parse(body)) as T | null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What a wire reply means; whatever is not ours is somebody else's page, and says nothing about the photo (X8). */
function read({ status, body, retryAfterMs }: WireReply, photo: Hash, ledger: Id): Said {
  const end = (failure: Failure): Said => ({ type: "end", outcome: failed(failure, retryAfterMs) });
  if (status === 0) return end("offline");
  const reply = status === 200 ? parsed(photoReplySchema, body) : null;
  if (reply !== null && reply.photo === photo && reply.ledger === ledger)
    return { type: "at", receivedBytes: reply.receivedBytes, isStored: reply.isStored };
  if (status === 413) return { type: "smaller" };
  if (status === 429 || status === 503) return end("busy");
  switch (parsed(problemReplySchema, body)?.code) {
    case "tokenStale":
      return end("tokenStale");
    case "malformed":
      return { type: "spoilt" };
    case "missingReference":
    case "forbidden":
    case "notFound":
      return end("refused");
    default:
      return end("trouble");
  }
}

const leastPieceBytes = 8 * 1024;

/** Never throws for anything the network does. */
export async function uploadPhoto(wire: PhotoWire, ledger: Id, photo: Hash, bytes: Uint8Array): Promise<PhotoOutcome> {
  let pieceBytes: number = photoLimits.pieceBytes;
  let spoilt = 0;
  let standing = -1;
  let stuck = 0;
  let said = read(await wire.received(photo), photo, ledger);
  for (;;) {
    if (said.type === "end") return said.outcome;
    if (said.type === "at") {
      if (said.isStored) return { type: "stored" };
      // A reply that never moves must not be asked for ever.
      stuck = said.receivedBytes === standing ? stuck + 1 : 0;
      if (stuck > 2) return failed("trouble");
      standing = said.receivedBytes;
    } else if (said.type === "smaller") {
      if (pieceBytes <= leastPieceBytes) return failed("tooLarge");
      pieceBytes = Math.max(leastPieceBytes, Math.floor(pieceBytes / 2));
    } else {
      // What arrived was not the photo, and the endpoint has thrown it away.
      spoilt += 1;
      if (spoilt > 1) return failed("trouble");
      standing = 0;
    }
    const at = standing > bytes.length || standing < 0 ? 0 : standing;
    said = read(await wire.put(photo, at, bytes.length, bytes.subarray(at, at + pieceBytes)), photo, ledger);
  }
}
