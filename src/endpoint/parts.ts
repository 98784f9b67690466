// The decisions of the endpoint on which its promises rest, as one table a ledger is opened with. Production uses this one; the simulation
// swaps them one at a time for known-bad ones and must notice (tests/simulation/sabotage). Decides nothing itself.

import { complete, judgeWaiting } from "./append.ts";
import { scopeNow } from "./exchange.ts";
import { createGroup } from "./group.ts";
import { pageOf, withhold } from "./news.ts";
import { foldDuty } from "./projections.ts";

export interface Parts {
  /** X4: who shares a commit, who is answered when, where numbers come from. */
  readonly createGroup: typeof createGroup;
  /** X2: the same event again. */
  readonly complete: typeof complete;
  /** X3: what waited for something that has come. */
  readonly judgeWaiting: typeof judgeWaiting;
  /** R25, X6: what a device may hold. */
  readonly scopeNow: typeof scopeNow;
  /** R25: which details it may read of that. */
  readonly withhold: typeof withhold;
  /** X6: how much of its news a device is told at once. */
  readonly pageOf: typeof pageOf;
  /** R1–R22: what a person's duty on a shift comes to. */
  readonly foldDuty: typeof foldDuty;
}

export const parts: Parts = { createGroup, complete, judgeWaiting, scopeNow, withhold, pageOf, foldDuty };
