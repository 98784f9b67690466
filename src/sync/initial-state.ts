// How a device begins. Apart from the step, because the first screen shows this state long before it loads the engine.

import { limits } from "../protocol/limits.ts";
import type { SyncState } from "./step.ts";

export const initialState: SyncState = { type: "idle", failures: 0, limit: limits.mostEvents, notice: null };
