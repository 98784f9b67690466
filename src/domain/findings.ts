// 发现问题 (M3): what was found wrong at posts and what became of it, as a pure function of the set of events. A finding is open until
// somebody's living 已整改 closes it; whatever its author takes back was never said. Never reads details, never asks a clock.

import { orderTime } from "./clock.ts";
import type { Entry, Id } from "./event.ts";
import type { FindingTag, PhotoOf } from "./facts.ts";
import { type Living, livingOf } from "./living.ts";

/** In the order in which they are offered. */
export const findingTags: readonly FindingTag[] = ["posters", "clutter", "parking", "damage", "litter", "other"];

export interface PhotoNote {
  /** The `photoAttached`: its part `photo` names the bytes. */
  readonly event: Id;
  readonly shows: PhotoOf;
  readonly author: Id | null;
  readonly at: number;
}

export interface Finding {
  /** The `findingReported`. */
  readonly id: Id;
  readonly post: Id;
  readonly shift: Id | null;
  readonly tag: FindingTag;
  /** 责任单位 */
  readonly unit: string | null;
  readonly reporter: Id | null;
  readonly at: number;
  readonly before: readonly PhotoNote[];
  /** The newest living 已整改; null: still open. */
  readonly closed: { readonly event: Id; readonly by: Id | null; readonly at: number; readonly after: readonly PhotoNote[] } | null;
}

const inTime = (a: { readonly at: number; readonly id: Id }, b: { readonly at: number; readonly id: Id }): number =>
  a.at - b.at || (a.id < b.id ? -1 : 1);

/** Living photos by what they are attached to, oldest first. */
export const foldPhotos = (entries: readonly Entry[]): ReadonlyMap<Id, readonly PhotoNote[]> => photosOf(livingOf(entries));

function photosOf(living: Living): ReadonlyMap<Id, readonly PhotoNote[]> {
  const notes = living
    .of("photoAttached")
    .map(({ event, receipt }) => ({ of: event.facts.of, id: event.id, at: orderTime(event, receipt), event }))
    .sort(inTime);
  const byTarget = new Map<Id, PhotoNote[]>();
  for (const { of, at, event } of notes) {
    const note: PhotoNote = { event: event.id, shows: event.facts.shows, author: event.author, at };
    const list = byTarget.get(of);
    if (list === undefined) byTarget.set(of, [note]);
    else list.push(note);
  }
  return byTarget;
}

/** Every living finding, newest first. `entries`: the reports, and what is about them and about their closings. */
export function foldFindings(entries: readonly Entry[]): readonly Finding[] {
  const living = livingOf(entries);
  const photos = photosOf(living);
  const closings = living
    .of("findingClosed")
    .map(({ event, receipt }) => ({ of: event.facts.of, id: event.id, by: event.author, at: orderTime(event, receipt) }))
    .sort(inTime);
  const newest = new Map(closings.map((closing) => [closing.of, closing]));
  return living
    .of("findingReported")
    .map(({ event, receipt }): Finding => {
      const { id, author, facts } = event;
      const closing = newest.get(id);
      const attached = photos.get(id) ?? [];
      return {
        id,
        ...facts,
        reporter: author,
        at: orderTime(event, receipt),
        before: attached.filter(({ shows }) => shows !== "after"),
        closed:
          closing === undefined
            ? null
            : {
                event: closing.id,
                by: closing.by,
                at: closing.at,
                // A mended place may have been photographed before anybody said so.
                after: [...attached.filter(({ shows }) => shows === "after"), ...(photos.get(closing.id) ?? [])],
              },
      };
    })
    .sort((a, b) => inTime(b, a));
}

export interface PostFindings {
  readonly post: Id;
  readonly open: number;
  readonly closed: number;
  readonly newestAt: number;
}

/** Open and closed by post: those with most to do first. */
export function countByPost(findings: readonly Finding[]): readonly PostFindings[] {
  const counts = new Map<Id, PostFindings>();
  for (const { post, closed, at } of findings) {
    const known = counts.get(post) ?? { post, open: 0, closed: 0, newestAt: at };
    counts.set(post, {
      post,
      open: known.open + (closed === null ? 1 : 0),
      closed: known.closed + (closed === null ? 0 : 1),
      newestAt: Math.max(known.newestAt, at),
    });
  }
  return [...counts.values()].sort((a, b) => b.open - a.open || b.newestAt - a.newestAt || (a.post < b.post ? -1 : 1));
}

/** 责任单位 named before, the latest first, each once. */
export const recentUnits = (findings: readonly Finding[], most = 6): readonly string[] =>
  [...new Set(findings.flatMap(({ unit }) => (unit === null ? [] : [unit])))].slice(0, most);

export type FindingStatus = "all" | "open" | "closed";
export interface FindingFilter {
  readonly post: Id | null;
  readonly status: FindingStatus;
  /** Found from … to before, ms. */
  readonly from: number;
  readonly until: number;
}

export const isWanted = ({ post, at, closed }: Pick<Finding, "post" | "at" | "closed">, filter: FindingFilter): boolean =>
  at >= filter.from &&
  at < filter.until &&
  (filter.post === null || filter.post === post) &&
  (filter.status === "all" || (filter.status === "open") === (closed === null));
