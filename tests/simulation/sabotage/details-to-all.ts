// Whoever is sent an event is sent all of it: leaders get the place on the map where somebody stood when tapping.

import type { Sabotage } from "../sabotage.ts";

export const detailsToAll: Sabotage = {
  name: "details pulled to who may not see them",
  breaks: "R25: detail parts go to their readers, to others as a hash",
  endpoint: { withhold: (_, parts) => parts },
};
