// 发现问题: what is wrong at a post, with its photos, in one transaction. Works without a network.

import type { Id } from "../domain/event.ts";
import type { FindingTag } from "../domain/facts.ts";
import { attached, type Picture } from "./attach-photo.ts";
import { type ActionPorts, draft, record } from "./record.ts";

export interface Report {
  readonly post: Id;
  readonly shift: Id | null;
  readonly tag: FindingTag;
  readonly unit: string | null;
  readonly note: string | null;
  readonly pictures: readonly Picture[];
}

/** Everything recorded, the finding first: what 撤销 takes back. */
export function reportFinding(ports: ActionPorts, author: Id, { post, shift, tag, unit, note, pictures }: Report): Promise<readonly Id[]> {
  const finding = draft(ports, author, "findingReported", { post, shift, tag, unit }, note === null ? undefined : { note });
  const { drafts, photos } = attached(ports, author, finding.id, "before", pictures);
  return record(ports, [finding, ...drafts], photos);
}
