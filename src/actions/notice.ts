// 通知: posted to a team, and read by somebody. Both travel with the next exchange; neither waits for it.

import type { Id } from "../domain/event.ts";
import { type ActionPorts, draft, record } from "./record.ts";

/** Resolves with the notice, which 撤销 takes back. */
export async function postNotice(ports: ActionPorts, author: Id, team: Id, text: string, until: number | null): Promise<readonly Id[]> {
  return record(ports, [draft(ports, author, "noticePosted", { team, until }, { note: text })]);
}

export const readNotices = (ports: ActionPorts, author: Id, notices: readonly Id[]): Promise<readonly Id[]> =>
  record(
    ports,
    notices.map((of) => draft(ports, author, "noticeRead", { of })),
  );
