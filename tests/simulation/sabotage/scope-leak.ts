// A scope only grows, so that nothing vanishes from a screen in the middle of a shift: who leads no longer goes on seeing everybody.

import { scopeNow } from "../../../src/endpoint/exchange.ts";
import type { Sabotage } from "../sabotage.ts";

export const scopeLeak: Sabotage = {
  name: "scope leak",
  breaks: "R25, X6: a device holds what its people may see now, and nothing else",
  endpoint: { scopeNow: (ledger, device, now) => [...new Set([...(device.scope ?? []), ...scopeNow(ledger, device, now)])].sort() },
};
