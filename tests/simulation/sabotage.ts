// A known-bad part in the place of a good one: the simulation must notice. Each lies in a file of its own under sabotage/ and is listed in
// sabotages.ts.

import type { Parts } from "../../src/endpoint/parts.ts";
import type { DeviceParts } from "./device.ts";

export interface Sabotage {
  readonly name: string;
  /** The promise it breaks, in a sentence. */
  readonly breaks: string;
  readonly device?: DeviceParts;
  readonly endpoint?: Partial<Parts>;
}
