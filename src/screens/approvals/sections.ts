// What waits on 审批, as one table: a kind of request adds one line here. `load` brings the list, which draws its own heading and is only
// there while something waits; `count` says how many of them wait for the person on this device.

import type { ComponentType } from "preact";
import { countClaims, countLeaves } from "../../device/claims-view.ts";
import { countDue } from "../../device/due-view.ts";
import { countEnds } from "../../device/ends-view.ts";
import type { Reader } from "../../device/reading.ts";
import { countMakeups } from "../../device/requests-view.ts";
import { countUnbound } from "../../device/unbound-view.ts";

export interface ApprovalSection {
  readonly name: string;
  readonly load: () => Promise<ComponentType>;
  /** `now`: corrected time, ms. */
  readonly count: (reader: Reader, now: number) => Promise<number>;
}

export const approvalSections: readonly ApprovalSection[] = [
  { name: "claims", load: () => import("./claims.tsx").then((it) => it.Claims), count: countClaims },
  { name: "leaves", load: () => import("./leaves.tsx").then((it) => it.Leaves), count: countLeaves },
  { name: "makeups", load: () => import("./makeups.tsx").then((it) => it.Makeups), count: countMakeups },
  { name: "ends", load: () => import("./open-ends.tsx").then((it) => it.OpenEnds), count: countEnds },
  { name: "unbound", load: () => import("./unbound.tsx").then((it) => it.Unbound), count: countUnbound },
  { name: "due", load: () => import("./due.tsx").then((it) => it.Due), count: countDue },
];

/** By section, in the order of the table. */
export const countsOf = (reader: Reader, now: number): Promise<readonly number[]> =>
  Promise.all(approvalSections.map(({ count }) => count(reader, now)));

export const waitingApprovals = async (reader: Reader, now: number): Promise<number> =>
  (await countsOf(reader, now)).reduce((sum, count) => sum + count, 0);
