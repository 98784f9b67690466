// The addresses of photos (X8, X11): who asks, which piece it is, and the answer; a whole one for who may see it (R25). Decides nothing about photos.

import * as v from "valibot";
import type { Hash, Id } from "../domain/event.ts";
import { pieceSchema } from "../protocol/photos.ts";
import { failed, problem, type Result } from "../protocol/problems.ts";
import type { AppContext } from "./app-context.ts";
import { readBytes } from "./body.ts";
import { lendersOf } from "./delegations.ts";
import type { Device } from "./devices.ts";
import { envelopeOf } from "./exchange.ts";
import type { Ledger } from "./ledger.ts";
import { isPhotoName, type Photos, type Received } from "./photos.ts";
import type { createSend } from "./send.ts";

export interface PhotoRoutePorts extends ReturnType<typeof createSend> {
  readonly ledger: Ledger;
  readonly photos: Photos;
  readonly bearer: (context: AppContext, now: number) => Result<{ readonly device: Device }>;
}

export function createPhotoRoutes({ ledger, photos, bearer, send, refuse }: PhotoRoutePorts) {
  const asked =
    <V>(
      work: (context: AppContext, photo: Hash, device: Device) => Promise<Result<V>>,
      answer: (context: AppContext, photo: Hash, value: V, now: number) => Response | Promise<Response>,
    ) =>
    async (context: AppContext): Promise<Response> => {
      const now = ledger.clock.now();
      const known = bearer(context, now);
      if (!known.ok) return refuse(context, known.problem);
      const photo = context.req.param("photo") ?? "";
      if (!isPhotoName(photo)) return refuse(context, problem("notFound"));
      const done = await work(context, photo, known.value.device);
      return done.ok ? answer(context, photo, done.value, now) : refuse(context, done.problem);
    };
  const said = (context: AppContext, photo: Hash, received: Received, now: number) =>
    send(context, { type: "photo", ...envelopeOf(ledger, now), photo, ...received }, 200);

  /** A lent tablet sends the photos of 收队 for whoever lent it. */
  const sendersOf = ({ device, persons }: Device): readonly Id[] => (persons.length === 0 ? lendersOf(ledger, device) : persons);

  const numberOf = (context: AppContext, name: string): number => {
    const text = context.req.query(name) ?? "";
    return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  };

  return {
    take: asked(async (context, photo, device) => {
      const piece = v.safeParse(pieceSchema, { offset: numberOf(context, "offset"), bytes: numberOf(context, "bytes") });
      if (!piece.success) return failed("malformed");
      const body = await readBytes(context.req.raw);
      return body.ok ? photos.take(photo, sendersOf(device), { ...piece.output, body: body.value }) : body;
    }, said),
    received: asked((_, photo, device) => photos.received(photo, sendersOf(device)), said),
    read: asked(
      (_, photo, device) => photos.read(photo, device),
      (context, _, bytes) =>
        // Nobody on the way keeps it, and nothing but a picture is made of it.
        context.body(new Uint8Array(bytes), 200, { "content-type": "image/jpeg", "cache-control": "private, no-store, no-transform" }),
    ),
  };
}
