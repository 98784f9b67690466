// A photo of a finding, its mending or a closed duty: named by an event of its own, its bytes kept with it in one transaction.

import type { Id } from "../domain/event.ts";
import type { PhotoOf } from "../domain/facts.ts";
import { hashBytes } from "../protocol/chain.ts";
import type { Draft, KeptPhoto } from "../sync/ports.ts";
import { type ActionPorts, draft, record } from "./record.ts";

/** A JPEG without metadata, small enough to travel: as platform/photo.ts makes it. */
export interface Picture {
  readonly bytes: Uint8Array;
  /** People can be recognised: kept 30 days (R40). */
  readonly hasPeople: boolean;
}

export interface Attached {
  readonly drafts: readonly Draft[];
  readonly photos: readonly KeptPhoto[];
}

/** To be recorded with what they are attached to. */
export function attached(
  ports: ActionPorts,
  author: Id,
  of: Id,
  shows: Exclude<PhotoOf, "people">,
  pictures: readonly Picture[],
): Attached {
  const made = pictures.map(({ bytes, hasPeople }) => {
    const hash = hashBytes(bytes);
    const event = draft(ports, author, "photoAttached", { of, shows: hasPeople ? "people" : shows }, { photo: hash });
    return { event, photo: { hash, bytes, event: event.id, hasPeople } };
  });
  return { drafts: made.map(({ event }) => event), photos: made.map(({ photo }) => photo) };
}

/** To something recorded before. */
export function attachPhotos(
  ports: ActionPorts,
  author: Id,
  of: Id,
  shows: Exclude<PhotoOf, "people">,
  pictures: readonly Picture[],
): Promise<readonly Id[]> {
  const { drafts, photos } = attached(ports, author, of, shows, pictures);
  return record(ports, drafts, photos);
}
