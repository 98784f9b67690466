// GET /api/reports/status: what the endpoint says about itself to those who operate it. Counts, moments and sizes; nobody's data.

import * as v from "valibot";
import { envelope, type silentDevicesSchema } from "./exchange.ts";
import { count, id, moment } from "./schemas.ts";

export const statusSchema = v.object({
  type: v.literal("status"),
  ...envelope,
  publicUrl: v.string(),
  /** The endpoint's own; null when a proxy holds it or nobody does. */
  certificate: v.nullable(v.object({ expiresAt: moment, isForAddress: v.boolean() })),
  /** What `backup` noted last: up to which number of the ledger. */
  lastBackup: v.nullable(v.object({ at: moment, number: count, directory: v.string() })),
  disk: v.nullable(v.object({ freeBytes: count, totalBytes: count })),
  ledgerBytes: count,
  events: count,
  /** Devices that have joined, the endpoint itself not counted. */
  devices: count,
  /** With work pending and not heard of for a day, by branch: corps staff see aggregates (R25). */
  silent: v.array(v.object({ team: v.nullable(id), devices: count })),
  schemaVersion: count,
  appVersion: v.string(),
  startedAt: moment,
  isDemo: v.boolean(),
  /** For the commands an operator is told to run: Node's name of the system, and where program and data lie. */
  platform: v.string(),
  program: v.string(),
  dataDir: v.string(),
});
export type Status = v.InferOutput<typeof statusSchema>;
/** GET /api/reports/silent-devices, as a screen keeps it. */
export type SilentDevices = v.InferOutput<typeof silentDevicesSchema>;
