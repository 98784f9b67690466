// 培训 (M17): noted for one person or a whole course, all in one transaction; a slip is taken back by a retraction.

import type { Id } from "../domain/event.ts";
import type { FactsOf } from "../domain/facts.ts";
import { type ActionPorts, draft, record } from "./record.ts";

/** The ids of the trainings. */
export const noteTrainings = (ports: ActionPorts, author: Id, trainings: readonly FactsOf["trained"][]): Promise<readonly Id[]> =>
  record(
    ports,
    trainings.map((facts) => draft(ports, author, "trained", facts)),
  );
