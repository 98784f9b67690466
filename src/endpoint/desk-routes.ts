// What a desk or a leader asks of the endpoint by name (links, imports, reports), as one table: whoever adds a question adds a line to
// `features`. A call knows its device and persons; every right is the feature's own to check (R25). Knows no HTTP but paths.

import type * as v from "valibot";
import type { Id } from "../domain/event.ts";
import type { Result } from "../protocol/problems.ts";
import type { Site } from "./app.ts";
import type { Device } from "./devices.ts";
import { hoursReport } from "./hours-report.ts";
import { invites } from "./invites.ts";
import type { Ledger } from "./ledger.ts";
import { mapFeature } from "./map-tiles.ts";
import { openShiftReports } from "./open-shifts.ts";
import { paper } from "./paper.ts";
import { peopleReports } from "./people-reports.ts";
import { personRecordReports } from "./person-records.ts";
import { quarantine } from "./quarantine.ts";
import { imports } from "./register-import.ts";
import { silentDevices } from "./silent-devices.ts";
import { statusOf } from "./status.ts";

export interface DeskCall {
  readonly ledger: Ledger;
  readonly site: Site;
  readonly device: Device;
  /** Who is bound to the device. */
  readonly persons: readonly Id[];
  readonly now: number;
  readonly query: (name: string) => string | null;
  /** A part of the path written as `:name`. */
  readonly param: (name: string) => string | null;
}

/** The reply without its envelope; `type` is its name in the wire's schemas. */
export type DeskReply = { readonly type: string };
type Answer = Result<DeskReply> | Promise<Result<DeskReply>>;

export interface DeskRoutes {
  /** `path` from `/api/` on. */
  get(path: string, answer: (call: DeskCall) => Answer): void;
  post<B>(path: string, schema: v.GenericSchema<unknown, B>, answer: (call: DeskCall, body: B) => Answer): void;
}

/** Adds its questions to the table. */
export type DeskFeature = (routes: DeskRoutes) => void;

const silence: DeskFeature = (routes) =>
  routes.get("/api/reports/silent-devices", ({ ledger, device, now }) => ({
    ok: true,
    value: { type: "silentDevices", devices: silentDevices(ledger, device, now) } as DeskReply,
  }));

const operation: DeskFeature = (routes) => routes.get("/api/reports/status", statusOf);

export const features: readonly DeskFeature[] = [
  silence,
  operation,
  invites,
  peopleReports,
  personRecordReports,
  imports,
  paper,
  mapFeature,
  quarantine,
  openShiftReports,
  hoursReport,
];
