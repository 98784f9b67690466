// Parts as a relay knows them: by their hashes alone.

import { type Parts, partHash } from "../../src/protocol/chain.ts";

export const hashOf = (parts: Parts): Parts =>
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, typeof part === "string" ? part : partHash(name, part)]));
