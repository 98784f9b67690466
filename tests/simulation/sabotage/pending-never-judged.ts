// An event that names something unknown is put away as pending, and nobody looks at it again when what it names has come.

import type { Sabotage } from "../sabotage.ts";

export const pendingNeverJudged: Sabotage = {
  name: "pending never judged again",
  breaks: "X3: what waited is judged when what it names has come",
  endpoint: { judgeWaiting: () => undefined },
};
