// Small shapes 交接's pieces share.

import type { Hash } from "../../domain/event.ts";
import type { Shift } from "../../domain/roster.ts";
import type { HandoverWords } from "../../words/handover.ts";
import { clockOf } from "../saying.tsx";

export interface Key {
  readonly device: Hash;
  readonly publicKey: string;
}
export interface Given {
  readonly bytes: Uint8Array;
  readonly code: string;
}

export const shiftText = (words: HandoverWords, { start, end, title }: Shift): string =>
  words.shift(clockOf(start), clockOf(end), title ?? "");
