// 已整改: a finding is closed, with what it looks like now, in one transaction. Taken back, it is open again.

import type { Id } from "../domain/event.ts";
import { attached, type Picture } from "./attach-photo.ts";
import { type ActionPorts, draft, record } from "./record.ts";

/** Everything recorded, the closing first: what 撤销 takes back. */
export function closeFinding(
  ports: ActionPorts,
  author: Id,
  finding: Id,
  note: string | null,
  pictures: readonly Picture[],
): Promise<readonly Id[]> {
  const closing = draft(ports, author, "findingClosed", { of: finding }, note === null ? undefined : { note });
  const { drafts, photos } = attached(ports, author, closing.id, "after", pictures);
  return record(ports, [closing, ...drafts], photos);
}
