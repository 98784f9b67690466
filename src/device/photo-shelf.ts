// Photos to look at: the device's own copy, else the endpoint's for who may see it (R25). What was fetched is kept for this run of the page
// alone. Fetched with the first screen that shows one.

import type { Hash } from "../domain/event.ts";
import { problemReplySchema } from "../protocol/exchange.ts";
import { judged } from "../protocol/schemas.ts";
import type { Database } from "./database.ts";

/** gone: erased, or not arrived yet, or not for us. */
export type PhotoView = { readonly type: "photo"; readonly blob: Blob } | { readonly type: "offline" } | { readonly type: "gone" };

export interface PhotoShelf {
  see(photo: Hash): Promise<PhotoView>;
  /** Those still on this device alone. For a live query. */
  waiting(): Promise<readonly Hash[]>;
}

const timeLimitMs = 30_000;

export function createPhotoShelf(database: Database, token: () => Promise<string | null>, renew: () => void): PhotoShelf {
  const fetched = new Map<Hash, Promise<PhotoView>>();

  async function ask(photo: Hash): Promise<PhotoView> {
    const bearer = await token();
    if (bearer === null) return { type: "offline" };
    const abort = new AbortController();
    const limit = setTimeout(() => abort.abort(), timeLimitMs);
    try {
      const reply = await fetch(`/api/photos/${photo}`, {
        headers: { Authorization: `Bearer ${bearer}` },
        cache: "no-store",
        credentials: "omit",
        signal: abort.signal,
      });
      if (reply.ok && reply.headers.get("Content-Type") === "image/jpeg") return { type: "photo", blob: await reply.blob() };
      const code = judged(problemReplySchema, await reply.json())?.code;
      if (code === "tokenStale") renew();
      return code === "notFound" ? { type: "gone" } : { type: "offline" };
    } catch {
      // No network, or a page that is not ours.
      return { type: "offline" };
    } finally {
      clearTimeout(limit);
    }
  }

  return {
    see: async (photo) => {
      const own = await database.photos.get(photo);
      if (own !== undefined) return { type: "photo", blob: new Blob([own.bytes.slice()], { type: "image/jpeg" }) };
      const known = fetched.get(photo) ?? ask(photo);
      fetched.set(photo, known);
      const seen = await known;
      // Only what is there is worth remembering.
      if (seen.type !== "photo") fetched.delete(photo);
      return seen;
    },
    waiting: () => database.photos.where("state").equals("waiting").primaryKeys(),
  };
}
