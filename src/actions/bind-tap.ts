// A tap that named no shift belongs to this one: what a leader says of 没对上班次的打卡. A tap that belongs to none is answered with no.

import type { Id } from "../domain/event.ts";
import { type ActionPorts, draft, record } from "./record.ts";

export interface Binding {
  /** 签到 and 签退 of one stretch, together. */
  readonly taps: readonly Id[];
  readonly person: Id;
  readonly shift: Id;
  readonly post: Id | null;
}

export const bindTaps = (ports: ActionPorts, author: Id, { taps, ...to }: Binding): Promise<readonly Id[]> =>
  record(
    ports,
    taps.map((of) => draft(ports, author, "tapBound", { of, ...to })),
  );
