// Small parts of a simulated world that know nothing of it: an endpoint whose pages are small, a client of before, what a refusal or a defect
// says.

import { pageOf } from "../../src/endpoint/news.ts";
import type { Parts } from "../../src/endpoint/parts.ts";
import type { Journal } from "../../src/sync/ports.ts";
import type { DeviceParts } from "./device.ts";

/** Of news. */
export const smallPages = (mostEvents: number): Partial<Parts> => ({
  pageOf: (ledger, input) => pageOf(ledger, { ...input, mostEvents, mostRows: 2 * mostEvents }),
});

/** Of before receipts were shown again after a rollback. */
const old = (journal: Journal): Journal => ({
  ...journal,
  outbox: async (...of) => (await journal.outbox(...of)).map((carried) => ({ ...carried, receipt: null })),
});

/** Of a device, as sabotage has them. */
export const partsOf = (swapped: DeviceParts, isOld: boolean): DeviceParts =>
  isOld ? { ...swapped, journal: (journal, store) => old(swapped.journal?.(journal, store) ?? journal) } : swapped;

/** What a device may set an event aside for (SY8, SY23). */
export const saysUnreadable = (body: string): boolean => /"code":"(malformed|tooLarge|headMismatch)"/.test(body);

export const messageOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
