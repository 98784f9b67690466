// The pictures of bench `scan`: what is written in a code, how it is held, and a burst of frames of it, all from a seed. scan-parameters.ts says
// how hard they are, scan-picture.ts draws one.

import { encode } from "uqr";
import { badgeText } from "../../src/protocol/badge.ts";
import { type Chance, createChance } from "../simulation/chance.ts";
import { type Condition, framesOfBurst, type Kind, kinds, looks, printed, share, sizes, tremor } from "./scan-parameters.ts";
import { type Damage, type Glare, type Picture, renderPicture, type Thing } from "./scan-picture.ts";

export type Seeds = "tuning" | "held-out";
export interface Burst {
  readonly condition: Condition;
  readonly kind: Kind;
  readonly text: string;
  readonly width: number;
  readonly height: number;
  /** Brightness, a byte a pixel. */
  readonly frames: readonly Uint8Array[];
}

const packed = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*+-.";
const drawn = (chance: Chance, length: number): string => Array.from({ length }, () => packed[chance.below(packed.length)]).join("");
const within = (chance: Chance, [least, most]: readonly [number, number]): number => least + chance.fraction() * (most - least);

/** As long and of the same characters as the app's own. */
const texts: Readonly<Record<Kind, (chance: Chance) => string>> = {
  sign: (chance) => `https://daogang.example/s/${chance.hex(16)}.${chance.between(10_000_000, 99_999_999)}`,
  badge: (chance) => badgeText({ person: chance.hex(16), expires: 1_800_000_000_000, signature: chance.hex(64) }),
  rotating: (chance) => `DG2:${drawn(chance, 96)}`,
  relay: (chance) => `DG4:R:${chance.hex(8).toUpperCase()}:${chance.below(40)}:12:${drawn(chance, 450)}`,
};

const finders = (size: number): readonly (readonly [number, number])[] => [
  [7.5, 7.5],
  [size - 7.5, 7.5],
  [7.5, size - 7.5],
];
const nearFinder = (size: number, x: number, y: number, distance: number): boolean =>
  finders(size).some(([fx, fy]) => Math.hypot(x - fx, y - fy) < distance);

/** A place on the code, away from its three corner marks: covered there no phone reads it, and people turn it. */
function placeOn(chance: Chance, size: number, distance: number): readonly [number, number] {
  for (;;) {
    const [x, y] = [within(chance, [4, size - 4]), within(chance, [4, size - 4])];
    if (!nearFinder(size, x, y, distance)) return [x, y];
  }
}

function damageOf(chance: Chance, condition: Condition, size: number): readonly Damage[] {
  const look = looks[condition];
  if (look.cracks === null) return [];
  const cracks = Array.from({ length: chance.between(...look.cracks) }, (): readonly Damage[] => {
    const [from, to, width] = [within(chance, [4, size - 4]), within(chance, [4, size - 4]), within(chance, look.crackWidth)];
    const isAcross = chance.happens(0.5);
    const steps = 7;
    const points = Array.from({ length: steps + 1 }, (_, i): readonly [number, number] => {
      const [along, aside] = [(size * i) / steps, from + ((to - from) * i) / steps + within(chance, [-1.5, 1.5])];
      return isAcross ? [along, aside] : [aside, along];
    });
    return points.slice(1).map((end, i) => ({ from: points[i] ?? end, to: end, radius: width / 2 }));
  });
  const flakes = Array.from({ length: chance.between(...look.flakes) }, (): Damage => {
    const at = placeOn(chance, size, 5);
    return { from: at, to: at, radius: within(chance, look.flakeRadius) };
  });
  return [...cracks.flat(), ...flakes];
}

/** A lamp in the laminate: a bright core that hides what is under it, and a veil. */
function glareOf(chance: Chance, condition: Condition, size: number): Glare | null {
  const { glare, veil } = looks[condition];
  if (glare === null) return null;
  const side = size - 8;
  const peak = within(chance, [1.2, 4]);
  const radius = side * Math.sqrt(within(chance, glare) / Math.PI);
  const stretch = within(chance, [1, 2.5]);
  const at = placeOn(chance, size, radius * Math.sqrt(stretch) + 3);
  return {
    at,
    angle: within(chance, [0, Math.PI]),
    stretch,
    peak,
    // From the middle to where it outshines paper by so much that ink is as bright.
    sigma: radius / Math.sqrt(2 * Math.log(peak / 0.7)),
    veil: within(chance, veil),
    veilSigma: side * within(chance, [0.3, 0.6]),
  };
}

function thingsBehind(chance: Chance, width: number, height: number): readonly Thing[] {
  return Array.from({ length: chance.between(3, 8) }, () => ({
    x: chance.below(width),
    y: chance.below(height),
    width: chance.between(width >> 4, width >> 1),
    height: chance.between(height >> 4, height >> 1),
    shade: within(chance, [0.08, 0.7]),
    stripes: chance.happens(0.3) ? chance.between(3, 14) : 0,
  }));
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** `index` chooses what is held and the camera; sign, badge, rotating code and relay frame come in turn, both cameras for each. */
export function makeBurst(seeds: Seeds, condition: Condition, index: number): Burst {
  const chance = createChance(`scan/${seeds}/${condition}/${index}`);
  const look = looks[condition];
  const among = condition === "cracked" ? printed : kinds;
  const kind = among[index % among.length] as Kind;
  const { width, height } = sizes[Math.floor(index / among.length) % sizes.length] as (typeof sizes)[number];
  const text = texts[kind](chance);
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const isMoved = chance.below(100) < look.moved;
  const isScreen = !printed.includes(kind);
  const held: Omit<Picture, "noiseOf"> = {
    width,
    height,
    modules: data,
    share: (within(chance, share[kind]) * size) / (size - 8),
    at: [within(chance, [0.2, 0.8]), within(chance, [0.2, 0.8])],
    turn: radians(within(chance, look.turn)),
    tilt: radians(within(chance, look.tilt)),
    tiltAxis: within(chance, [0, 2 * Math.PI]),
    paper: isScreen ? 1 : within(chance, [0.75, 0.95]),
    ink: isScreen ? within(chance, [0.03, 0.06]) : within(chance, [0.06, 0.14]),
    margin: within(chance, [0, 6]),
    light: within(chance, look.light),
    wall: within(chance, [0.15, 0.6]),
    things: thingsBehind(chance, width, height),
    defocus: isMoved ? 0.1 : within(chance, look.defocus),
    motion: isMoved ? within(chance, look.motion) : 0,
    motionAngle: within(chance, [0, Math.PI]),
    noise: within(chance, look.noise),
    coarseNoise: within(chance, look.coarseNoise),
    glare: glareOf(chance, condition, size),
    damage: damageOf(chance, condition, size),
  };
  const hand = (reach: number): number => within(chance, [-reach, reach]);
  const frames = Array.from({ length: framesOfBurst }, (_, i) =>
    renderPicture({
      ...held,
      share: held.share * (1 + hand(tremor.scale)),
      at: [held.at[0] + hand(tremor.shift), held.at[1] + hand(tremor.shift)],
      turn: held.turn + radians(hand(tremor.turn)),
      tilt: Math.abs(held.tilt + radians(hand(tremor.tilt))),
      defocus: held.defocus * within(chance, tremor.blur),
      motion: held.motion * within(chance, tremor.blur),
      glare:
        held.glare === null ? null : { ...held.glare, at: [held.glare.at[0] + hand(tremor.glare), held.glare.at[1] + hand(tremor.glare)] },
      noiseOf: chance.fork(`noise/${i}`),
    }),
  );
  return { condition, kind, text, width, height, frames };
}
