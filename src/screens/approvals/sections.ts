// What waits on 审批, as one table: a kind of request adds one line here. `load` brings the list, which draws its own heading and is only
// there while something waits; `count` says how many of them wait for the person on this device.

import type { ComponentType } from "preact";
import type { Reader } from "../../device/reading.ts";

export interface ApprovalSection {
  readonly name: string;
  readonly load: () => Promise<ComponentType>;
  readonly count: (reader: Reader) => Promise<number>;
}

export const approvalSections: readonly ApprovalSection[] = [];

/** By section, in the order of the table. */
export const countsOf = (reader: Reader): Promise<readonly number[]> => Promise.all(approvalSections.map(({ count }) => count(reader)));

export const waitingApprovals = async (reader: Reader): Promise<number> => (await countsOf(reader)).reduce((sum, count) => sum + count, 0);
