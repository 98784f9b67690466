// GET /api/reports/map: which map lies under the post editor, if any. A tile address, its datum and whose it is; nobody's data.

import * as v from "valibot";
import { envelope } from "./exchange.ts";

export const mapSchema = v.object({
  type: v.literal("map"),
  ...envelope,
  tiles: v.nullable(v.object({ url: v.string(), datum: v.picklist(["wgs84", "gcj02", "bd09"]), name: v.string() })),
});
export type MapReply = v.InferOutput<typeof mapSchema>;
