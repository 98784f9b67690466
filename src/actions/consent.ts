// R39: location needs its own consent, given or withdrawn at any time. The wording shown is numbered.

import type { Id } from "../domain/event.ts";
import { type ActionPorts, draft, record } from "./record.ts";

/** Version of the sentence under 练一次 that asks. */
export const locationWording = 1;

export const giveConsent = (ports: ActionPorts, person: Id, given: boolean): Promise<readonly Id[]> =>
  record(ports, [draft(ports, person, "consented", { to: "location", given, wording: locationWording })]);
