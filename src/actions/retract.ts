// 撤销: a mis-tap with a glove is taken back by an event of its own; nothing is deleted.

import type { Id } from "../domain/event.ts";
import { type ActionPorts, draft, record } from "./record.ts";

/** Takes back events of the same author, together. */
export const retract = (ports: ActionPorts, person: Id, of: readonly Id[]): Promise<readonly Id[]> =>
  record(
    ports,
    of.map((event) => draft(ports, person, "retracted", { of: event })),
  );
