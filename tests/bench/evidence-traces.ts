// Synthetic traces for the bench `evidence`: what a volunteer's phone records in a month, honest or not, from a seed. Each trace says its
// class and which of its taps were dishonest. Written, with its parameters, before the detectors (R21); uses no rule but geometry.

import type { Id } from "../../src/domain/event.ts";
import type { PostShape } from "../../src/domain/position.ts";
import { createChance } from "../simulation/chance.ts";
import { cheatMakers } from "./evidence-cheats.ts";
import { honestMakers } from "./evidence-honest.ts";
import type { TraceRecord } from "./evidence-phone.ts";
import { type Scene, townOf } from "./evidence-street.ts";

export const honestClasses = [
  "openSky",
  "streetCanyon",
  "coldStart",
  "tunnel",
  "wrongDatum",
  "couple",
  "clockWrong",
  "clockCorrected",
  "driver",
  "networkFix",
] as const;
export const cheatClasses = ["spoofed", "crudeMock", "teleport", "replayedSign", "thirdPerson", "clockMoved"] as const;
export const undetectableClasses = ["friendCarries", "relayedCode", "carefulMock", "photographedSign", "clockMovedOffline"] as const;
export type TraceClass = (typeof honestClasses)[number] | (typeof cheatClasses)[number] | (typeof undetectableClasses)[number];

export interface Trace {
  readonly class: TraceClass;
  /** As they are drawn, which need not be where they are. */
  readonly posts: ReadonlyMap<Id, PostShape>;
  readonly records: readonly TraceRecord[];
  /** Taps that were not what they said. */
  readonly cheated: ReadonlySet<Id>;
}

const makers: Readonly<Record<TraceClass, (scene: Scene) => readonly TraceRecord[]>> = { ...honestMakers, ...cheatMakers };

/** The same for the same class and seed, on every machine. */
export function traceOf(of: TraceClass, seed: number): Trace {
  const chance = createChance(`evidence/${of}/${seed}`);
  const town = townOf(chance.fork("town"));
  const cheated = new Set<Id>();
  const records = makers[of]({ chance, town, person: chance.hex(16), cheated });
  return { class: of, posts: town.posts, records, cheated };
}
