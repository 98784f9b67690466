// 收下 or 说明: what the branch says of a record that was set aside, with its reason. Works without a network like every record.

import type { Id } from "../domain/event.ts";
import type { FactsOf } from "../domain/facts.ts";
import { type ActionPorts, draft, record } from "./record.ts";

/** `note`: in plain words, for whoever made the record and their staff. */
export const decideAside = (ports: ActionPorts, author: Id, facts: FactsOf["quarantineDecided"], note: string): Promise<readonly Id[]> =>
  record(ports, [draft(ports, author, "quarantineDecided", facts, { note })]);
