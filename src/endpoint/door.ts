// Admission (X10) at the HTTP door: what kind a request is before its body is read, and its ticket until it is answered. What a request says
// of itself is believed only to its disadvantage. Decides no bound.

import type { Next } from "hono";
import { limits } from "../protocol/limits.ts";
import type { Admission, Kind } from "./admission.ts";
import type { AppContext, AtDoor } from "./app-context.ts";

/** A bundle is longer than this however few events it carries: its two hashes, device and signature alone are 320 digits. */
const mostPullBytes = 512;

/** Everything by which a request is judged before its body. */
export interface Head {
  readonly method: string;
  readonly path: string;
  /** Header texts; null without one. */
  readonly length: string | null;
  readonly encoding: string | null;
}

/** Reading costs little and can be asked again; whatever is posted is nowhere else yet, or somebody sits there and waits. */
export function kindOf({ method, path, length, encoding }: Head): Kind {
  if (method !== "POST") return "pull";
  const isShort = encoding === null && length !== null && Number(length) <= mostPullBytes;
  return path === "/api/exchange" && isShort ? "pull" : "push";
}

/** Without a length it may come to the most we would read. */
export const claimedBytes = ({ method, length }: Head): number => {
  const bytes = length === null ? Number.NaN : Number(length);
  if (Number.isNaN(bytes)) return method === "POST" ? limits.mostPackedBytes : 0;
  return Math.min(limits.mostPackedBytes, Math.max(0, bytes));
};

/** JSON of ours packs to a fifth or less; what packs better is a bomb and stops at the limit. */
const unpackedBytes = (bytes: number, isPacked: boolean): number => (isPacked ? Math.min(limits.mostUnpackedBytes, bytes * 8) : bytes);

const headOf = (context: AppContext): Head => ({
  method: context.req.method,
  path: context.req.path,
  length: context.req.header("content-length") ?? null,
  encoding: context.req.header("content-encoding") ?? null,
});

/** `turnAway` makes the reply. */
export const createDoor =
  (admission: Admission, turnAway: (context: AppContext, stayMs: number) => Response | Promise<Response>) =>
  async (context: AppContext, next: Next): Promise<Response | undefined> => {
    const head = headOf(context);
    const arrival = admission.arrive(kindOf(head), claimedBytes(head));
    if (!arrival.ok) return turnAway(context, arrival.stayMs);
    const { ticket } = arrival;
    const door: AtDoor = { ticket };
    context.set("door", door);
    try {
      // What has no body begins at once.
      const stayMs = head.method === "POST" ? null : ticket.begin(0);
      if (stayMs !== null) return await turnAway(context, stayMs);
      await next();
      return undefined;
    } finally {
      ticket.leave();
    }
  };

const noted = (context: AppContext, stayMs: number | null | undefined): boolean => {
  const door = context.get("door");
  if (door === undefined || stayMs === null || stayMs === undefined) return true;
  door.stayMs = stayMs;
  return false;
};

/** The body is here: may it be unpacked and worked on? `bytes`: as it came. */
export const mayBegin = (context: AppContext, bytes: number): boolean =>
  noted(context, context.get("door")?.ticket.begin(unpackedBytes(bytes, context.req.header("content-encoding") !== undefined)));

/** Its words say that it is of this kind. */
export const mayGoOnAs = (context: AppContext, kind: Kind): boolean => noted(context, context.get("door")?.ticket.known(kind));

/** How long one that was let in and turned away after all is to stay away; ms. */
export const stayMsOf = (context: AppContext): number | undefined => context.get("door")?.stayMs;
