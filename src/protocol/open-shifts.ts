// GET /api/reports/open-shifts: how many places are left on the offered shifts within one's reach. Numbers alone: who stands there is not
// told (R25).

import * as v from "valibot";
import { envelope } from "./exchange.ts";
import { count, id } from "./schemas.ts";

export const openShiftsSchema = v.object({
  type: v.literal("openShifts"),
  ...envelope,
  /** Null: as many as come. */
  shifts: v.array(v.object({ shift: id, free: v.nullable(count) })),
});
export type OpenShifts = v.InferOutput<typeof openShiftsSchema>;
